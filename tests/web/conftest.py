"""The town and the desk's morning, for the tests of signing in, of who may open what, and of the desk."""

from tests.support.desk_day import desk_day, morning
from tests.support.town import town

__all__ = ["desk_day", "morning", "town"]
