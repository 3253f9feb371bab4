"""What was understood of a folder, for somebody to look at: each kind of table with its headings and its first lines.

It is told before anything is refused, so that a table which nobody knows can be shown, and said to be this book. It holds
names of people and is kept nowhere but in the files of an intake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from typing import Any

from points.imports.reading.cells import Cell, shown, squeezed
from points.imports.reading.tables import Columns, mapped
from points.imports.reading.tables.headings import Head, at, find_heads
from points.imports.reading.tables.lines import cell_name
from points.imports.reading.tables.naming import lacking
from points.imports.reading.worksheet import Sheet
from points.imports.told import as_read, signature

#: so many lines are shown of a table, and so many rows above its heading
LINES = 10
_ABOVE = 5
#: a heading that nobody knows is looked for in so many rows, and its words are no longer than this
_TOP, _LONGEST = 20, 20
#: an identity number is neither kept nor shown
_NUMBER_OF_A_PERSON = re.compile(r"\d{15,18}[\dXx]?")


@dataclass(frozen=True, slots=True)
class UnderstoodColumn:
    """A column as it is read: its letters, its heading as it is typed, the field it is; empty where nobody reads it."""

    letters: str
    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the sheet as it is shown, from the first column of its table to the last."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnderstoodTable:
    """One kind of table: the first one of it, where it stands, and on how many more sheets the same headings stand.

    `book` is empty where no book has such a heading; `mapping` is what somebody told us, empty where rules knew it.
    """

    file: str
    sheet: str
    cells: str
    #: the rows of its heading, the first and the last
    heading: tuple[int, int]
    columns: tuple[UnderstoodColumn, ...]
    #: some rows above the heading, the heading, and the first lines below
    rows: tuple[ShownRow, ...]
    book: str = ""
    mapping: str = ""
    #: fields that are needed, and that no heading names
    missing: tuple[str, ...] = ()
    more: int = 0

    @property
    def signature(self) -> str:
        """What stands for the set of its headings."""
        return signature(one.heading for one in self.columns if one.heading)

    def headed_by(self, row: int) -> UnderstoodTable:
        """The same with its heading in another of the rows that are shown; what its columns are is to be said anew."""
        found = next((one for one in self.rows if one.number == row), None)
        if found is None or row == self.heading[1]:
            return self
        columns = tuple(
            UnderstoodColumn(one.letters, as_read(words), "")
            for one, words in zip(self.columns, found.cells, strict=True)
        )
        return replace(self, heading=(row, row), columns=columns)


def understood(
    books: Mapping[str, Sequence[Sheet]], stray: Sequence[Sheet], kinds: Mapping[str, Columns]
) -> tuple[UnderstoodTable, ...]:
    """Every kind of table there is, in the order of the books; then what no book has."""
    found: dict[tuple[object, ...], UnderstoodTable] = {}
    for book, sheets in books.items():
        for sheet in sheets:
            heads = find_heads(sheet, kinds[book])
            tables = [_table(sheet, book, kinds[book], head, heads) for head in heads]
            _add(found, tables or list(_unknown(sheet, book)))
    for sheet in stray:
        _add(found, list(_unknown(sheet, "")))
    return tuple(found.values())


def _add(found: dict[tuple[object, ...], UnderstoodTable], tables: Sequence[UnderstoodTable]) -> None:
    for one in tables:
        key = (one.book, one.mapping, tuple((column.heading, column.field) for column in one.columns))
        before = found.get(key)
        found[key] = one if before is None else replace(before, more=before.more + 1)


def plain(tables: Sequence[UnderstoodTable]) -> list[dict[str, Any]]:
    """As a file of an intake carries it."""
    return [asdict(one) for one in tables]


def from_plain(said: Sequence[Mapping[str, Any]]) -> list[UnderstoodTable]:
    """The same as values again."""
    return [
        UnderstoodTable(
            **{
                **one,
                "heading": (one["heading"][0], one["heading"][1]),
                "columns": tuple(UnderstoodColumn(**column) for column in one["columns"]),
                "missing": tuple(one["missing"]),
                "rows": tuple(ShownRow(row["number"], tuple(row["cells"])) for row in one["rows"]),
            }
        )
        for one in said
    ]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a table stands: its heading rows, its columns, its last row; with the words of its headings."""

    heading: tuple[int, int]
    sides: tuple[int, int]
    last: int
    words: Mapping[int, str]
    fields: Mapping[int, str]


def _table(sheet: Sheet, book: str, columns: Columns, head: Head, heads: Sequence[Head]) -> UnderstoodTable:
    fields = {column: name for name, column in head.places.items()}
    fields |= {column: name for name, some in head.joined.items() for column in some}
    end = min((one.first for one in heads if one.first > head.last), default=10**9)
    last = max((number for number in sheet.rows if head.last <= number < end), default=head.last)
    frame = _Frame((head.first, head.last), (head.left, head.right), last, head.words, fields)
    missing = () if head.told else tuple(lacking(head, columns))
    return replace(_shown(sheet, frame), book=book, mapping=head.mapping, missing=missing)


def _unknown(sheet: Sheet, book: str) -> Iterator[UnderstoodTable]:
    """A sheet without a heading that anybody knows: the row near its top with the most words may be one."""
    rows = [number for number in sorted(sheet.rows)[:_TOP] if _may_head(sheet.rows[number])]
    if not rows:
        return
    head = max(rows, key=lambda number: sum(cell is not None for cell in sheet.rows[number]))
    right = max(len(row) for row in list(sheet.rows.values())[:_TOP]) - 1
    frame = _Frame((head, head), (0, right), max(sheet.rows), mapped.composite(sheet, [head]), {})
    yield replace(_shown(sheet, frame), book=book)


def _may_head(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell is not None]
    return len(filled) > 1 and all(
        isinstance(cell, str) and len(squeezed(cell)) <= _LONGEST for cell in filled
    )


def _shown(sheet: Sheet, frame: _Frame) -> UnderstoodTable:
    (first, head), (left, right) = frame.heading, frame.sides
    numbers = sorted(sheet.rows)
    above = [number for number in numbers if number < first][-_ABOVE:]
    below = [number for number in numbers if head < number <= frame.last][:LINES]
    return UnderstoodTable(
        file=sheet.file,
        sheet=sheet.name,
        cells=f"{cell_name(first, left)}:{cell_name(frame.last, right)}",
        heading=frame.heading,
        columns=tuple(
            UnderstoodColumn(
                cell_name(1, one)[:-1], as_read(frame.words.get(one, "")), frame.fields.get(one, "")
            )
            for one in range(left, right + 1)
        ),
        rows=tuple(
            ShownRow(number, tuple(_cell(at(sheet.rows[number], one)) for one in range(left, right + 1)))
            for number in (*above, *(one for one in numbers if first <= one <= head), *below)
        ),
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return _NUMBER_OF_A_PERSON.sub("…", shown(cell))
