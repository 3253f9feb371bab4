"""Which days nobody can have meant, and what a number of a day may have lost. Pure."""

from __future__ import annotations

import re
from datetime import date

from points.foundation import clock
from points.imports.reading.cells import Cell, squeezed

_AMBIGUOUS_TENS = {1: 10, 2: 20, 3: 30}


def odd(cell: Cell) -> date | None:
    """A day whose year nobody could mean (0225, 2205), so that it can be asked about; None where it is none."""
    if not isinstance(cell, str):
        return None
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", squeezed(cell))
    return _built(int(match[1]), int(match[2]), int(match[3])) if match else None


def lost_ten(cell: Cell) -> int | None:
    """For a number such as 3.1, 3.2 or 3.3 the day that may have lost its nought."""
    if isinstance(cell, bool) or not isinstance(cell, float) or not 1 <= cell < 13:
        return None
    match = re.fullmatch(r"\d{1,2}\.([123])", str(cell))
    return _AMBIGUOUS_TENS[int(match[1])] if match else None


def odd_year(found: date, expected: int, near: list[date | None]) -> bool:
    """Another year than the sheet's; the turn of the year is none, and neither is one that a neighbour shares."""
    if found.year == expected:
        return False
    if found > clock.today() or abs(found.year - expected) > 1:
        return True
    turns = (found.year == expected - 1 and found.month == 12) or (
        found.year == expected + 1 and found.month == 1
    )
    return not turns and not any(one and one.year == found.year for one in near)


def odd_month(found: date, month: int, near: list[date | None]) -> bool:
    """Two months or more away from the sheet's, while both neighbours are in it."""
    away = min((found.month - month) % 12, (month - found.month) % 12)
    return away >= 2 and len(near) == 2 and all(one and one.month == month for one in near)


def with_day(found: date, number: int) -> date | None:
    """The same month with another day, if it has one."""
    return _built(found.year, found.month, number)


def in_year(found: date, year: int) -> date | None:
    """The same day of another year, if it has one."""
    return _built(year, found.month, found.day)


def _built(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
