"""Cells and areas as spreadsheets name them: B4, A3:H11."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from points.imports.reading.files.limits import MAX_COLUMNS
from points.imports.reading.worksheet import At
from points.imports.refusals import BookBroken

#: top row, left column, bottom row, right column
Area = tuple[int, int, int, int]

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@lru_cache(maxsize=1024)
def column(letters: str) -> int:
    """The number of a column, from 0."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def place(words: str) -> At | None:
    """The row and the column of a cell."""
    found = _PLACE.fullmatch(words)
    return (int(found[2]), column(found[1])) if found else None


def area(words: str) -> Area | None:
    """An area; a single cell is one as well."""
    first, _, last = words.partition(":")
    one, other = place(first), place(last or first)
    if one is None or other is None:
        return None
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def merged(file: str, found: Iterable[Area], last: int) -> tuple[Area, ...]:
    """The merged areas that begin within what is read, as large as they are; areas that lie over one another are broken."""
    kept = tuple(
        (top, left, bottom, right)
        for top, left, bottom, right in found
        if top <= last and left < MAX_COLUMNS and (top < bottom or left < right)
    )
    if sum(min(bottom, last) - top + 1 for top, _, bottom, _ in kept) > last * MAX_COLUMNS:
        raise BookBroken(file=file)
    return kept
