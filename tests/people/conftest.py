"""The town, for the tests of who is who."""

from tests.support.town import town

__all__ = ["town"]
