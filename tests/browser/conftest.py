"""The desk's morning, for what the desk prints."""

from tests.support.desk_day import desk_day, morning

__all__ = ["desk_day", "morning"]
