"""A difference as files, and a page of it found again.

    <part>.jsonl    a household or a line in each line of the file
    index.json      for each of them where it begins, the states of its lines, and what it is searched by

Who looks at a page reads the index and the lines of that page, however long the whole is.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from points.foundation.paging import PageAsked, PageFound
from points.foundation.spelling import doors
from points.imports.difference.lines import BooksDifference
from points.imports.difference.values import PARTS, STATES, DifferenceLine, HouseholdDifference

_INDEX = "index.json"
_LETTERS = {state: state[0] for state in STATES}
_STATE_OF = {letter: state for state, letter in _LETTERS.items()}


Entry = TypeVar("Entry")
#: a line with the household it is of, if it is of one
LineOfHome = tuple[HouseholdDifference | None, DifferenceLine]


@dataclass(frozen=True)
class DifferenceFilter:
    """Which part, lines of which state, and words of a search: a household's number, a name, a door."""

    part: str = "households"
    state: str = ""
    search: str = ""


@dataclass(frozen=True)
class KeptDifference:
    """What stands in the folder: by part, for each entry where it begins, its states and its words."""

    folder: Path
    entries: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)

    def counts(self, part: str) -> dict[str, int]:
        """How many lines of each state a part has."""
        letters = Counter("".join(one[1] for one in self.entries.get(part, ())))
        return {state: letters[letter] for state, letter in _LETTERS.items()}

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that hold anything."""
        return tuple(part for part in PARTS if self.entries.get(part))


def keep(difference: BooksDifference, folder: Path) -> None:
    """Write it down, household by household."""
    index = {"households": list(_written(folder / "households.jsonl", _homes(difference)))}
    for part in PARTS[1:]:
        lines = ((one.plain(), _LETTERS[one.state], [one.what]) for one in difference.of_part(part))
        index[part] = list(_written(folder / f"{part}.jsonl", lines))
    with _opened(folder / _INDEX) as out:
        out.write(json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode())


def open_kept(folder: Path) -> KeptDifference | None:
    """What was kept; None where there is nothing, or nothing any more."""
    try:
        return KeptDifference(folder, json.loads((folder / _INDEX).read_bytes()))
    except (OSError, ValueError):
        return None


def find_lines(kept: KeptDifference, wanted: DifferenceFilter, asked: PageAsked) -> PageFound[LineOfHome]:
    """The same, each line by itself with its household; counted in lines."""
    found = find(kept, wanted, asked)
    rows: list[LineOfHome] = []
    for one in found.rows:
        if isinstance(one, HouseholdDifference):
            rows.extend((one, line) for line in one.lines)
        else:
            rows.append((None, one))
    letter = _LETTERS.get(wanted.state)
    states = "".join(one[1] for one in _matching(kept, wanted))
    total = states.count(letter) if letter else len(states)
    return PageFound(rows, 1 if rows else 0, total, found.before, found.after, most=max(total, 1))


def find(
    kept: KeptDifference, wanted: DifferenceFilter, asked: PageAsked
) -> PageFound[HouseholdDifference | DifferenceLine]:
    """A page of one part: households, of which only lines of the wanted state, or lines. Its keys are positions."""
    page = turned(_matching(kept, wanted), asked)
    return page.of([_read(one, wanted) for one in _lines_at(kept.folder / f"{wanted.part}.jsonl", page.rows)])


def turned(entries: Sequence[Entry], asked: PageAsked) -> PageFound[Entry]:
    """A page of what is there as a whole; its keys are positions."""
    first = _first(asked, len(entries))
    rows = list(entries[first : first + asked.limit])
    more = first + asked.limit < len(entries)
    return PageFound(
        rows=rows,
        first=first + 1 if rows else 0,
        total=len(entries),
        before=str(first) if first else None,
        after=str(first + asked.limit) if more else None,
        most=max(len(entries), 1),
    )


def _matching(kept: KeptDifference, wanted: DifferenceFilter) -> list[Sequence[Any]]:
    letter = _LETTERS.get(wanted.state, "")
    entries = [one for one in kept.entries.get(wanted.part, ()) if letter in one[1]]
    return _searched(entries, wanted) if wanted.search.strip() else entries


def _read(plain: Mapping[str, Any], wanted: DifferenceFilter) -> HouseholdDifference | DifferenceLine:
    if wanted.part != "households":
        return DifferenceLine.of(plain)
    home = HouseholdDifference.of(plain)
    return home.only([wanted.state]) if wanted.state else home


def _first(asked: PageAsked, count: int) -> int:
    """Where the page begins: a key is the position of a page's first entry, or of the one behind its last."""
    for key, back in ((asked.after, 0), (asked.start, 0), (asked.before, asked.limit)):
        if key.isascii() and key.isdigit() and len(key) < 10:
            place = max(int(key) - back, 0)
            return place if place < count else 0
    return 0


def _searched(entries: Iterable[Sequence[Any]], wanted: DifferenceFilter) -> list[Sequence[Any]]:
    """By number where one fits, else by name or door; lines by what they are about."""
    words = wanted.search.strip()
    if wanted.part != "households":
        return [one for one in entries if words.lower() in one[2].lower()]
    plain = words.lstrip("0") or "0"
    every = list(entries)
    numbered = [one for one in every if (one[2].lstrip("0") or "0") == plain]
    if numbered:
        return numbered
    return [one for one in every if words in one[3] or doors.fits(words, one[4])]


def _homes(difference: BooksDifference) -> Iterator[tuple[dict[str, Any], str, list[str]]]:
    for home in difference.households():
        states = "".join(_LETTERS[one.state] for one in home.lines)
        yield home.plain(), states, [home.number, " ".join(home.names), doors.plain(home.door)]


def _written(path: Path, rows: Iterable[tuple[dict[str, Any], str, list[str]]]) -> Iterator[list[Any]]:
    """Write each as a line; where it begins, its states, its words."""
    place = 0
    with _opened(path) as out:
        for plain, states, words in rows:
            line = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            out.write(line)
            yield [place, states, *words]
            place += len(line)


def _lines_at(path: Path, entries: Sequence[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    try:
        source: BinaryIO = path.open("rb")
    except OSError:
        return
    with source:
        for one in entries:
            source.seek(one[0])
            yield json.loads(source.readline())


def _opened(path: Path) -> BinaryIO:
    """A file for this program alone."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
