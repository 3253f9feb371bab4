"""A set of books as rows that know where they end up, and the folder that is written of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.made.told import Spot


@dataclass(eq=False)
class Row:
    """A line by column, or (`raw`) a row of a sheet that is no line, or (`headings`) the headings of what follows."""

    cells: dict[str, Any] = field(default_factory=dict)
    raw: list[Any] | None = None
    headings: dict[str, str] | None = None
    struck: bool = False
    hidden: bool = False
    comments: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    #: where it stands, once it is written
    file: str = ""
    sheet: str = ""
    number: int = 0
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def is_line(self) -> bool:
        return self.raw is None and self.headings is None

    def spot(self, key: str = "") -> Spot:
        """The row, or one of its cells."""
        if key:
            return Spot(self.file, self.sheet, f"{get_column_letter(self.columns[key])}{self.number}")
        return Spot(self.file, self.sheet, row=self.number)


@dataclass(eq=False)
class Sheet:
    """A sheet: rows above, one row of headings, lines, rows below; `finish` does to it what only a spreadsheet can."""

    name: str
    headings: dict[str, str]
    above: list[list[Any]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    below: list[list[Any]] = field(default_factory=list)
    state: str = "visible"
    #: rows of headings in place of the one
    head: list[list[Any]] | None = None
    #: lines in two halves beside each other
    halves: bool = False
    filtered: bool = False
    finish: list[Callable[[Worksheet], None]] = field(default_factory=list)
    header: Row = field(default_factory=Row)

    @property
    def lines(self) -> list[Row]:
        return [row for row in self.rows if row.is_line]

    def bare(self) -> None:
        """Without totals and page headings between its lines."""
        self.rows = self.lines


@dataclass(eq=False)
class Book:
    """Workbooks by file name, tables by file name."""

    files: dict[str, list[Sheet]] = field(default_factory=dict)
    tables: dict[str, list[list[Any]]] = field(default_factory=dict)
    #: usual file name -> the name that this community gives it
    names: dict[str, str] = field(default_factory=dict)
    #: done to the folder once everything is written
    finish: list[Callable[[Path], None]] = field(default_factory=list)

    def save(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.tables.items():
            with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(rows)
        for usual, sheets in self.files.items():
            name = self.names.get(usual, usual)
            book = openpyxl.Workbook()
            book.remove(book.worksheets[0])
            for sheet in sheets:
                _write(book.create_sheet(sheet.name), sheet, name)
            book.save(folder / name)
        for last in self.finish:
            last(folder)
        return folder


def _write(to: Worksheet, sheet: Sheet, file: str) -> None:
    to.sheet_state = sheet.state
    for cells in sheet.above:
        to.append(cells)
    top = len(sheet.above)
    headings = list(sheet.headings.values())
    head = sheet.head or [[*headings, None, *headings] if sheet.halves else headings]
    for number, cells in enumerate(head, top + 1):
        _put(to, number, 1, cells)
    number = top + len(head)
    sheet.header.columns = {key: place for place, key in enumerate(sheet.headings, 1)}
    sheet.header.file, sheet.header.sheet, sheet.header.number = file, sheet.name, number
    for row, at, offset in _places(sheet, number + 1):
        row.file, row.sheet, row.number = file, sheet.name, at
        _write_row(to, row, offset)
    bottom = max((row.number for row in sheet.rows), default=number)
    for cells in sheet.below:
        bottom += 1
        _put(to, bottom, 1, cells)
    if sheet.filtered:
        to.auto_filter.ref = f"A{number}:{get_column_letter(len(sheet.headings))}{bottom}"
    for last in sheet.finish:
        last(to)


def _places(sheet: Sheet, first: int) -> Iterable[tuple[Row, int, int]]:
    """Each row with its number and how far to the right it stands; its columns are set."""
    columns = list(sheet.headings)
    half = (len(sheet.rows) + 1) // 2 if sheet.halves else len(sheet.rows)
    for index, row in enumerate(sheet.rows):
        if row.headings is not None:
            columns = list(row.headings)
        offset = len(sheet.headings) + 1 if index >= half else 0
        row.columns = {key: offset + place for place, key in enumerate(columns, 1)}
        yield row, first + index % max(half, 1), offset


def _write_row(to: Worksheet, row: Row, offset: int) -> None:
    if row.headings is not None:
        _put(to, row.number, 1, list(row.headings.values()))
        return
    if row.raw is not None:
        _put(to, row.number, 1, row.raw)
        return
    _put(to, row.number, offset + 1, [row.cells.get(key) for key in row.columns])
    if row.hidden:
        to.row_dimensions[row.number].hidden = True
    for key, column in row.columns.items():
        cell = to.cell(row.number, column)
        if row.struck and cell.value is not None:
            cell.font = Font(strike=True)
        if key in row.formats:
            cell.number_format = row.formats[key]
        if key in row.comments:
            cell.comment = Comment(row.comments[key], "")


def _put(to: Worksheet, number: int, column: int, cells: Iterable[Any]) -> None:
    for place, value in enumerate(cells, column):
        if value is not None:
            to.cell(number, place, value)


def points(tenths: int) -> int | float:
    """Tenths as a number that somebody types."""
    return tenths // 10 if tenths % 10 == 0 else tenths / 10
