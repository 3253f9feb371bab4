"""Reads .ods in one pass over its content: values, and what stands beside them; repeated cells are counted first."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from points.imports.reading.cells import Cell
from points.imports.reading.files.fonts import LookMarks
from points.imports.reading.files.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Rows, check_count
from points.imports.reading.files.numbers import marked, typed
from points.imports.reading.files.ods_styles import Styles
from points.imports.reading.files.ods_text import CellText
from points.imports.reading.files.package import Package
from points.imports.reading.files.places import Area, merged
from points.imports.reading.files.xml_stream import Attributes, Elements, local
from points.imports.reading.worksheet import At, Marks, Sheet
from points.imports.refusals import BookEncrypted

_TIME = re.compile(r"PT(\d{1,6})H(\d{1,6})M(\d{1,6})(?:[.,]\d+)?S")
_FAR = 2**31


def read_ods(package: Package) -> list[Sheet]:
    """Its sheets, in their order."""
    package.check()
    manifest = _Manifest()
    package.read("META-INF/manifest.xml", manifest)
    if "encryption-data" in manifest.kinds:
        raise BookEncrypted(file=package.file)
    reader = _Reader(package.file)
    package.read("styles.xml", reader)
    package.read("content.xml", reader)
    return reader.sheets


class _Manifest(Elements):
    def __init__(self) -> None:
        self.kinds: set[str] = set()

    def end(self, name: str) -> None:
        self.kinds.add(local(name))


class _Table:
    """One sheet as it grows."""

    def __init__(self, file: str, said: Attributes, styles: Styles) -> None:
        self.name, self.styles = said.get("name", ""), styles
        self.hidden = styles.hides(said.get("style-name", ""))
        self.rows = Rows(file)
        self.looks = LookMarks()
        self.hidden_rows: dict[str, set[int]] = {"collapse": set(), "filter": set()}
        self.hidden_columns: set[int] = set()
        self.forms: dict[At, str] = {}
        self.formulas: dict[At, str] = {}
        self.comments: dict[At, str] = {}
        self.merged: list[Area] = []
        self._row = self._column = self._columns = 0
        self._repeated, self._visibility = 1, ""
        self._cells: list[Cell] = []
        self._marked: list[tuple[int, Cell, Attributes, CellText]] = []
        self._kept = False

    def start_column(self, said: Attributes) -> None:
        """One column of the sheet, or several that are alike."""
        first, self._columns = self._columns, self._columns + _count(said, "number-columns-repeated")
        if said.get("visibility") in self.hidden_rows:
            self.hidden_columns.update(range(first, min(self._columns, MAX_COLUMNS)))

    def start_row(self, said: Attributes) -> None:
        """One row begins, or several that are alike."""
        self._repeated, self._visibility = _count(said, "number-rows-repeated"), said.get("visibility", "")
        self._column, self._cells, self._marked, self._kept = 0, [], [], False

    def add_cell(self, said: Attributes, text: CellText) -> None:
        """One cell, or several that are alike."""
        value, count, at = _value(said, text), _count(said, "number-columns-repeated"), self._at()
        if value is None and said.get("formula") and self._column < MAX_COLUMNS:
            self.formulas[at] = "=" + said["formula"].partition("=")[2]
            self._kept = True
        if text.comment:
            self.comments[at] = text.comment
            check_count(self.rows.file, len(self.comments), "批注 / comments")
        self._merge(said)
        if value is not None:
            last = min(self._column + count, MAX_COLUMNS)
            self._marked += [(column, value, said, text) for column in range(self._column, last)]
        self._fill(value, count)

    def add_covered(self, said: Attributes) -> None:
        """One cell, or several, over which another one reaches."""
        self._fill(None, _count(said, "number-columns-repeated"))

    def end_row(self) -> None:
        """The row ends; what it holds stands in each of those that are alike."""
        first, self._row = self._row + 1, min(self._row + self._repeated, _FAR)
        if not self._kept and all(cell is None for cell in self._cells):
            return
        check_count(self.rows.file, self._repeated, "行 / rows", MAX_ROWS)
        for row in range(first, first + self._repeated):
            self.rows.add(row, tuple(self._cells), kept=self._kept)
            if self._visibility in self.hidden_rows:
                self.hidden_rows[self._visibility].add(row)
            for column, value, said, text in self._marked:
                self._mark((row, column), value, said, text)

    def sheet(self) -> Sheet:
        """The sheet with its marks."""
        marks = Marks(
            hidden=self.hidden,
            hidden_rows=frozenset(self.hidden_rows["collapse"]),
            filtered_rows=frozenset(self.hidden_rows["filter"]),
            hidden_columns=frozenset(self.hidden_columns),
            struck=frozenset(self.looks.struck),
            struck_partly=frozenset(self.looks.partly),
            red=frozenset(self.looks.red),
            comments=self.comments,
            formats=self.forms,
            merged=merged(self.rows.file, self.merged, max(self.rows.kept, default=0)),
            formulas=self.formulas,
        )
        return Sheet(self.rows.file, self.name, self.rows.kept, marks)

    def _at(self) -> At:
        return self._row + 1, self._column

    def _fill(self, value: Cell, count: int) -> None:
        self._cells += [value] * min(count, MAX_COLUMNS + 1 - len(self._cells))
        self._column += count

    def _merge(self, said: Attributes) -> None:
        down, across = _count(said, "number-rows-spanned"), _count(said, "number-columns-spanned")
        if down > 1 or across > 1:
            top, left = self._at()
            self.merged.append((top, left, top + down - 1, left + across - 1))
            check_count(self.rows.file, len(self.merged), "合并单元格 / merged cells")

    def _mark(self, at: At, value: Cell, said: Attributes, text: CellText) -> None:
        style = said.get("style-name", "")
        self.looks.add(*at, self.styles.cell(style), text.pieces)
        form = self.styles.form(style)
        if marked(form, value):
            self.forms[at] = form


class _Reader(Elements):
    """Tells what belongs to a style, to a sheet and to the text of a cell."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: list[Sheet] = []
        self._styles = Styles()
        self._table: _Table | None = None
        self._cell: Attributes = {}
        self._text = CellText(self._styles)

    def start(self, name: str, attributes: Attributes) -> None:
        kind, said = local(name), {local(key): value for key, value in attributes.items()}
        if self._table is None:
            self._styles.start(kind, said)
            if kind == "table":
                check_count(self.file, len(self.sheets), "工作表 / sheets", MAX_SHEETS)
                self._table = _Table(self.file, said, self._styles)
        elif kind == "table-column":
            self._table.start_column(said)
        elif kind == "table-row":
            self._table.start_row(said)
        elif kind == "covered-table-cell":
            self._table.add_covered(said)
        elif kind == "table-cell":
            self._cell, self._text = said, CellText(self._styles)
        else:
            self._text.start(kind, said)

    def end(self, name: str) -> None:
        kind, table = local(name), self._table
        if table is None:
            self._styles.end(kind)
        elif kind == "table":
            self.sheets.append(table.sheet())
            self._table = None
        elif kind == "table-row":
            table.end_row()
        elif kind == "table-cell":
            table.add_cell(self._cell, self._text)
            self._text = CellText(self._styles)
        else:
            self._text.end(kind)

    def text(self, words: str) -> None:
        self._text.text(words)


def _value(said: Attributes, text: CellText) -> Cell:
    kind = said.get("value-type", "")
    if kind in ("float", "percentage", "currency"):
        return typed(said.get("value", ""))
    if kind == "boolean":
        return said.get("boolean-value") == "true"
    if kind == "date":
        return _day(said.get("date-value", ""))
    if kind == "time":
        return _time(said.get("time-value", ""))
    return text.all() or said.get("string-value") or None


def _day(words: str) -> Cell:
    try:
        return datetime.fromisoformat(words).replace(tzinfo=None)
    except ValueError:
        return words or None


def _time(words: str) -> Cell:
    found = _TIME.fullmatch(words)
    if not found:
        return words or None
    hours, minutes, seconds = (int(one) for one in found.groups())
    if hours < 24 and minutes < 60 and seconds < 60:
        return time(hours, minutes, seconds)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _count(said: Attributes, name: str) -> int:
    words = said.get(name, "1")
    return min(max(int(words), 1), _FAR) if words.isdecimal() and len(words) < 12 else 1
