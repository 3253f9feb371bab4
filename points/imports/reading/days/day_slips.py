"""Which days nobody can have meant, what a number of a day may have lost, and how that is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from points.foundation import clock
from points.imports.asking import LATER, CellPlace
from points.imports.reading.cells import Cell, squeezed
from points.imports.reading.doubts.of_lines import DAY_ODD, YEAR_ODD
from points.imports.reading.refusals import LeftForLater
from points.imports.reading.remarks import Remarks

_AMBIGUOUS_TENS = {1: 10, 2: 20, 3: 30}


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day with what speaks for it: the year and the month of its sheet, and the days beside it."""

    day: date
    words: str
    cell: CellPlace
    line: CellPlace
    year: int | None
    month: int | None
    near: list[date | None]


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


def believed(found: DayFound, book: str, remarks: Remarks) -> date | None:
    """The day that is meant; one that fits nothing is asked about, and None until somebody says."""
    day, year = found.day, found.year
    if year is not None and odd_year(day, year, found.near):
        answer = remarks.ask(YEAR_ODD, book, found.cell, words=found.words, year=year).choice
        meant = in_year(day, year)
        if answer == "year_of_book" and meant is not None:
            return meant
        sure = answer == "as_written" and 1990 <= day.year <= clock.today().year
    elif day > clock.today() or (found.month and odd_month(day, found.month, found.near)):
        answer = remarks.ask(DAY_ODD, book, found.cell, words=found.words).choice
        sure = answer == "as_written"
    else:
        return day
    if answer == LATER:
        remarks.skip(found.line, LeftForLater())
    return day if sure else None


def usual_year(days: Iterable[date]) -> int | None:
    """The year of nearly all of these days, if they have one."""
    counted = sorted(one.year for one in days)
    middle = counted[len(counted) // 2] if counted else 0
    return middle if counted and counted.count(middle) >= 0.8 * len(counted) else None


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
