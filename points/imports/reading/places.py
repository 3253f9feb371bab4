"""Rows that were not taken: where they stand, and what their cells say, for who has to find them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from points.imports.asking import LATER
from points.imports.lines import SheetRow
from points.imports.reading.cells import shown
from points.imports.reading.faults import LEFT_OUT
from points.imports.reading.remarks import Remarks
from points.imports.reading.worksheet import Sheet

#: a telephone or an identity number, which is shown nowhere
_LONG_NUMBER = re.compile(r"\d{7,}")
_LONGEST = 40
#: what a day has behind it in a workbook
_NO_TIME = " 00:00:00"


def row_of(cell: str) -> int:
    """The row of a cell or of a range's first (G12, A4:A30); 0 where it names none."""
    found = re.search(r"\d+", cell)
    return int(found[0]) if found else 0


def left_rows(opened: Mapping[str, Sequence[Sheet]], remarks: Remarks) -> dict[SheetRow, tuple[str, ...]]:
    """What stands in the rows that were left out or wait for an answer."""
    wanted = set(_left(remarks))
    sheets = {(sheet.file, sheet.name): sheet for some in opened.values() for sheet in some}
    found = {}
    for one in wanted:
        sheet = sheets.get((one.file, one.sheet))
        cells = sheet.rows.get(one.row, ()) if sheet else ()
        words = (shown(cell).removesuffix(_NO_TIME)[:_LONGEST] for cell in cells)
        found[one] = tuple(word for word in words if word and not _LONG_NUMBER.search(word))
    return found


def _left(remarks: Remarks) -> Iterable[SheetRow]:
    yield from (one.origin for one in remarks.all() if one.level == LEFT_OUT)
    for question in remarks.questions():
        if question.is_open or question.answer == LATER:
            yield from (SheetRow(one.file, one.sheet, row_of(one.cell)) for one in question.places)
