"""One pass over a worksheet of a workbook: its values, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openpyxl.formula.translate import Translator
from openpyxl.utils.datetime import from_ISO8601

from points.imports.reading.cells import Cell, quoted
from points.imports.reading.files.fonts import LookMarks, Style, TextLook
from points.imports.reading.files.limits import MAX_COLUMNS, Rows, check_count
from points.imports.reading.files.numbers import in_time, marked, shows_time, typed
from points.imports.reading.files.package import Package
from points.imports.reading.files.places import Area, area, column, merged
from points.imports.reading.files.xlsx_strings import Strings, Text, unescaped
from points.imports.reading.files.xml_stream import Attributes, Elements
from points.imports.reading.worksheet import At, Marks, Sheet
from points.imports.refusals import BookBroken

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main ",
    "http://purl.oclc.org/ooxml/spreadsheetml/main ",
    "",
)
_ON = ("1", "true")
_DIGITS = "0123456789"
_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share."""

    strings: Strings
    styles: list[Style]
    epoch: datetime

    def style(self, number: str) -> Style:
        """A style by its number; one that is not there is plain."""
        known = number.isdecimal() and int(number) < len(self.styles)
        return self.styles[int(number)] if known else _PLAIN


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What other parts say of a sheet."""

    name: str
    hidden: bool
    filters: list[Area]
    comments: dict[At, str]


def read_sheet(package: Package, part: str, book: Book, beside: SheetFacts) -> Sheet:
    """One sheet with its marks; a sheet without namespace is read as well."""
    reader = _Reader(package.file, book, beside.filters)
    package.read(part, reader)
    rows = reader.rows.kept
    by_filter = {row for row in reader.hidden_rows & rows.keys() if reader.is_filtered(row)}
    marks = Marks(
        hidden=beside.hidden,
        hidden_rows=frozenset(reader.hidden_rows & rows.keys() - by_filter),
        filtered_rows=frozenset(by_filter),
        hidden_columns=frozenset(reader.hidden_columns),
        struck=frozenset(reader.looks.struck),
        struck_partly=frozenset(reader.looks.partly),
        red=frozenset(reader.looks.red),
        comments=beside.comments,
        formats=reader.forms,
        merged=merged(package.file, reader.merged, max(rows, default=0)),
        formulas=reader.formulas,
    )
    return Sheet(package.file, beside.name, rows, marks)


class _Reader(Elements):
    """Keeps the row and the cell that are being read; hot, so it decides by few comparisons."""

    def __init__(self, file: str, book: Book, filters: list[Area]) -> None:
        self.rows = Rows(file)
        self.book = book
        self.filters = list(filters)
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[Area] = []
        self.looks = LookMarks()
        self.forms: dict[At, str] = {}
        self.formulas: dict[At, str] = {}
        self._kinds = {main + kind: kind for main in _MAIN for kind in (*_STARTS, *_WITHIN, "v", "t", "is")}
        self._shared: dict[str, tuple[str, str]] = {}
        self._row, self._row_hidden = 0, False
        self._cells: list[Cell] = []
        self._beyond, self._formulas = 0, False
        self._column, self._type, self._style = -1, "n", _PLAIN
        self._value: list[str] = []
        self._formula: list[str] = []
        self._formula_of: Attributes | None = None
        self._inline: Text | None = None
        self._into: list[str] | None = None

    def is_filtered(self, row: int) -> bool:
        """Whether a row lies below the heading of something that is filtered."""
        return any(top < row <= bottom for top, _, bottom, _ in self.filters)

    def start(self, name: str, attributes: Attributes) -> None:
        kind = self._kinds.get(name, "")
        if kind == "c":
            self._start_cell(attributes)
        elif kind == "v":
            self._into = self._value
        elif self._inline is not None:
            self._inline.start(kind, attributes)
        elif kind == "f":
            self._formula_of, self._into = attributes, self._formula
        elif kind == "is":
            self._inline = Text()
        elif kind in _STARTS:
            _STARTS[kind](self, attributes)

    def end(self, name: str) -> None:
        kind = self._kinds.get(name, "")
        if kind in ("v", "f"):
            self._into = None
        elif kind == "c":
            self._end_cell()
        elif kind == "row":
            if self._row_hidden:
                self.hidden_rows.add(self._row)
            self.rows.add(self._row, tuple(self._cells), self._beyond, self._formulas)
        elif self._inline is not None and kind != "is":
            self._inline.end(kind)

    def text(self, words: str) -> None:
        if self._into is not None:
            self._into.append(words)
        elif self._inline is not None:
            self._inline.text(words)

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._row_hidden = attributes.get("hidden") in _ON or attributes.get("ht") == "0"
        self._cells, self._column, self._beyond, self._formulas = [], -1, 0, False

    def _start_cell(self, attributes: Attributes) -> None:
        letters = attributes.get("r", "").rstrip(_DIGITS)
        self._column = column(letters) if letters.isalpha() and len(letters) < 4 else self._column + 1
        self._type = attributes.get("t", "n")
        self._style = self.book.style(attributes.get("s", "0"))
        self._value, self._formula, self._formula_of, self._inline = [], [], None, None

    def _end_cell(self) -> None:
        value, pieces = self._read()
        at = (self._row, self._column)
        if self._formula_of is not None and value is None:
            value = quoted(f"={''.join(self._formula)}") or None
        if self._formula_of is not None and value is None and self._type != "str":
            self._keep_formula(at, self._formula_of)
        self._inline = None
        if value is None and at not in self.formulas:
            return
        if self._column >= MAX_COLUMNS:
            self._beyond += 1
            return
        while len(self._cells) < self._column:
            self._cells.append(None)
        if len(self._cells) > self._column:  # two cells claim one place
            self._cells[self._column] = value
        else:
            self._cells.append(value)
        self._mark(at, value, pieces)

    def _mark(self, at: At, value: Cell, pieces: tuple[TextLook, ...]) -> None:
        style = self._style
        if style.look.struck or style.look.red or pieces:
            self.looks.add(*at, style.look, pieces)
        if marked(style.form, value):
            self.forms[at] = style.form

    def _read(self) -> tuple[Cell, tuple[TextLook, ...]]:
        """The value of the cell, and how its pieces look."""
        if self._inline is not None:
            return self._inline.all() or None, tuple(self._inline.pieces)
        words = "".join(self._value)
        if not words:
            return None, ()
        if self._type != "s":
            return self._plain(words), ()
        strings, number = self.book.strings, typed(words)
        if not isinstance(number, int) or not 0 <= number < len(strings.words):
            raise BookBroken(file=self.rows.file)
        return strings.words[number] or None, strings.pieces.get(number, ())

    def _plain(self, words: str) -> Cell:
        if self._type == "n":
            value = typed(words)
            if not isinstance(value, str) and shows_time(self._style.form):
                return in_time(value, self._style.form, self.book.epoch)
            return value
        if self._type == "b":
            return words.strip() in _ON
        if self._type == "d":
            try:
                return from_ISO8601(words)  # type: ignore[no-untyped-call]
            except ValueError:
                return words
        return unescaped(words)

    def _keep_formula(self, at: At, attributes: Attributes) -> None:
        words = "".join(self._formula)
        cell = f"{_letters(at[1])}{at[0]}"
        shared = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        if shared and words:
            self._shared[shared] = (words, cell)
        elif shared in self._shared:
            first, origin = self._shared[shared]
            words = Translator(f"={first}", origin).translate_formula(cell)[1:]
        self.formulas[at] = f"={words}"
        self._formulas = True

    def _start_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _ON or attributes.get("width") == "0":
            first, last = (attributes.get(end, "0") for end in ("min", "max"))
            if first.isdecimal() and last.isdecimal():
                self.hidden_columns.update(range(max(int(first) - 1, 0), min(int(last), MAX_COLUMNS)))

    def _start_merge(self, attributes: Attributes) -> None:
        found = area(attributes.get("ref", ""))
        if found:
            self.merged.append(found)
            check_count(self.rows.file, len(self.merged), "合并单元格 / merged cells")

    def _start_filter(self, attributes: Attributes) -> None:
        found = area(attributes.get("ref", ""))
        if found:
            self.filters.append(found)


def _letters(index: int) -> str:
    words = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        words = chr(65 + rest) + words
    return words


_STARTS = {
    "row": _Reader._start_row,
    "c": _Reader._start_cell,
    "col": _Reader._start_column,
    "mergeCell": _Reader._start_merge,
    "autoFilter": _Reader._start_filter,
}
#: elements within a text or a cell
_WITHIN = ("f", "r", "rPr", "rPh", "strike", "color")
