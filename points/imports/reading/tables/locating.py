"""Finds every table of a book's sheets: one below the other, side by side, on several sheets, in several files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from points.imports.asking import LATER, CellPlace
from points.imports.reading.cells import squeezed, text
from points.imports.reading.doubts.of_sheets import HIDDEN_SHEET, TABLE_VOID
from points.imports.reading.refusals import LeftForLater, LineCancelled, SheetHidden, SheetOther
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import leftovers, naming
from points.imports.reading.tables.body import TableBody
from points.imports.reading.tables.columns import Columns
from points.imports.reading.tables.headings import Head, find_heads
from points.imports.reading.tables.line_notes import without_named
from points.imports.reading.tables.lines import Table
from points.imports.reading.tables.standing import Rules, counting, void
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import HeaderMissing

#: merged cells longer than this are the paint of a sheet, not one value for many lines
_LONGEST_MERGE = 5_000
_TITLE = re.compile(r"(表|册|簿|台账|名单)(\(.*\))?$")
_SAYS = re.compile("时间|日期|带队|领队|负责人|规则")


@dataclass(frozen=True)
class BookSheets:
    """One book of the folder: its name, its sheets, what its columns are called."""

    name: str
    columns: Columns
    sheets: Sequence[Sheet]
    signed: str = "signed"
    #: whether each heading begins something of its own, as a sign-in sheet does, and not the next page
    stacked: bool = False


def tables(book: BookSheets, remarks: Remarks) -> list[Table]:
    """The tables of a book with the lines that count; a refusal where there is none at all."""
    found: list[Table] = []
    any_head = False
    for sheet in book.sheets:
        heads = find_heads(sheet, book.columns)
        naming_of = naming.Naming(sheet, book.name, book.columns, remarks)
        usable = [head for head in heads if naming.enough(naming_of, head)]
        any_head = any_head or bool(usable)
        if not usable:
            _name_other(sheet, remarks)
        elif not sheet.marks.hidden or _read_hidden(sheet, book, remarks):
            found.extend(_of_sheet(sheet, usable, book, remarks))
    if not any_head and book.sheets:
        titles = "、".join(book.columns.title(name) for name in book.columns.needed)
        raise HeaderMissing(file=book.sheets[0].file, columns=titles)
    rules = Rules(book.columns, book.signed)
    if book.name != "reference":
        found = without_named(found, book.columns, remarks)
    valid = found if book.stacked else [one for one in found if _is_valid(one, book, remarks)]
    return [replace(one, lines=tuple(counting(one.lines, book.name, rules, remarks))) for one in valid]


def fitting(sheet: Sheet, kinds: Mapping[str, Columns]) -> str | None:
    """Which kind of table a sheet holds: the one that misses least of its columns, and has most of them."""
    found = [
        (-len(naming.lacking(head, columns)), len(head.places), name)
        for name, columns in kinds.items()
        for head in find_heads(sheet, columns)
    ]
    best = max(found, default=None)
    return best[2] if best and best[0] >= -1 else None


def _is_valid(table: Table, book: BookSheets, remarks: Remarks) -> bool:
    """Whether a table counts as a whole: a title, a note or a sheet's name that says otherwise is asked about."""
    said = [
        (f"A{row}", match[0])
        for row, words in table.notes
        if row not in table.pointed and (match := void(words))
    ]
    named = void(table.sheet.name)
    if named:
        said.append(("", named[0]))
    answers = [
        remarks.ask(
            TABLE_VOID, book.name, CellPlace(table.sheet.file, table.sheet.name, cell), table.sheet.name, words=words
        ).choice
        for cell, words in said
    ]  # fmt: skip
    if any(one in ("cancelled", LATER) for one in answers):
        place = CellPlace(table.sheet.file, table.sheet.name)
        remarks.skip(place, LineCancelled() if "cancelled" in answers else LeftForLater())
    return all(one == "counts" for one in answers)


def titles(found: Sequence[Table]) -> list[str]:
    """What stands above the tables, and the names of their sheets."""
    return [words for table in found for words in table.title()]


def _name_other(sheet: Sheet, remarks: Remarks) -> None:
    if sheet.rows:
        remarks.unread(CellPlace(sheet.file, sheet.name), SheetOther())


def _read_hidden(sheet: Sheet, book: BookSheets, remarks: Remarks) -> bool:
    place = CellPlace(sheet.file, sheet.name)
    answer = remarks.ask(HIDDEN_SHEET, book.name, place, sheet.file, sheet.name, sheet=sheet.name).choice
    if answer not in ("", "read"):
        remarks.skip(place, SheetHidden())
    return answer == "read"


def _of_sheet(sheet: Sheet, heads: list[Head], book: BookSheets, remarks: Remarks) -> Iterator[Table]:
    merged = _merged(sheet)
    of = naming.Naming(sheet, book.name, book.columns, remarks)
    named = [naming.named(of, head) for head in heads]
    read: list[TableBody] = []
    for head in named:
        if head is None:
            continue
        end = min((other.first for other in heads if other.first > head.last), default=10**9)
        body = _next_page(read, head, book) or TableBody(
            sheet, head, book.columns, book.name, remarks, merged
        )
        body.at_heading = True
        for row in sheet.rows:
            if head.last < row < end:
                body.read(row)
        if body not in read:
            read.append(body)
    leftovers.name(sheet, [body.head for body in read], merged, remarks)
    yield from _with_notes(sheet, read, book)


def _next_page(read: list[TableBody], head: Head, book: BookSheets) -> TableBody | None:
    """The table that goes on below a heading that is only printed again."""
    same = [body for body in read if body.head.places == head.places and body.head.left == head.left]
    return same[-1] if same and not book.stacked else None


def _with_notes(sheet: Sheet, read: list[TableBody], book: BookSheets) -> Iterator[Table]:
    """The tables with the sentences around them: what stands between two belongs to the one it speaks of."""
    above = first = _before(sheet, read[0].head) if read else []
    for index, body in enumerate(read):
        following = read[index + 1] if index + 1 < len(read) else None
        last = max((line.origin.row for line in body.lines), default=body.head.last)
        inside = [note for note in body.notes if note[0] < last]
        behind = [note for note in body.notes if note[0] >= last]
        stacked = following is not None and following.head.first > body.head.last
        mine, next_one = _parted(behind, above) if stacked else (behind, [])
        yield Table(
            book.name,
            sheet,
            body.head,
            tuple(body.lines),
            (*above, *inside),
            tuple(mine),
        )
        above = (next_one if book.stacked else [*first, *next_one]) if stacked else above


def _before(sheet: Sheet, head: Head) -> list[tuple[int, str]]:
    return [(row, _words(sheet, row)) for row in sheet.rows if row < head.first]


def _words(sheet: Sheet, row: int) -> str:
    return " ".join(text(cell) for cell in sheet.rows[row] if text(cell))


def _parted(
    notes: list[tuple[int, str]], above: list[tuple[int, str]]
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """What of the sentences between two tables is the foot of the first, and what the head of the second."""
    for index, (_, words) in enumerate(notes):
        if _TITLE.search(squeezed(words)) and not _SAYS.search(words):
            return notes[:index], notes[index:]
    if any(_SAYS.search(words) for _, words in above):
        return [], notes
    return notes, []


def _merged(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell of a merged block that is not too long: where the block begins."""
    found = {}
    for top, left, bottom, right in sheet.marks.merged:
        if bottom - top > _LONGEST_MERGE or right - left > 200:
            continue
        for row in range(top, bottom + 1):
            if row in sheet.rows:
                for column in range(left, right + 1):
                    found[row, column] = (top, left)
    return found
