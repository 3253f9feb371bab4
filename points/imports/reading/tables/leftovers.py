"""Names what of a sheet no table took: columns without use, blocks beside the table, words outside of it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from points.imports.asking import CellPlace
from points.imports.reading.cells import shown, text
from points.imports.reading.refusals import BlockUnread, CellUnread, ColumnUnread
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables.headings import Head, used
from points.imports.reading.tables.lines import cell_at, cell_name
from points.imports.reading.worksheet import Sheet

#: an identity number is neither kept nor shown
_NUMBER_OF_A_PERSON = re.compile(r"\d{15,18}[\dXx]?")
#: a block beside the table rather than some words in its margin
_BLOCK = 6


def name(sheet: Sheet, heads: Sequence[Head], merged: Container[tuple[int, int]], remarks: Remarks) -> None:
    """Say which columns, blocks and cells beside these tables were not read."""
    for head in heads:
        for column, words in head.words.items():
            if column not in used(head) and _filled(sheet, head, column, heads):
                place = CellPlace(sheet.file, sheet.name, cell_name(head.last, column))
                remarks.unread(place, ColumnUnread(heading=shown(words)))
    _name_beside(sheet, heads, merged, remarks)


def _filled(sheet: Sheet, head: Head, column: int, heads: Sequence[Head]) -> bool:
    return any(text(cell_at(sheet, row, column)) for row in _rows(sheet, head, heads))


def _rows(sheet: Sheet, head: Head, heads: Sequence[Head]) -> Iterator[int]:
    end = min((other.first for other in heads if other.first > head.last), default=10**9)
    return (row for row in sheet.rows if head.last < row < end)


def _name_beside(
    sheet: Sheet, heads: Sequence[Head], merged: Container[tuple[int, int]], remarks: Remarks
) -> None:
    """What stands right of the tables, or below a column without a heading."""
    if not heads:
        return
    beside: list[tuple[int, int]] = []
    for head in heads:
        group = [one for one in heads if one.first == head.first]
        last = max(one.right for one in group)
        if head.right != last:
            continue
        headed = {column for one in group for column in one.words} | {
            column for one in group for column in one.places.values()
        }
        for row in (head.last, *_rows(sheet, head, heads)):
            cells = sheet.rows[row]
            beside.extend(
                (row, column)
                for column in range(min(one.left for one in group), len(cells))
                if column not in headed
                and text(cells[column])
                and (row, column) not in merged
                and _has_line_left(sheet, row, column, headed)
            )
    _name_cells(sheet, beside, remarks)


def _has_line_left(sheet: Sheet, row: int, column: int, headed: set[int]) -> bool:
    """Whether the row is more than a sentence: something stands below a heading, too."""
    cells = sheet.rows[row]
    return column > max(headed) or sum(bool(text(cells[one])) for one in headed if one < len(cells)) >= 2


def _name_cells(sheet: Sheet, beside: list[tuple[int, int]], remarks: Remarks) -> None:
    if len(beside) >= _BLOCK:
        rows, columns = [row for row, _ in beside], [column for _, column in beside]
        place = f"{cell_name(min(rows), min(columns))}:{cell_name(max(rows), max(columns))}"
        remarks.unread(CellPlace(sheet.file, sheet.name, place), BlockUnread())
        return
    for row, column in beside:
        words = _NUMBER_OF_A_PERSON.sub("…", shown(cell_at(sheet, row, column)))
        remarks.unread(CellPlace(sheet.file, sheet.name, cell_name(row, column)), CellUnread(words=words))
