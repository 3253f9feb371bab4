"""What to do where a heading does not name all that is needed, or names one thing twice: guess and ask, or refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from points.imports.asking import LATER, AnswerChoice, CellPlace
from points.imports.reading.cells import Cell, is_nothing, number, squeezed, text
from points.imports.reading.doubts.of_sheets import (
    COLUMN_MATTERS,
    COLUMN_TWICE,
    COLUMNS_GUESSED,
    HEADING_UNIT,
    HIDDEN_COLUMN,
)
from points.imports.reading.refusals import LeftForLater
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables.columns import Columns, bracketed, heading_name, scale
from points.imports.reading.tables.headings import Head, used
from points.imports.reading.tables.lines import cell_at, cell_name
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import ColumnMissing, TableColumnMissing

_SAMPLES = 60
#: headings of what may decide whether or how much counts, and what stands below them where all is well
_MATTERS = re.compile(
    "有效|审核|审定|核定|核减|核增|状态|异议|驳回|结果|实收|实发|应收|应发|加减|增减|奖励|核实"
)
_FINE = re.compile(
    "是|有效|通过|已通过|已审核?|审核通过|同意|正常|无异议|已核实?|√|✓|ok|合格|属实", re.IGNORECASE
)
#: columns that nobody takes for another, though figures stand in them
_TOLD = frozenset({"counter", "rule", "times", "balance", "phone", "minus", "price", "sum", "left"})


@dataclass(frozen=True)
class Naming:
    """A sheet of one book whose headings are named."""

    sheet: Sheet
    book: str
    columns: Columns
    remarks: Remarks

    def place(self, head: Head, column: int) -> CellPlace:
        """A heading as a place."""
        return CellPlace(self.sheet.file, self.sheet.name, cell_name(head.last, column))

    def below(self, head: Head, column: int) -> Iterator[Cell]:
        """The first cells below a heading."""
        rows = [row for row in self.sheet.rows if row > head.last][:_SAMPLES]
        return (cell_at(self.sheet, row, column) for row in rows)


def enough(of: Naming, head: Head) -> bool:
    """Whether a heading can be one of this kind of table at all: what is missing may be a column it does not name."""
    if head.told:
        return True
    missing = _without_stand_ins(of, head, _guesses(of, head))
    return len(head.missing) <= 1 or not missing


def named(of: Naming, head: Head) -> Head | None:
    """The heading with every column that is needed; None where a question about it is open or left for later."""
    if head.missing:
        guessed = _guesses(of, head)
        if _without_stand_ins(of, head, guessed):
            _refuse(of, head)
        if guessed and not _agreed(of, head, guessed):
            return None
        head = replace(head, places={**head.places, **guessed}, missing=())
    for name, others in head.twice.items():
        chosen = _chosen(of, head, name, others)
        if chosen is None:
            return None
        head = replace(head, places={**head.places, name: chosen})
    if not head.told and not (_may_use_hidden(of, head) and _may_pass_by(of, head)):
        return None
    scales = {name: _scale(of, head, name) for name in of.columns.points if name in head.places}
    found = {name: one for name, one in scales.items() if one is not None}
    return replace(head, scales=found) if len(found) == len(scales) else None


def _scale(of: Naming, head: Head, name: str) -> Decimal | None:
    """How many points a one of a column is; asked where its heading says ×10 or 百; None while that is open."""
    column = head.places[name]
    size = scale(bracketed(head.words.get(column, "")))
    if size is None:
        return Decimal(1)
    answer = of.remarks.ask(
        HEADING_UNIT, of.book, of.place(head, column), of.sheet.file, of.sheet.name, name,
        words=head.words[column], more=size, less=f"{Decimal(1) / size:f}",
    ).choice  # fmt: skip
    if answer == LATER:
        of.remarks.skip(CellPlace(of.sheet.file, of.sheet.name), LeftForLater())
    return {"more": Decimal(size), "less": Decimal(1) / size, "as_written": Decimal(1)}.get(answer)


def _guesses(of: Naming, head: Head) -> dict[str, int]:
    """For each missing column the one that it may be: by a heading that is like its name, or by what stands in it."""
    taken = {column for name, column in head.places.items() if name in of.columns.needed}
    guessed: dict[str, int] = {}
    for by_name in (True, False):
        for name in head.missing:
            counted = name in of.columns.amounts and name not in lacking(head, of.columns)
            if name not in guessed and not counted:
                free = set(range(head.left, head.right + 1)) - taken - set(guessed.values())
                found = _fitting(of, head, name, sorted(free), by_name=by_name)
                if found is not None:
                    guessed[name] = found
    return guessed


def _without_stand_ins(of: Naming, head: Head, guessed: Mapping[str, int]) -> list[str]:
    """What is missing for good: no column can be it, and none stands for it."""
    return [name for name in lacking(head, of.columns) if name not in guessed]


def lacking(head: Head, columns: Columns) -> list[str]:
    """The columns that are needed, are not there, and have none that stands for them."""
    return [name for name in head.missing if not set(columns.instead.get(name, ())) & set(head.places)]


def _fitting(of: Naming, head: Head, name: str, free: list[int], *, by_name: bool) -> int | None:
    """The one column that can be this; of several, the one without a heading."""
    alike = [
        column
        for column in free
        if not by_name or name in of.columns.nearly(heading_name(head.words.get(column, "")))
    ]
    fitting = [column for column in alike if _fits(of, head, name, column)]
    told = {column for field, column in head.places.items() if field in _TOLD}
    fitting = [column for column in fitting if column not in told]
    bare = [column for column in fitting if column not in head.words]
    return (bare or fitting)[0] if len(fitting) == 1 or len(bare) == 1 else None


def _fits(of: Naming, head: Head, name: str, column: int) -> bool:
    looks = of.columns.looks.get(name) or (_is_number if name in of.columns.amounts else None)
    cells = [cell for cell in of.below(head, column) if not is_nothing(cell)]
    return looks is not None and bool(cells) and sum(map(looks, cells)) >= 0.8 * len(cells)


def _is_number(cell: Cell) -> bool:
    return number(cell) is not None


def _agreed(of: Naming, head: Head, guessed: dict[str, int]) -> bool:
    """Whether somebody said that the guess is right; one question for the sheet."""
    sheet = of.sheet
    said = "；".join(
        f"{_called(head, column)} = {of.columns.title(name)}" for name, column in sorted(guessed.items())
    )
    answers = [
        of.remarks.ask(COLUMNS_GUESSED, of.book, of.place(head, column), sheet.file, sheet.name, columns=said).choice
        for column in sorted(guessed.values())
    ]  # fmt: skip
    if LATER in answers:
        of.remarks.skip(CellPlace(sheet.file, sheet.name), LeftForLater())
    return all(one == "yes" for one in answers)


def _called(head: Head, column: int) -> str:
    words = head.words.get(column, "")
    return f"“{words}”" if words else _letters(column)


def _chosen(of: Naming, head: Head, name: str, others: tuple[int, ...]) -> int | None:
    """Which of several columns of one meaning counts: the most usual name of them, where only the names differ."""
    mine, sheet = head.places[name], of.sheet
    rivals = [
        column
        for column in others
        if _differ(of, head, mine, column) and heading_name(head.words[mine]) == heading_name(head.words[column])
    ]  # fmt: skip
    if not rivals:
        return mine
    every = sorted((mine, *rivals))
    hidden = [column for column in every if column in sheet.marks.hidden_columns]
    choices = tuple(_choice(column, hidden=column in hidden) for column in every)
    place = of.place(head, (hidden or every)[0])
    answer = of.remarks.ask(
        COLUMN_TWICE, of.book, place, sheet.file, sheet.name, name, choices=choices, column=of.columns.title(name)
    ).choice  # fmt: skip
    return next((column for column in every if answer == f"use_{_letters(column)}"), None)


def _choice(column: int, *, hidden: bool) -> AnswerChoice:
    letters = _letters(column)
    return AnswerChoice(
        f"use_{letters}",
        f"用{'隐藏的' if hidden else ''} {letters} 列",
        f"Use column {letters}{' (hidden)' if hidden else ''}",
    )


def _letters(column: int) -> str:
    return cell_name(1, column)[:-1]


def _differ(of: Naming, head: Head, one: int, other: int) -> bool:
    """Whether two columns hold different things somewhere."""
    pairs = zip(of.below(head, one), of.below(head, other), strict=False)
    return any(text(left) != text(right) for left, right in pairs)


def _may_use_hidden(of: Naming, head: Head) -> bool:
    """Whether the columns that are needed are to be seen; one that is hidden is asked about."""
    for name in of.columns.needed:
        column = head.places.get(name)
        if column is None or column not in of.sheet.marks.hidden_columns or name in head.twice:
            continue
        answer = of.remarks.ask(
            HIDDEN_COLUMN, of.book, of.place(head, column), of.sheet.file, of.sheet.name, name,
            column=of.columns.title(name),
        ).choice  # fmt: skip
        if answer != "use":
            return False
    return True


def _may_pass_by(of: Naming, head: Head) -> bool:
    """Whether the columns that nobody uses may be: one that may decide whether or how much counts is asked about."""
    taken = used(head)
    for column, words in head.words.items():
        heading = heading_name(words)
        if column in taken or not _MATTERS.search(heading):
            continue
        cells = {squeezed(cell) for cell in of.below(head, column) if not is_nothing(cell)}
        if not cells or all(_FINE.fullmatch(one) for one in cells):
            continue
        answer = of.remarks.ask(
            COLUMN_MATTERS,
            of.book,
            of.place(head, column),
            of.sheet.file,
            of.sheet.name,
            heading,
            column=words,
        ).choice
        if answer != "ignore":
            return False
    return True


def _refuse(of: Naming, head: Head) -> None:
    titles = "、".join(of.columns.title(name) for name in head.missing)
    refusal = ColumnMissing if of.sheet.name else TableColumnMissing
    raise refusal(file=of.sheet.file, sheet=of.sheet.name, columns=titles, row=head.last)
