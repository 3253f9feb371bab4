"""Books with a line of every kind, for the tests of watching."""

from tests.support.books import books

__all__ = ["books"]
