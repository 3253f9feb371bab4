"""Books with a line of every kind, and a desk, for the tests of watching."""

from tests.support.books import books
from tests.support.desk_day import desk_day, morning

__all__ = ["books", "desk_day", "morning"]
