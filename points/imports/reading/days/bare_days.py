"""Days that say less than a day: only its number (5日), whose month the title or the lines around know, or 期初."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from points.imports.reading import years
from points.imports.reading.cells import Cell, is_nothing, squeezed, unbracketed
from points.imports.reading.dates import number_of_day
from points.imports.reading.tables import Table

_WAS_THERE = re.compile(
    r"(期初|年初)(结转|结余|结存|余额|库存|数)?"
    r"|(上年度?|上期|上月|去年|往年|历年|历史|原有?|20\d\d年度?)?(结转|结余|结存|余额)(积分|库存)?"
)
_LUNAR = re.compile(r"农历|阴历|旧历|[正腊冬]月|初[一二三四五六七八九十]|廿|闰")

_ALSO_LUNAR = re.compile(rf"\([^()]*(?:{_LUNAR.pattern})[^()]*\)")


def was_there(cell: Cell) -> bool:
    """Whether the column of days says that something was there when the book began (期初, 上年结转)."""
    return isinstance(cell, str) and bool(_WAS_THERE.fullmatch(squeezed(cell).strip(":：()")))


def is_lunar(cell: Cell) -> bool:
    """Whether a day is one of the old calendar."""
    return isinstance(cell, str) and bool(_LUNAR.search(unbracketed(squeezed(cell))))


def without_lunar(cell: Cell) -> Cell:
    """A day without that of the old calendar which stands behind it in brackets."""
    return _ALSO_LUNAR.sub("", squeezed(cell)) if isinstance(cell, str) and _LUNAR.search(cell) else cell


def numbers_of_days(cells: Sequence[Cell], *, titled: bool) -> dict[int, int]:
    """Which cells of a column say the number of a day without its month: 5日; or 5 where all do and a title has the month."""
    found = {at: number for at, cell in enumerate(cells) if (number := number_of_day(cell)) is not None}
    bare = {at: int(squeezed(cell)) for at, cell in enumerate(cells) if at not in found and _is_bare(cell)}
    filled = sum(not is_nothing(cell) for cell in cells)
    return found | bare if titled and len(found | bare) == filled else found


def _is_bare(cell: Cell) -> bool:
    is_one = isinstance(cell, str | int | float) and not isinstance(cell, bool)
    return is_one and bool(re.fullmatch(r"[1-9]|[12]\d|3[01]", squeezed(cell)))


@dataclass(frozen=True)
class Around:
    """The days that stand nearest above and below a day without its month; None where there is none."""

    above: date | None
    below: date | None

    def month_of(self, number: int, titled: int | None) -> tuple[int, int] | None:
        """Year and month that such a day can only be in; 0 for a year that only the title can tell; None where two can be."""
        if titled is not None:
            other = any(one and one.month != titled for one in (self.above, self.below))
            return None if other else (0, titled)
        if self.above is None:
            first = self.below
            return (first.year, first.month) if first and number <= first.day else None
        following = (self.above.year + self.above.month // 12, self.above.month % 12 + 1)
        now = (self.above.year, self.above.month)
        ends = (self.below.year, self.below.month) if self.below else now
        if number >= self.above.day:
            sure = (
                self.below is None
                or (ends == now and number <= self.below.day)
                or (ends == following and number > self.below.day)
            )
            return now if sure else None
        return following if self.below and ends == following and number <= self.below.day else None


def begins(table: Table, found: Sequence[date]) -> date | None:
    """The day of what was there before: the first of the title's month or year, and none after the first day of the table."""
    year, month = years.of_title(table), years.only_month_of_title(table)
    start = date(year, month or 1, 1) if year else None
    return min((one for one in (start, *found) if one), default=None)
