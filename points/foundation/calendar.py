"""Months, and working days of the Chinese public calendar with an office's own; it knows no deadline and no today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays

FIRST_YEAR, LAST_YEAR = min(holidays).year, max(holidays).year
SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDay:
    """A day that was counted to; provisional (暂定) while a year on the way has no public calendar yet."""

    day: date
    provisional: bool


def month_after(day: date) -> date:
    """The first day of the month after this day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_back_to(first: date, today: date, *, most: int) -> list[date]:
    """The months from today's back to that of an earlier day, by their first days."""
    count = (today.year - first.year) * 12 + today.month - first.month + 1
    ends = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(min(max(count, 1), most))]
    return [date(year, month + 1, 1) for year, month in ends]


def is_working_day(day: date, overrides: Mapping[date, bool]) -> tuple[bool, bool]:
    """Whether the office works, and whether that is provisional; its own decisions (True: works) come first."""
    if day in overrides:
        return overrides[day], False
    if not has_year(day.year):
        return day.weekday() < SATURDAY, True
    return _is_public_working_day(day), False


@lru_cache(1024)
def _is_public_working_day(day: date) -> bool:
    """What the library says, which looks for its first and last day each time it is asked."""
    return bool(chinese_calendar.is_workday(day))


def add_working_days(day: date, count: int, overrides: Mapping[date, bool]) -> WorkingDay:
    """The last of so many working days after this one, which does not count itself."""
    if count < 0:
        raise ValueError("working days are counted forward")
    provisional = False
    while count:
        day += ONE_DAY
        works, guessed = is_working_day(day, overrides)
        provisional = provisional or guessed
        count -= works
    return WorkingDay(day, provisional)


def working_days_between(first: date, last: date, overrides: Mapping[date, bool]) -> int:
    """How many working days lie after the first day up to and with the last one; none where it is over."""
    days = range(1, (last - first).days + 1)
    return sum(is_working_day(first + ahead * ONE_DAY, overrides)[0] for ahead in days)


def has_year(year: int) -> bool:
    """Whether the public calendar of this year is in the library."""
    return FIRST_YEAR <= year <= LAST_YEAR
