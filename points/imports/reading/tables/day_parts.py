"""A day in two or three columns, 月 | 日 or 年 | 月 | 日: what is blank, or a ditto mark, is as in the row above."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from points.imports.reading.cells import Cell, is_nothing, is_same_as_above, squeezed
from points.imports.reading.tables.columns import heading_name

_YEAR, _MONTH, _DAY = frozenset({"年", "年份", "年度"}), frozenset({"月", "月份"}), frozenset({"日", "号"})
_NUMERAL = re.compile("[0-9一二三四五六七八九十]")


def day_columns(words: Mapping[int, str]) -> tuple[int, ...]:
    """The columns of month and day, and of the year before them where it has one; nothing where a day is not so written."""
    headings = {heading_name(one): column for column, one in sorted(words.items(), reverse=True)}
    found = [
        next((headings[one] for one in names if one in headings), None) for names in (_YEAR, _MONTH, _DAY)
    ]
    return tuple(one for one in found if one is not None) if None not in found[1:] else ()


def joined(cells: Sequence[Cell], above: list[str]) -> Cell:
    """The day of one row as it would stand in one cell; `above` holds the parts of the last one and is brought up to date."""
    if isinstance(cells[-1], datetime | date):
        return cells[-1]
    if not is_same_as_above(cells[-1]) and not _NUMERAL.search(squeezed(cells[-1])):
        return next((cell for cell in cells if not is_nothing(cell)), None)
    parts = []
    for index, cell in enumerate(cells):
        is_day = index == len(cells) - 1
        same = is_same_as_above(cell) or (is_nothing(cell) and not is_day)
        parts.append(above[index] if same and above else squeezed(cell).rstrip("年月份日号"))
    above[:] = parts
    return "".join(f"{part}{sign}" for part, sign in zip(parts, "年月日"[-len(parts) :], strict=True))
