"""What to do where a heading does not name all that is needed, or names one thing twice: guess and ask, or refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from points.imports.asking import LATER, Choice, Place
from points.imports.reading.cells import Cell, is_nothing, number, text
from points.imports.reading.doubts import COLUMN_TWICE, COLUMNS_GUESSED, HIDDEN_COLUMN
from points.imports.reading.refusals import LeftForLater
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables.columns import Columns, heading_name
from points.imports.reading.tables.headings import Head
from points.imports.reading.tables.lines import cell_at, cell_name
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import ColumnMissing, TableColumnMissing

_SAMPLES = 60


def enough(head: Head, sheet: Sheet, columns: Columns) -> bool:
    """Whether a heading can be one of this kind of table at all: what is missing may be a column it does not name."""
    if len(head.missing) <= 1:
        return True
    return len(_guesses(head, sheet, columns)) == len(head.missing)


def named(head: Head, sheet: Sheet, book: str, columns: Columns, remarks: Remarks) -> Head | None:
    """The heading with every column that is needed; None where a question about it is open or left for later."""
    if head.missing:
        guessed = _guesses(head, sheet, columns)
        if len(guessed) < len(head.missing):
            _refuse(head, sheet, columns)
        if not _agreed(head, guessed, sheet, book, columns, remarks):
            return None
        head = replace(head, places={**head.places, **guessed}, missing=())
    for name, others in head.twice.items():
        chosen = _chosen(head, name, others, sheet, book, columns, remarks)
        if chosen is None:
            return None
        head = replace(head, places={**head.places, name: chosen})
    return head if _may_use_hidden(head, sheet, book, columns, remarks) else None


def _guesses(head: Head, sheet: Sheet, columns: Columns) -> dict[str, int]:
    """For each missing column the one that it may be: by a heading that is like its name, or by what stands in it."""
    taken = {column for name, column in head.places.items() if name in columns.needed}
    guessed: dict[str, int] = {}
    for by_name in (True, False):
        for name in head.missing:
            if name in guessed:
                continue
            free = [
                column for column in range(head.left, head.right + 1) if column not in taken | set(guessed.values())
            ]
            alike = [column for column in free if name in columns.nearly(heading_name(head.words.get(column, "")))]
            fitting = [column for column in (alike if by_name else free) if _fits(name, column, head, sheet, columns)]
            bare = [column for column in fitting if column not in head.words]
            if len(fitting) == 1 or len(bare) == 1:
                guessed[name] = (bare or fitting)[0]
    return guessed


def _fits(name: str, column: int, head: Head, sheet: Sheet, columns: Columns) -> bool:
    looks = columns.looks.get(name) or (_is_number if name in columns.amounts else None)
    cells = [cell for cell in _below(head, column, sheet) if not is_nothing(cell)]
    if looks is None or not cells:
        return False
    return sum(looks(cell) for cell in cells) >= 0.8 * len(cells)


def _below(head: Head, column: int, sheet: Sheet) -> Iterator[Cell]:
    rows = [row for row in sheet.rows if row > head.last][:_SAMPLES]
    return (cell_at(sheet, row, column) for row in rows)


def _is_number(cell: Cell) -> bool:
    return number(cell) is not None


def _agreed(
    head: Head, guessed: dict[str, int], sheet: Sheet, book: str, columns: Columns, remarks: Remarks
) -> bool:
    """Whether somebody said that the guess is right; one question for the sheet."""
    said = "；".join(
        f"{_called(head, column)} = {columns.title(name)}" for name, column in sorted(guessed.items())
    )
    answers = [
        remarks.ask(
            COLUMNS_GUESSED, book, Place(sheet.file, sheet.name, cell_name(head.last, column)), sheet.file, sheet.name,
            columns=said,
        ).choice
        for column in sorted(guessed.values())
    ]  # fmt: skip
    if LATER in answers:
        remarks.skip(Place(sheet.file, sheet.name), LeftForLater())
    return all(one == "yes" for one in answers)


def _called(head: Head, column: int) -> str:
    words = head.words.get(column, "")
    return f"“{words}”" if words else cell_name(head.last, column).rstrip("0123456789")


def _chosen(
    head: Head, name: str, others: tuple[int, ...], sheet: Sheet, book: str, columns: Columns, remarks: Remarks
) -> int | None:
    """Which of several columns of one meaning counts: the most usual name of them, where only the names differ."""
    mine = head.places[name]
    rivals = [
        column
        for column in others
        if _differ(head, mine, column, sheet) and _same_rank(head, name, mine, column, columns)
    ]
    if not rivals:
        return mine
    every = sorted((mine, *rivals))
    hidden = [column for column in every if column in sheet.marks.hidden_columns]
    place = Place(sheet.file, sheet.name, cell_name(head.last, (hidden or every)[0]))
    choices = tuple(_choice(column, head, hidden=column in hidden) for column in every)
    answer = remarks.ask(
        COLUMN_TWICE, book, place, sheet.file, sheet.name, name, choices=choices, column=columns.title(name)
    ).choice
    return next((column for column in every if answer == f"use_{_letters(column)}"), None)


def _same_rank(head: Head, name: str, mine: int, other: int, columns: Columns) -> bool:
    return heading_name(head.words[mine]) == heading_name(head.words[other])


def _choice(column: int, head: Head, *, hidden: bool) -> Choice:
    letters = _letters(column)
    return Choice(
        f"use_{letters}",
        f"用{'隐藏的' if hidden else ''} {letters} 列",
        f"Use column {letters}{' (hidden)' if hidden else ''}",
    )


def _letters(column: int) -> str:
    return cell_name(1, column)[:-1]


def _differ(head: Head, one: int, other: int, sheet: Sheet) -> bool:
    """Whether two columns hold different things somewhere."""
    pairs = zip(_below(head, one, sheet), _below(head, other, sheet), strict=False)
    return any(text(left) != text(right) for left, right in pairs)


def _may_use_hidden(head: Head, sheet: Sheet, book: str, columns: Columns, remarks: Remarks) -> bool:
    """Whether the columns that are needed are to be seen; one that is hidden is asked about."""
    for name in columns.needed:
        column = head.places.get(name)
        if column is None or column not in sheet.marks.hidden_columns or name in head.twice:
            continue
        place = Place(sheet.file, sheet.name, cell_name(head.last, column))
        answer = remarks.ask(
            HIDDEN_COLUMN, book, place, sheet.file, sheet.name, name, column=columns.title(name)
        ).choice
        if answer != "use":
            return False
    return True


def _refuse(head: Head, sheet: Sheet, columns: Columns) -> None:
    titles = "、".join(columns.title(name) for name in head.missing)
    refusal = ColumnMissing if sheet.name else TableColumnMissing
    raise refusal(file=sheet.file, sheet=sheet.name, columns=titles, row=head.last)
