"""Reads a column of days as a whole: the year it means, the order of its figures, and which of its days cannot be.

A day that no sensible officer would believe is asked about, once for a book: another year than the sheet's, another
month than the title and both neighbours say, a 3.1 that may have been 3.10.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from points.imports.asking import LATER, AnswerChoice
from points.imports.reading import years
from points.imports.reading.cells import Cell, is_nothing, text
from points.imports.reading.dates import day, is_instant, ordered, six_figures, span_start, typed_parts
from points.imports.reading.days.bare_days import (
    Around,
    begins,
    is_lunar,
    numbers_of_days,
    was_there,
    without_lunar,
)
from points.imports.reading.days.checked_days import CheckedDays
from points.imports.reading.days.day_orders import find_order
from points.imports.reading.days.day_slips import odd
from points.imports.reading.doubts.of_lines import MONTH_OF_COLUMN, YEAR_OF_COLUMN
from points.imports.reading.refusals import (
    DayAsAbove,
    DayFirst,
    DayOfOpening,
    DayReadAs,
    LeftForLater,
    LunarDay,
    MonthFirst,
    MonthOfNeighbours,
    MonthOfTitle,
    YearFromElsewhere,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Columns, Table, TableLine
from points.imports.refusals import DateBlank, DateUnreadable, LineFault

_LABEL = re.compile(r"^[^\d零〇一二三四五六七八九十]{1,8}[:：]\s*")


@dataclass
class DayColumn:
    """The days of one table, by row; a row without one was named, or is asked about."""

    table: Table
    columns: Columns
    remarks: Remarks
    known: years.Years
    column: str = "day"
    #: whether the column may say that something was there before (期初); the rows where it does are in `carried`
    opens: bool = False
    found: dict[int, date] = field(default_factory=dict)
    carried: set[int] = field(default_factory=set)
    _order: str = ""
    _year: int | None = None
    _year_asked: bool = False
    _said: set[str] = field(default_factory=set)

    def read(self) -> dict[int, date]:
        """Every day that can be taken."""
        self._order = find_order(self.table, self.column, self.remarks)
        lines = self.table.lines
        titled = years.only_month_of_title(self.table) is not None
        numbers = numbers_of_days([line[self.column] for line in lines], titled=titled)
        for at, line in enumerate(lines):
            cell = line[self.column]
            if at in numbers:
                continue
            if self.opens and was_there(cell):
                self.carried.add(line.origin.row)
            elif not is_nothing(cell) or line.formula(self.column):
                self._keep(line, self._first(line))
        self._settle_numbers(numbers)
        checked = CheckedDays(self.table, self.remarks, self.column, self.found)
        checked.settle_tens()
        self._fill_below()
        checked.ask_about_odd()
        self._begin()
        return self.found

    def _keep(self, line: TableLine, found: date | None) -> None:
        if found is not None:
            self.found[line.origin.row] = found

    def _fill_below(self) -> None:
        """A line without a day has that of the line above it, if that line has one."""
        above: date | None = None
        for line in self.table.lines:
            blank = is_nothing(line[self.column]) and not line.formula(self.column)
            if blank and above is not None:
                self.found[line.origin.row] = above
                self.remarks.note(line.origin, DayAsAbove(day=above.isoformat()), line.cell(self.column))
            elif blank:
                fault = DateBlank(column=self.columns.title(self.column))
                self.remarks.add(line.origin, fault, cell=line.cell(self.column))
            above = self.found.get(line.origin.row)

    def _begin(self) -> None:
        """The lines of what was there before have the day on which the book begins."""
        start = begins(self.table, list(self.found.values()))
        for line in self.table.lines:
            if line.origin.row not in self.carried:
                continue
            if start is None:
                self._unreadable(line)
                continue
            self.found[line.origin.row] = start
            how = DayOfOpening(words=line.shown(self.column), day=start.isoformat())
            self.remarks.note(line.origin, how, line.cell(self.column))

    def _settle_numbers(self, numbers: Mapping[int, int]) -> None:
        """The days of lines that say a number only, by their place in the table."""
        lines = self.table.lines
        below: dict[int, date | None] = {}
        following: date | None = None
        for at in reversed(range(len(lines))):
            below[at] = following
            following = self.found.get(lines[at].origin.row, following)
        above: date | None = None
        for at, line in enumerate(lines):
            if at in numbers:
                self._keep(line, self._of_number(line, numbers[at], Around(above, below[at])))
            above = self.found.get(line.origin.row, above)

    def _of_number(self, line: TableLine, number: int, around: Around) -> date | None:
        """The day of one of them: its month is the title's or that of the lines around, or is asked."""
        titled = years.only_month_of_title(self.table)
        told = around.month_of(number, titled)
        answered = None
        if told is None:
            answered = self._ask_month(line)
            if answered is None:
                return None
        year, month = told or (0, answered or 0)
        known = year or self._year_of(line)
        if known is None:
            return None
        found = day(f"{known}-{month}-{number}")
        if found is None:
            self._unreadable(line)
        elif answered is None:
            how = MonthOfTitle if titled else MonthOfNeighbours
            self._say_once("month", line, how(words=line.shown(self.column), day=found.isoformat()))
        return found

    def _ask_month(self, line: TableLine) -> int | None:
        sheet, place = self.table.sheet, line.place(self.column)
        answer = self.remarks.ask(
            MONTH_OF_COLUMN, self.table.book, place, sheet.file, sheet.name, column=self.columns.title(self.column),
            words=line.shown(self.column),
        ).choice  # fmt: skip
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        return int(answer) if answer.isdecimal() else None

    def _first(self, line: TableLine) -> date | None:
        """The day of one line as it is typed; None where it is named, asked about, or settled later."""
        cell = line[self.column]
        if isinstance(cell, str):
            cell = _LABEL.sub("", text(cell))
        cell = None if is_lunar(line[self.column]) else without_lunar(cell)
        started = span_start(cell)
        found = ordered(cell, self._order) if typed_parts(cell) else self._plain(started or cell, line)
        if found is not None:
            self._say_reading(line, found, cell, started)
        elif not (self._year_asked and self._lacks_year(cell)):
            self._unreadable(line)
        return found

    def _plain(self, cell: Cell, line: TableLine) -> date | None:
        found = day(cell)
        if found is not None or not self._lacks_year(cell):
            return found or six_figures(cell) or odd(cell)
        year = self._year_of(line)
        return None if year is None else day(cell, year)

    def _lacks_year(self, cell: Cell) -> bool:
        """Whether it would be a day if only the year were known."""
        return day(cell) is None and day(cell, 2024) is not None

    def _year_of(self, line: TableLine) -> int | None:
        """The year of days that name none: the title's, the column's own, or what the other books say."""
        if self._year is None and not self._year_asked:
            self._year = years.of_title(self.table) or self._own() or self.known.within(self.table.book)
            if self._year is None:
                self._year = self._from_elsewhere(line)
        elif self._year_asked:
            self._ask_year(line)
        return self._year

    def _own(self) -> int | None:
        days = [found for line in self.table.lines if (found := day(line[self.column]))]
        counted = Counter(one.year for one in days)
        return counted.most_common(1)[0][0] if counted else None

    def _from_elsewhere(self, line: TableLine) -> int | None:
        other = self.known.elsewhere(self.table.book)
        on_paper = years.printed(self.table)
        if other is not None and on_paper in (None, other):
            self.remarks.note(line.origin, YearFromElsewhere(year=other), line.cell(self.column))
            return other
        if other is None and on_paper is None and not self.table.lines:
            return None
        self._year_asked = True
        return self._ask_year(line)

    def _ask_year(self, line: TableLine) -> int | None:
        table = self.table
        offered = [one for one in (self.known.elsewhere(table.book), years.printed(table)) if one]
        said = self.remarks.ask(
            YEAR_OF_COLUMN, table.book, line.place(self.column), table.sheet.file, table.sheet.name,
            choices=tuple(AnswerChoice(str(one), f"{one} 年", str(one)) for one in dict.fromkeys(offered)),
            column=self.columns.title(self.column),
        )  # fmt: skip
        words = said.value if said.choice == "year" else said.choice
        self._year = int(words) if re.fullmatch(r"(19|20)\d{2}", words) else None
        return self._year

    def _say_reading(self, line: TableLine, found: date, cell: Cell, started: str | None) -> None:
        """List a day that is not typed as it is read: a span by itself, other ways once for the column."""
        facts = {"words": line.shown(self.column), "day": found.isoformat()}
        if started is not None:
            self.remarks.note(line.origin, DayReadAs(**facts), line.cell(self.column))
        elif typed_parts(cell):
            self._say_once("order", line, (MonthFirst if self._order == "month_first" else DayFirst)(**facts))
        elif six_figures(cell) or (is_instant(cell) and not facts["words"].startswith(facts["day"])):
            self._say_once("figures", line, DayReadAs(**facts))

    def _say_once(self, what: str, line: TableLine, how: LineFault) -> None:
        if what not in self._said:
            self._said.add(what)
            self.remarks.note(line.origin, how, line.cell(self.column))

    def _unreadable(self, line: TableLine) -> None:
        if self._order in ("open", LATER) and typed_parts(line[self.column]):
            return
        kind = LunarDay if is_lunar(line[self.column]) else DateUnreadable
        self.remarks.add(
            line.origin, kind(column=self.columns.title(self.column)), cell=line.cell(self.column)
        )
