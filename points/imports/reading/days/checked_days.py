"""Asks about the days of a column that nobody would believe, and about numbers of which a nought may be lost."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import date

from points.imports.asking import LATER
from points.imports.reading import years
from points.imports.reading.days.day_slips import DayFound, believed, lost_ten, usual_year, with_day
from points.imports.reading.doubts.of_lines import TEN_LOST
from points.imports.reading.refusals import DayReadAs, LeftForLater
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Table, TableLine


@dataclass
class CheckedDays:
    """The days of one table as they were read, by row; what is asked about and not answered is taken out."""

    table: Table
    remarks: Remarks
    column: str
    found: MutableMapping[int, date]

    def settle_tens(self) -> None:
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

    def ask_about_odd(self) -> None:
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
