"""Tables with headings that somebody told us: which book they are, and which field each heading is. It wins over every guess.

A mapping is known by the set of its headings as they are read, in whatever order. It fits where just these stand; where one
of those that are taken is gone it is not used, and `near` says what is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from points.imports.reading.cells import Cell
from points.imports.reading.tables.columns import Columns
from points.imports.reading.worksheet import Row, Sheet
from points.imports.told import ColumnMapping, NearMapping, as_read

MOST_ROWS = 3
#: a table whose headings are nearly those of a mapping has them at the top
_TOP = 30
#: fields that only check others: where an export has none of them, nothing is missing
_ONLY_CHECKS = frozenset({"written"})


def as_told(columns: Columns, mapping: ColumnMapping) -> Columns:
    """The columns of a book, called as the headings of a mapping are."""
    return replace(columns, told=mapping.taken)


def lacks(columns: Columns, fields: Collection[str]) -> tuple[str, ...]:
    """The fields without which nothing can be read, and that are not among these."""
    return tuple(
        name
        for name in columns.needed
        if name not in {*fields, *_ONLY_CHECKS} and not set(fields) & set(columns.instead.get(name, ()))
    )


def may_be_used(columns: Columns, mapping: ColumnMapping) -> bool:
    """Whether its fields are known, and nothing that is needed is missing."""
    fields = set(mapping.taken.values())
    return fields <= set(columns.names) and not lacks(columns, fields)


def composite(sheet: Sheet, rows: Sequence[int]) -> dict[int, str]:
    """What heads each column: the lowest words, those above where a column has none of its own."""
    words: dict[int, str] = {}
    for number in rows:
        for column, cell in enumerate(sheet.rows[number]):
            if isinstance(cell, str) and cell.strip():
                words[column] = cell.strip()
    return words


def told_rows(sheet: Sheet, numbers: Sequence[int], start: int) -> tuple[list[int], ColumnMapping] | None:
    """The rows of a heading that begins here, with the mapping whose headings they are."""
    return next(_fitting(sheet, numbers, start, sheet.told), None)


def fitting(sheet: Sheet, mappings: Sequence[ColumnMapping]) -> tuple[ColumnMapping, ...]:
    """The mappings of one book that fit tables of a sheet: those of the book of the first."""
    numbers = sorted(sheet.rows) if mappings else []
    found = {
        one.name: one for start in range(len(numbers)) for _, one in _fitting(sheet, numbers, start, mappings)
    }
    books = [one.book for one in mappings if one.name in found]
    return tuple(one for one in mappings if one.name in found and one.book == books[0])


def near(sheet: Sheet, mappings: Sequence[ColumnMapping]) -> Iterator[NearMapping]:
    """The mappings of which more than half of what is taken stands in a row near the top of a sheet."""
    tops = [set(_headings(sheet.rows[number])) for number in sorted(sheet.rows)[:_TOP]]
    for one in mappings:
        best = max(tops, key=lambda row: len(row & one.taken.keys()), default=set())
        if 2 * len(best & one.taken.keys()) > len(one.taken):
            gone, new = one.headings - best, best - one.headings
            yield NearMapping(one.name, sheet.file, sheet.name, tuple(sorted(gone)), tuple(sorted(new)))


def _fitting(
    sheet: Sheet, numbers: Sequence[int], start: int, mappings: Sequence[ColumnMapping]
) -> Iterator[tuple[list[int], ColumnMapping]]:
    rows: list[int] = []
    for number in numbers[start : start + MOST_ROWS]:
        if (rows and number != rows[-1] + 1) or not _is_heading(sheet.rows[number]):
            return
        rows = [*rows, number]
        lowest = set(_headings(sheet.rows[number]))
        for one in mappings:
            # a row above that says nothing of its own is a title, and no part of the heading
            if lowest <= one.headings and _are(sheet, rows, one) and not _are(sheet, rows[1:], one):
                yield rows, one


def _are(sheet: Sheet, rows: Sequence[int], mapping: ColumnMapping) -> bool:
    return {as_read(one) for one in composite(sheet, rows).values()} == mapping.headings


def _is_heading(row: Row) -> bool:
    return all(cell is None or isinstance(cell, str) for cell in row)


def _headings(row: Row) -> Iterator[str]:
    return (words for cell in row if (words := _said(cell)))


def _said(cell: Cell) -> str:
    return as_read(cell) if isinstance(cell, str) else ""
