"""Reads a column of days as a whole: the year it means, the order of its figures, and which of its days cannot be.

A day that no sensible officer would believe is asked about, once for a book: another year than the sheet's, another
month than the title and both neighbours say, a 3.1 that may have been 3.10.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from points.imports.asking import LATER, AnswerChoice
from points.imports.reading import years
from points.imports.reading.cells import Cell, is_nothing, text
from points.imports.reading.dates import day, ordered, span_start, typed_parts
from points.imports.reading.day_slips import DayFound, believed, lost_ten, odd, usual_year, with_day
from points.imports.reading.doubts import DAY_ORDER, TEN_LOST, YEAR_OF_COLUMN
from points.imports.reading.refusals import (
    DayAsAbove,
    DayFirst,
    DayReadAs,
    LeftForLater,
    MonthFirst,
    YearFromElsewhere,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Columns, Table, TableLine
from points.imports.refusals import DateUnreadable

_LABEL = re.compile(r"^[^\d零〇一二三四五六七八九十]{1,8}[:：]\s*")


@dataclass
class DayColumn:
    """The days of one table, by row; a row without one was named, or is asked about."""

    table: Table
    columns: Columns
    remarks: Remarks
    known: years.Years
    column: str = "day"
    found: dict[int, date] = field(default_factory=dict)
    _order: str = ""
    _year: int | None = None
    _year_asked: bool = False
    _named_order: bool = False

    def read(self) -> dict[int, date]:
        """Every day that can be taken."""
        self._order = self._find_order()
        for line in self.table.lines:
            found = self._first(line)
            if found is not None:
                self.found[line.origin.row] = found
        self._settle_tens()
        self._ask_about_odd()
        return self.found

    def _first(self, line: TableLine) -> date | None:
        """The day of one line as it is typed; None where it is named, asked about, or settled later."""
        cell = line[self.column]
        if is_nothing(cell) and self.found and not line.formula(self.column):
            above = next(reversed(self.found.values()))
            self.remarks.note(line.origin, DayAsAbove(day=above.isoformat()), line.cell(self.column))
            return above
        if isinstance(cell, str):
            cell = _LABEL.sub("", text(cell))
        started = span_start(cell)
        found = ordered(cell, self._order) if typed_parts(cell) else self._plain(started or cell, line)
        if found is None:
            if not (self._year_asked and self._lacks_year(cell)):
                self._unreadable(line)
        elif started is not None:
            self.remarks.note(
                line.origin,
                DayReadAs(words=line.shown(self.column), day=found.isoformat()),
                line.cell(self.column),
            )
        elif typed_parts(cell):
            self._say_order(line, found)
        return found

    def _plain(self, cell: Cell, line: TableLine) -> date | None:
        found = day(cell)
        if found is not None or not self._lacks_year(cell):
            return found or odd(cell)
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

    def _find_order(self) -> str:
        """The order of figures such as 3/15/25: what one of them says for all; asked where none does."""
        parts = [(line, typed) for line in self.table.lines if (typed := typed_parts(line[self.column]))]
        if not parts:
            return ""
        month = years.month_of_title(self.table)
        both = any(first > 12 for _, (first, _, _) in parts) and any(
            second > 12 for _, (_, second, _) in parts
        )
        if both and month is None:
            return self._ask_order(parts)
        if any(first > 12 for _, (first, _, _) in parts):
            return "day_first"
        if any(second > 12 for _, (_, second, _) in parts):
            return "month_first"
        if month is not None:
            if all(first == month for _, (first, _, _) in parts):
                return "month_first"
            if all(second == month for _, (_, second, _) in parts):
                return "day_first"
        if all(first == second for _, (first, second, _) in parts):
            return "month_first"
        return self._ask_order(parts)

    def _ask_order(self, parts: list[tuple[TableLine, tuple[int, int, int]]]) -> str:
        line = parts[0][0]
        sheet = self.table.sheet
        answers = [
            self.remarks.ask(
                DAY_ORDER, self.table.book, one.place(self.column), sheet.file, sheet.name, words=line.shown(self.column)
            ).choice
            for one, _ in parts
        ]  # fmt: skip
        return answers[0] or "open"

    def _say_order(self, line: TableLine, found: date) -> None:
        if self._named_order:
            return
        self._named_order = True
        order = MonthFirst if self._order == "month_first" else DayFirst
        how = order(words=line.shown(self.column), day=found.isoformat())
        self.remarks.note(line.origin, how, line.cell(self.column))

    def _unreadable(self, line: TableLine) -> None:
        if self._order in ("open", LATER) and typed_parts(line[self.column]):
            return
        fault = DateUnreadable(column=self.columns.title(self.column))
        self.remarks.add(line.origin, fault, cell=line.cell(self.column))

    def _settle_tens(self) -> None:
        """A number 3.1 may be what is left of 3.10: its format or its neighbours say."""
        lines = [line for line in self.table.lines if line.origin.row in self.found]
        for index, line in enumerate(lines):
            cell = line[self.column]
            ten = lost_ten(cell)
            if ten is None:
                continue
            small = self.found[line.origin.row]
            big = with_day(small, ten)
            if big is None:
                continue
            if re.search(r"0\.00", line.format(self.column)):
                self._take_ten(line, big)
            else:
                self._by_neighbours(line, small, big, lines, index)

    def _by_neighbours(
        self, line: TableLine, small: date, big: date, lines: list[TableLine], index: int
    ) -> None:
        before = next(
            (self.found[one.origin.row] for one in reversed(lines[:index]) if self._is_sure(one)), None
        )
        after = next((self.found[one.origin.row] for one in lines[index + 1 :] if self._is_sure(one)), None)
        fits = [one for one in (small, big) if (before or one) <= one <= (after or one)]
        if fits == [big]:
            self._take_ten(line, big)
        elif len(fits) != 1:
            self._ask_ten(line, small, big)

    def _is_sure(self, line: TableLine) -> bool:
        return lost_ten(line[self.column]) is None

    def _take_ten(self, line: TableLine, big: date) -> None:
        self.found[line.origin.row] = big
        self.remarks.note(
            line.origin, DayReadAs(words=line.shown(self.column), day=big.isoformat()), line.cell(self.column)
        )

    def _ask_ten(self, line: TableLine, small: date, big: date) -> None:
        answer = self.remarks.ask(
            TEN_LOST, self.table.book, line.place(self.column), words=line.shown(self.column), small=small.day, big=big.day
        ).choice  # fmt: skip
        if answer == "big":
            self.found[line.origin.row] = big
        elif answer != "small":
            self._leave(line, answer)

    def _ask_about_odd(self) -> None:
        """Years and months that fit neither the sheet nor the lines around."""
        expected = self._expected_year()
        month = years.month_of_title(self.table)
        rows = [line for line in self.table.lines if line.origin.row in self.found]
        for index, line in enumerate(rows):
            found = self.found[line.origin.row]
            near = [
                self.found.get(one.origin.row)
                for one in (*rows[max(0, index - 1) : index], *rows[index + 1 : index + 2])
            ]
            words, cell = line.shown(self.column), line.place(self.column)
            meant = believed(
                DayFound(found, words, cell, line.place(), expected, month, near),
                self.table.book,
                self.remarks,
            )
            if meant is None:
                self.found.pop(line.origin.row)
            else:
                self.found[line.origin.row] = meant

    def _leave(self, line: TableLine, answer: str) -> None:
        self.found.pop(line.origin.row, None)
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())

    def _expected_year(self) -> int | None:
        """The year of a sheet: its title's; without one, that of nearly all its days."""
        return years.of_title(self.table) or usual_year(self.found.values())
