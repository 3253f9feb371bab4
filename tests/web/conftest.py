"""The town, for the tests of signing in and of who may open what."""

from tests.support.town import town

__all__ = ["town"]
