"""The town, for the tests of who is who, and the desk's morning."""

from tests.support.desk_day import desk_day, morning
from tests.support.town import town

__all__ = ["desk_day", "morning", "town"]
