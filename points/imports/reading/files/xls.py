"""Reads the old .xls, with what stands beside its values."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from xlrd import open_workbook
from xlrd.biffh import XLRDError, error_text_from_code

from points.imports.reading.cells import Cell
from points.imports.reading.files.fonts import PLAIN, LookMarks, TextLook
from points.imports.reading.files.limits import MAX_COLUMNS, MAX_SHEETS, Rows, check_count
from points.imports.reading.files.numbers import built_in, in_time, marked, shows_time
from points.imports.reading.files.places import Area, merged
from points.imports.reading.worksheet import At, Marks, Sheet
from points.imports.refusals import BookBroken, BookEncrypted, BookRefused

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_RED_BY_NUMBER = (2, 10)


def read_xls(file: str, raw: bytes) -> list[Sheet]:
    """Its worksheets, in their order."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = open_workbook(
                file_contents=raw, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
            )
        check_count(file, book.nsheets, "工作表 / sheets", MAX_SHEETS)
        return [_Reader(file, book, sheet).read() for sheet in book.sheets()]
    except (BookRefused, MemoryError):
        raise
    except Exception as error:  # a damaged workbook fails anywhere inside the library, in any way
        if "encrypted" in str(error).lower():
            raise BookEncrypted(file=file) from error
        raise BookBroken(file=file) from error


class _Reader:
    """One sheet and the workbook it stands in, as the library holds them."""

    def __init__(self, file: str, book: Any, sheet: Any) -> None:
        self.file, self.book, self.sheet = file, book, sheet
        self.rows = Rows(file)
        self.looks = LookMarks()
        self.forms: dict[At, str] = {}
        self.epoch: datetime = MAC_EPOCH if book.datemode else WINDOWS_EPOCH
        self._filters = list(self._find_filters())
        self._fonts = [self._look(font) for font in book.font_list]

    def read(self) -> Sheet:
        """The sheet with its marks."""
        for index in range(self.sheet.nrows):
            self.rows.add(index + 1, tuple(self._row(index)))
        kept = self.rows.kept
        hidden = {row + 1 for row, info in self.sheet.rowinfo_map.items() if info.hidden} & kept.keys()
        by_filter = {row for row in hidden if self._is_filtered(row)}
        areas = [(top + 1, left, bottom, right - 1) for top, bottom, left, right in self.sheet.merged_cells]
        check_count(self.file, len(areas), "合并单元格 / merged cells")
        check_count(self.file, len(self.sheet.cell_note_map), "批注 / comments")
        marks = Marks(
            hidden=self.sheet.visibility != 0,
            hidden_rows=frozenset(hidden - by_filter),
            filtered_rows=frozenset(by_filter),
            hidden_columns=frozenset(self._hidden_columns()),
            struck=frozenset(self.looks.struck),
            struck_partly=frozenset(self.looks.partly),
            red=frozenset(self.looks.red),
            comments={(row + 1, column): note.text for (row, column), note in self._notes()},
            formats=self.forms,
            merged=merged(self.file, areas, max(kept, default=0)),
        )
        return Sheet(self.file, self.sheet.name, kept, marks)

    def _row(self, index: int) -> Iterator[Cell]:
        values = zip(self.sheet.row_types(index), self.sheet.row_values(index), strict=True)
        for column, (kind, value) in enumerate(values):
            cell = self._cell(kind, value, self._form(index, column)) if kind else None
            if cell is not None and column < MAX_COLUMNS:
                self._mark(index, column, cell)
            yield cell

    def _cell(self, kind: int, value: Any, form: str) -> Cell:
        if kind in (_NUMBER, _DATE):
            number = int(value) if float(value).is_integer() else value
            return in_time(number, form, self.epoch) if shows_time(form) else number
        if kind == _BOOLEAN:
            return bool(value)
        if kind == _ERROR:
            return error_text_from_code.get(value, "#VALUE!")
        return value or None if kind == _TEXT else None

    def _form(self, row: int, column: int) -> str:
        key = self.book.xf_list[self.sheet.cell_xf_index(row, column)].format_key
        known = self.book.format_map.get(key)
        words = known.format_str if known else ""
        return built_in(key) if key in range(27, 59) or not words else words

    def _mark(self, row: int, column: int, cell: Cell) -> None:
        font = self.book.xf_list[self.sheet.cell_xf_index(row, column)].font_index
        runs = self.sheet.rich_text_runlist_map.get((row, column), ())
        look = self._font(font)
        if look != PLAIN or runs:
            self.looks.add(row + 1, column, look, self._pieces(str(cell), look, runs))
        form = self._form(row, column)
        if marked(form, cell):
            self.forms[row + 1, column] = form

    def _pieces(self, words: str, look: TextLook, runs: Any) -> Iterator[TextLook]:
        """How the pieces of a text look that say something; the first looks as the cell."""
        starts = [(0, look), *((start, self._font(font)) for start, font in runs)]
        for (start, piece), end in zip(starts, [one for one, _ in starts[1:]] + [len(words)], strict=True):
            if words[start:end].strip():
                yield piece

    def _font(self, index: int) -> TextLook:
        return self._fonts[index] if 0 <= index < len(self._fonts) else PLAIN

    def _look(self, font: Any) -> TextLook:
        red, green, blue = self.book.colour_map.get(font.colour_index) or (0, 0, 0)
        is_red = font.colour_index in _RED_BY_NUMBER or (red >= 0xC0 and green <= 0x50 and blue <= 0x50)
        return TextLook(bool(font.struck_out), is_red)

    def _notes(self) -> list[tuple[At, Any]]:
        return [(at, note) for at, note in self.sheet.cell_note_map.items() if note.text.strip()]

    def _hidden_columns(self) -> Iterator[int]:
        for column, info in self.sheet.colinfo_map.items():
            if (info.hidden or info.width == 0) and column < MAX_COLUMNS:
                yield column

    def _is_filtered(self, row: int) -> bool:
        return any(top < row <= bottom for top, _, bottom, _ in self._filters)

    def _find_filters(self) -> Iterator[Area]:
        """Where the sheet is filtered: the workbook keeps it as a name of its own."""
        for name in self.book.name_obj_list:
            if name.name.lower() in ("_filterdatabase", "_xlnm._filterdatabase"):
                with suppress(XLRDError, AttributeError):  # a name that leads nowhere filters nothing
                    sheet, top, bottom, left, right = name.area2d()
                    if sheet is self.sheet:
                        yield top + 1, left, bottom, right - 1
