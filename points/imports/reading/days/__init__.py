"""Reads a column of days as a whole: what it leaves out, the order of its figures, and which of its days cannot be."""

from points.imports.reading.days.bare_days import was_there
from points.imports.reading.days.day_columns import DayColumn

__all__ = ["DayColumn", "was_there"]
