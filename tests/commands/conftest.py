"""What the commands are tried on."""

from tests.support.books import books
from tests.support.town import town

__all__ = ["books", "town"]
