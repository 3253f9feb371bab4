"""Makes one sentence of faults that have one cause: a column that cannot be read, a household that nobody knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from points.imports.lines import Books, FaultyLine, Passed, SheetRow
from points.imports.reading.rule_tables.refusals import RowNotThere

#: so many equal ones are read one by one
_FEW = 3
#: what part of a sheet's lines, or of a file's, is its whole column
_WHOLE = 0.8
_NOT_THERE = RowNotThere.__name__
Group = tuple[str, ...]


def gathered(faults: Sequence[FaultyLine], books: Books) -> tuple[FaultyLine, ...]:
    """The faults, those of one cause as the first of them, which then names the rows of all."""
    lines = {*_taken(books), *(one.origin for one in faults)}
    in_file, in_sheet = Counter(one.file for one in lines), Counter((one.file, one.sheet) for one in lines)
    times = Counter(key for one in faults for key in (_in_file(one), _in_sheet(one)))

    def group(one: FaultyLine) -> Group:
        """A whole column of a file, or else of a sheet; or else what says the same."""
        if _is_whole(times[_in_file(one)], in_file[one.origin.file]):
            return _in_file(one)
        if _is_whole(times[_in_sheet(one)], in_sheet[one.origin.file, one.origin.sheet]):
            return _in_sheet(one)
        return (*_in_file(one), one.message_zh)

    groups: dict[Group, list[FaultyLine]] = {}
    for one in faults:
        key = (_NOT_THERE, one.message_zh) if one.said == _NOT_THERE else group(one)
        groups.setdefault(key, []).append(one)
    kept = {id(some[0]): _one(some) for key, some in groups.items() if len(some) > _most(key, some[0])}
    told = {id(one) for some in groups.values() if id(some[0]) in kept for one in some[1:]}
    return tuple(kept.get(id(one), one) for one in faults if id(one) not in told)


def gathered_passed(passed: Iterable[Passed]) -> tuple[Passed, ...]:
    """What was passed by for one reason in one column of a sheet as one, from its first cell to its last."""
    groups: dict[Group, list[Passed]] = {}
    for one in passed:
        groups.setdefault((one.file, one.sheet, _letters(one.cell), one.message_zh), []).append(one)
    kept: list[Passed] = []
    for some in groups.values():
        kept.extend([_one_passed(some)] if len(some) > _FEW and _letters(some[0].cell).isalpha() else some)
    return tuple(kept)


def alike(count: int, rows: str = "") -> tuple[str, str]:
    """That more lines are as the first, in both languages; which ones, where that is known."""
    zh, en = f"另有 {count} 行也是这样", f"{count} more lines are like it"
    in_zh = rows.replace(", ", "、").replace("; ", "；")
    return (f"{zh}：{in_zh}。", f"{en}: {rows}.") if rows else (f"{zh}。", f"{en}.")


def _taken(books: Books) -> Iterable[SheetRow]:
    """Where the lines stand that were taken."""
    yield from (one.origin for one in books.rules)
    yield from (one.origin for one in books.items)
    yield from (one.origin for one in books.people)
    yield from (one.origin for activity in books.activities for one in activity.attendances)
    yield from (one.origin for one in books.earned)
    yield from (one.origin for one in books.deliveries)
    yield from (one.origin for one in books.redemptions)


def _in_file(one: FaultyLine) -> Group:
    return one.origin.file, _letters(one.cell), one.level, one.said


def _in_sheet(one: FaultyLine) -> Group:
    return (*_in_file(one), one.origin.sheet)


def _letters(cell: str) -> str:
    return re.sub(r"\d", "", cell)


def _is_whole(times: int, lines: int) -> bool:
    """Whether so many of the lines are a column; where a sheet has hardly any, all of them."""
    return times >= _FEW and times >= (_WHOLE if times > _FEW else 1) * lines


def _most(key: Group, one: FaultyLine) -> int:
    if one.said == _NOT_THERE:
        return 1
    return _FEW - 1 if key in (_in_file(one), _in_sheet(one)) else _FEW


def _one(group: Sequence[FaultyLine]) -> FaultyLine:
    """The first fault, its cell from the first row to the last where all stand on one sheet."""
    first, others = group[0], tuple(one.origin for one in group[1:])
    zh, en = alike(len(others), _rows(first.origin, others))
    return replace(
        first,
        message_zh=first.message_zh + zh,
        message_en=f"{first.message_en} {en}",
        cell=_range(first.cell, [one.origin for one in group]),
        figures={**first.figures, "alike": len(others)},
        alike=others,
    )


def _one_passed(group: Sequence[Passed]) -> Passed:
    first = group[0]
    places = [SheetRow(one.file, one.sheet, int(re.sub(r"\D", "", one.cell))) for one in group]
    zh, en = alike(len(group) - 1, _rows(places[0], places[1:]))
    cell = _range(first.cell, places)
    return replace(first, cell=cell, message_zh=first.message_zh + zh, message_en=f"{first.message_en} {en}")


def _range(cell: str, places: Sequence[SheetRow]) -> str:
    if len({(one.file, one.sheet) for one in places}) > 1:
        return cell
    rows, letters = [one.row for one in places], _letters(cell)
    return f"{letters}{min(rows)}:{letters}{max(rows)}"


def _rows(first: SheetRow, others: Sequence[SheetRow]) -> str:
    """5, 6, 7, 9 as 5-7, 9; with file and sheet where they are not the first's."""
    said = []
    for (file, sheet), some in groupby(others, lambda one: (one.file, one.sheet)):
        place = " ".join(part for part in (file if file != first.file else "", sheet) if part)
        numbers = sorted(one.row for one in some)
        runs = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
        ends = [[number for _, number in run] for _, run in runs]
        rows = ", ".join(f"{one[0]}-{one[-1]}" if len(one) > 1 else str(one[0]) for one in ends)
        said.append(rows if (file, sheet) == (first.file, first.sheet) else f"{place} {rows}")
    return "; ".join(said)
