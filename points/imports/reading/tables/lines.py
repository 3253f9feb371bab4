"""A table that was found, and its lines: cells by column, and where each of them stands on the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from points.imports.asking import CellPlace
from points.imports.lines import SheetRow
from points.imports.reading import amounts
from points.imports.reading.amounts import PointsRead
from points.imports.reading.cells import Cell, shown, text
from points.imports.reading.tables.columns import bracketed
from points.imports.reading.tables.headings import Head, at
from points.imports.reading.worksheet import Sheet


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of a table, its cells by column."""

    origin: SheetRow
    cells: Mapping[str, Cell]
    sheet: Sheet
    head: Head
    #: columns whose cell is a part of a merged one that began above and has no value of its own
    merged_on: frozenset[str] = frozenset()
    #: columns whose value was taken from the line above, because the cell says so
    same_as_above: frozenset[str] = frozenset()

    def __getitem__(self, field: str) -> Cell:
        return self.cells.get(field)

    def text(self, field: str) -> str:
        """The text of one cell, in half-width signs."""
        return text(self.cells.get(field))

    def shown(self, field: str) -> str:
        """The text of one cell as it was typed."""
        return shown(self.cells.get(field))

    def cell(self, field: str) -> str:
        """Where it stands, as a spreadsheet names it: G12; empty where the table has no such column."""
        column = self.head.places.get(field)
        return "" if column is None else cell_name(self.origin.row, column)

    def place(self, field: str = "") -> CellPlace:
        """The same as a place; the line's first cell where no column is named."""
        where = self.cell(field) or cell_name(self.origin.row, self.head.left)
        return CellPlace(self.origin.file, self.origin.sheet, where)

    def format(self, field: str) -> str:
        """The number format of a cell that is shown otherwise than it is; empty for a plain one."""
        column = self.head.places.get(field)
        return "" if column is None else self.sheet.marks.formats.get((self.origin.row, column), "")

    def points(self, field: str) -> PointsRead:
        """The points of one cell, in the unit that the heading of its column says."""
        return amounts.points(self[field], self.format(field), self.scale(field))

    def scale(self, field: str) -> Decimal:
        """How many points a one of a column is."""
        return self.head.scales.get(field, Decimal(1))

    def unit(self, field: str) -> str:
        """The unit that the heading of a column names: 数量（箱）; empty where it names none, or several."""
        found = bracketed(self.head.words.get(self.head.places.get(field, -1), ""))
        return found if re.fullmatch(r"[\u3400-\u9fff]{1,2}", found) else ""

    def formula(self, field: str) -> str:
        """The formula of a cell without its result, else empty."""
        column = self.head.places.get(field)
        return "" if column is None else self.sheet.marks.formulas.get((self.origin.row, column), "")

    def columns(self) -> range:
        """The columns of its table."""
        return range(self.head.left, self.head.right + 1)


@dataclass(frozen=True)
class Table:
    """A table that was found: its lines, and the sentences above and below it with their rows."""

    book: str
    sheet: Sheet
    head: Head
    lines: tuple[TableLine, ...]
    above: tuple[tuple[int, str], ...] = ()
    below: tuple[tuple[int, str], ...] = ()
    #: rows of sentences that speak of single lines, and not of all of it
    pointed: Set[int] = frozenset()

    @property
    def heading(self) -> int:
        """Its first heading row."""
        return self.head.first

    @property
    def notes(self) -> tuple[tuple[int, str], ...]:
        """Every sentence around it, from the top."""
        return (*self.above, *self.below)

    def heading_of(self, field: str) -> str:
        """What is written above a column; empty where there is none."""
        column = self.head.places.get(field)
        return "" if column is None else self.head.words.get(column, "")

    def heading_place(self, field: str) -> CellPlace:
        """Where the heading of a column stands; the table's first heading cell where it has no such column."""
        column = self.head.places.get(field, self.head.left)
        return CellPlace(self.sheet.file, self.sheet.name, cell_name(self.head.last, column))

    def title(self) -> list[str]:
        """What stands above it, and the name of its sheet."""
        return [*(words for _, words in self.above), self.sheet.name]


def cell_name(row: int, column: int) -> str:
    """A cell as a spreadsheet names it: G12."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def cell_at(sheet: Sheet, row: int, column: int) -> Cell:
    """What stands there."""
    return at(sheet.rows.get(row, ()), column)
