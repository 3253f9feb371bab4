"""Pure decisions about who decides, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from points.foundation.calendar import WorkingDay, add_working_days

#: all within ten working days of the activity
DEADLINE_DAYS = 10


WAITING = ("submitted", "verified")


#: states in which an interval of a person is taken
TAKEN = ("approved", "in_publicity", "objected", "credited")


def deadline(day: date, overrides: Mapping[date, bool]) -> WorkingDay:
    """By when the hours of an activity are to be posted."""
    return add_working_days(day, DEADLINE_DAYS, overrides)


def approvals_needed(day_minutes: int, *, day_limit: int, street_limit: int) -> str:
    """Who decides about a day this long: 'one', a second person ('two'), or the street office ('street')."""
    if day_minutes > street_limit:
        return "street"
    return "two" if day_minutes > day_limit else "one"
