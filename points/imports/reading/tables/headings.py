"""Finds the heading rows of a sheet, of one to three rows, and the tables that begin below them, side by side too."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from points.imports.reading.cells import Cell, squeezed
from points.imports.reading.tables.columns import Columns
from points.imports.reading.tables.day_parts import day_columns
from points.imports.reading.tables.mapped import MOST_ROWS, as_told, composite, told_rows
from points.imports.reading.worksheet import Row, Sheet

_LONGEST = 14
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ENGLISH = re.compile(r"[A-Z][A-Z .,#/&'_-]+")
#: rows that show whether a column is empty
_SAMPLES = 200


@dataclass(frozen=True)
class Head:
    """The heading of one table: its rows, its columns, and where each column of its kind stands."""

    first: int
    last: int
    left: int
    right: int
    places: Mapping[str, int]
    #: the headings by column, as they are typed
    words: Mapping[int, str]
    #: further columns that mean the same as one that was taken
    twice: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    #: the columns whose cells are one value together: month and day
    joined: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    #: how many points a one of a column is whose heading says another unit than points
    scales: Mapping[str, Decimal] = field(default_factory=dict)
    #: whether no other table stands to its right, so that what does is its margin
    is_last: bool = True
    #: the columns of its kind as they are called here, where somebody told us, and by which mapping
    told: Columns | None = None
    mapping: str = ""


def find_heads(sheet: Sheet, columns: Columns) -> list[Head]:
    """Every heading of a sheet, from the top; those that stand side by side from the left."""
    numbers = sorted(sheet.rows)
    heads: list[Head] = []
    at = 0
    while at < len(numbers):
        told = told_rows(sheet, numbers, at) if sheet.told else None
        rows = told[0] if told else _heading_rows(sheet, numbers, at, columns)
        if told:
            called = as_told(columns, told[1])
            heads.extend(
                replace(one, told=called, mapping=told[1].name, missing=())
                for one in _parts(sheet, rows, called)
            )
        elif rows:
            heads.extend(_parts(sheet, rows, columns))
        if rows:
            at += len(rows)
        else:
            at += 1
    return heads


def used(head: Head) -> set[int]:
    """The columns that are read, or were passed over for another of the same meaning."""
    more = (*head.twice.values(), *head.joined.values())
    return set(head.places.values()) | {column for some in more for column in some}


def at(row: Row, column: int) -> Cell:
    """A cell of a row, nothing beyond its end."""
    return row[column] if column < len(row) else None


def names_columns(words: Sequence[str], columns: int) -> bool:
    """Whether a row below a heading only numbers its columns (1 2 3, 甲 乙 1 2, A B C) or names them in English."""
    if len(words) < max(3, math.ceil(columns / 2)):
        return False
    plain = [re.sub(r"[()\[\]]", "", squeezed(one)).upper() for one in words]
    stems = next((at for at, one in enumerate(plain) if one != _STEMS[at : at + 1]), len(plain))
    numbered = [str(number) for number in range(1, len(plain) - stems + 1)]
    lettered = [chr(65 + at) for at in range(len(plain))]
    return plain[stems:] == numbered or plain == lettered or all(_ENGLISH.fullmatch(one) for one in plain)


def _heading_rows(sheet: Sheet, numbers: list[int], start: int, columns: Columns) -> list[int]:
    """The rows of a heading that begins here: none, one, or several of which the lower ones name more columns."""
    if not _may_head(sheet.rows[numbers[start]], columns):
        return []
    several = [numbers[start]]
    for number in numbers[start + 1 : start + MOST_ROWS]:
        if number != several[-1] + 1 or not _may_head(sheet.rows[number], columns):
            break
        several.append(number)
    choices = [several[:size] for size in range(1, len(several) + 1)]
    if not _named(composite(sheet, choices[0]), columns):
        return []
    rows = max(choices, key=lambda some: _how_much(composite(sheet, some), columns))
    named = _named(composite(sheet, rows), columns)
    enough = max(2, math.ceil(len(columns.needed) / 2))
    there = [name for name in columns.needed if named & {name, *columns.instead.get(name, ())}]
    is_head = len(there) >= enough and len(named) >= min(3, len(columns.names))
    return rows if is_head else []


def _may_head(row: Row, columns: Columns) -> bool:
    """Whether a row can be one of a heading: short words and no figure, but in the unit of a column that is known."""
    filled = [cell for cell in row if cell is not None]
    return bool(filled) and all(
        isinstance(cell, str)
        and len(squeezed(cell)) <= _LONGEST
        and (not re.search(r"\d{2}", cell) or columns.called(cell))
        for cell in filled
    )


def _named(words: Mapping[int, str], columns: Columns) -> set[str]:
    named = {name for one in words.values() if (name := columns.called(one))}
    return named | {"day"} if "day" in columns.names and day_columns(words) else named


def _how_much(words: Mapping[int, str], columns: Columns) -> tuple[int, bool]:
    """How many columns a heading names; of two alike, the one that parts a day into its columns."""
    return len(_named(words, columns)), bool(day_columns(words))


def _parts(sheet: Sheet, rows: list[int], columns: Columns) -> Iterator[Head]:
    """The tables below one heading: where the same columns begin anew, another table begins."""
    words = composite(sheet, rows)
    fields = {column: columns.called(one) for column, one in words.items()}
    runs = _runs(sheet, rows, words)
    starts: list[tuple[int, int]] = []
    seen: set[str] = set()
    for left, right in runs:
        own = {name for column in range(left, right + 1) if (name := fields.get(column))}
        anew = any(_begins_anew(name, left, fields, seen, columns) for name in own & seen)
        if starts and not anew and columns.told is None and not (own - seen) & set(columns.needed):
            continue  # something beside the table: a list to look things up in
        for column in range(left, right + 1):
            name = fields.get(column)
            if not starts or (name in seen and _begins_anew(str(name), column, fields, seen, columns)):
                starts.append((column, right))
                seen = set()
            seen |= {name} if name else set()
        starts[-1] = (starts[-1][0], right)
    for index, (left, right) in enumerate(starts):
        end = min(right, starts[index + 1][0] - 1) if index + 1 < len(starts) else right
        own_words = {column: one for column, one in words.items() if left <= column <= end}
        yield replace(_head(rows, left, end, own_words, columns), is_last=index + 1 == len(starts))


def _runs(sheet: Sheet, rows: list[int], words: Mapping[int, str]) -> list[tuple[int, int]]:
    """The columns from first to last heading, parted where a column is empty all the way down."""
    below = [number for number in sheet.rows if number > rows[-1]][:_SAMPLES]
    filled = set(words) | {
        column for number in below for column, cell in enumerate(sheet.rows[number]) if cell is not None
    }
    end = max(words) + 1
    while _is_mostly_filled(sheet, below, end):
        end += 1  # a column without a heading
    runs: list[tuple[int, int]] = []
    for column in range(end):
        if column not in filled:
            continue
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def _is_mostly_filled(sheet: Sheet, rows: list[int], column: int) -> bool:
    filled = sum(at(sheet.rows[number], column) is not None for number in rows)
    return bool(rows) and 2 * filled >= len(rows)


def _begins_anew(
    name: str, column: int, fields: Mapping[int, str | None], seen: set[str], columns: Columns
) -> bool:
    """Whether a repeated heading begins a second table: nearly all that is needed stands there once more."""
    needed = set(columns.needed)
    enough = math.ceil(len(needed) * 0.6)
    behind = {one for at, one in fields.items() if at >= column and one}
    again = len(behind & seen & needed) >= enough
    return name in behind and again and len(seen & needed) >= enough


def _head(rows: list[int], left: int, right: int, words: dict[int, str], columns: Columns) -> Head:
    candidates: dict[str, list[int]] = {}
    for column, one in sorted(words.items()):
        name = columns.called(one)
        if name:
            candidates.setdefault(name, []).append(column)
    places, twice = {}, {}
    for name, found in candidates.items():
        best = min(found, key=lambda column: columns.rank(name, words[column]))
        places[name] = best
        others = tuple(column for column in found if column != best)
        if others:
            twice[name] = others
    joined: dict[str, tuple[int, ...]] = {}
    parts = _day_parts(words, candidates.get("day", []), columns)
    if parts:
        twice.pop("day", None)
        joined, places["day"] = {"day": parts}, parts[-1]
    missing = tuple(name for name in columns.needed if name not in places)
    return Head(rows[0], rows[-1], left, right, places, words, twice, missing, joined)


def _day_parts(words: Mapping[int, str], days: Sequence[int], columns: Columns) -> tuple[int, ...]:
    """The columns of one day: where somebody told us the headings, only those that were said to be it."""
    if columns.told is not None:
        return day_columns({column: words[column] for column in days}) if len(days) > 1 else ()
    return day_columns(words) if "day" in columns.names and not days else ()
