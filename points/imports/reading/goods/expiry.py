"""Until when goods keep that came in: a day, a month, a stretch from the day they came, or for ever."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from points.foundation.calendar import month_after
from points.imports.asking import LATER
from points.imports.reading.cells import Cell, chinese_number, is_nothing, squeezed, text
from points.imports.reading.dates import day, month_end
from points.imports.reading.doubts.of_lines import EXPIRES_BEFORE, EXPIRES_FROM
from points.imports.reading.faults import NOTED
from points.imports.reading.refusals import ExpiryReadAs, LeftForLater
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import TableLine
from points.imports.refusals import DateUnreadable

_FOR_EVER = frozenset({"长期", "长期有效", "永久", "不限", "无保质期", "无期限", "无限期", "长久"})
_STRETCH = re.compile(
    r"(?:保质期?|有效期?)?[:：]?(\d+|[一二两三四五六七八九十]+)(个月|月|年|天|日)(?:以?内)?"
)

#: what keeps longer keeps for ever
_LONGEST = {"天": 40_000, "日": 40_000, "月": 1_200, "个月": 1_200, "年": 100}

#: the last good day (None: for ever), and whether the line can be taken
Until = tuple[date | None, bool]


@dataclass(frozen=True)
class Expiry:
    """Reads the column of the delivery book that says how long goods keep."""

    remarks: Remarks

    def find(self, line: TableLine, on: date, shelf_days: int | None) -> Until:
        """The last good day; where it cannot be read, what the goods table allows at most from the day they came."""
        cell = line["expires"]
        words = text(cell)
        if is_nothing(cell) or words in _FOR_EVER:
            return None, True
        stretch = _STRETCH.fullmatch(squeezed(cell)) if isinstance(cell, str) else None
        if stretch and not day(cell):
            return self._from(line, on, stretch)
        until = day(cell) or month_end(cell)
        if until is None:
            until = self._next(line, cell, on)
        if until is None:
            fault = DateUnreadable(column="保质期至")
            self.remarks.add(line.origin, fault, NOTED, line.cell("expires"))
            return (on + timedelta(days=shelf_days) if shelf_days else None), True
        return (until, True) if until >= on else self._before(line, until)

    def _next(self, line: TableLine, cell: Cell, on: date) -> date | None:
        """A day without a year is the first one after they came."""
        candidates = [found for year in (on.year, on.year + 1) if (found := day(cell, year))]
        until = next((one for one in candidates if one >= on), None)
        if until is not None and until.year != on.year:
            self.remarks.note(
                line.origin,
                ExpiryReadAs(words=line.shown("expires"), day=until.isoformat()),
                line.cell("expires"),
            )
        return until

    def _before(self, line: TableLine, until: date) -> Until:
        answer = self.remarks.ask(
            EXPIRES_BEFORE, "deliveries", line.place("expires"), words=line.shown("expires")
        ).choice
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        return (until if answer == "as_written" else None), answer in ("keeps", "as_written")

    def _from(self, line: TableLine, on: date, stretch: re.Match[str]) -> Until:
        """Only how long they keep is written: from when on is asked."""
        answer = self.remarks.ask(
            EXPIRES_FROM, "deliveries", line.place("expires"), words=line.shown("expires")
        ).choice
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        if answer == "from_receipt":
            return _later(on, stretch), True
        return None, answer == "keeps"


def _later(on: date, stretch: re.Match[str]) -> date | None:
    count = int(stretch[1][:6]) if stretch[1].isdigit() else chinese_number(stretch[1])
    if count is None or count > _LONGEST[stretch[2]]:
        return None
    if stretch[2] in ("天", "日"):
        return on + timedelta(days=count)
    months = on.month - 1 + count * (12 if stretch[2] == "年" else 1)
    first = date(on.year + months // 12, months % 12 + 1, 1)
    return min(first + timedelta(days=on.day - 1), month_after(first) - timedelta(days=1))
