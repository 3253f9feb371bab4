"""The desk's morning, for who is told what where they may not go."""

from tests.support.desk_day import desk_day, morning

__all__ = ["desk_day", "morning"]
