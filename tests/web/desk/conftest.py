"""The desk's morning, for every test of the hall that asks for it."""

from tests.support.desk_day import desk_day, morning

__all__ = ["desk_day", "morning"]
