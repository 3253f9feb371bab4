"""Collects the faults found in the books, one per line, and gives every line its key. It knows no sheet."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from points.imports.lines import FaultyLine, SheetRow
from points.imports.refusals import LineFault, WholeColumn

LEFT_OUT = "left_out"
NOTED = "noted"
#: so many lines show that it is the column and not the line
_COLUMN = 3


class Faults:
    """The faults so far. A line has one: what leaves it out outranks what is only noted."""

    def __init__(self) -> None:
        self._found: dict[SheetRow, FaultyLine] = {}
        self._tables: list[Sequence[SheetRow]] = []

    def add(self, origin: SheetRow, fault: LineFault, level: str = LEFT_OUT, cell: str = "") -> None:
        """Name a fault of one line, and of which cell of it (G12)."""
        before = self._found.get(origin)
        if before is None or (before.level == NOTED and level == LEFT_OUT):
            self._found[origin] = faulty_line(origin, fault, level, cell)

    def lines_of_table(self, origins: Sequence[SheetRow]) -> None:
        """Which lines stand below one heading: what all of them have is said once."""
        self._tables.append(origins)

    def all(self) -> tuple[FaultyLine, ...]:
        """Every fault, in the order found; of a column of which nothing can be read, one."""
        found = dict(self._found)
        for origins in self._tables:
            faults = [found[one] for one in origins if one in found]
            if len(faults) == len(origins) >= _COLUMN and _are_one(faults):
                for one in origins[1:]:
                    del found[one]
                found[origins[0]] = _of_column(faults)
        return tuple(found.values())


def _are_one(faults: Sequence[FaultyLine]) -> bool:
    """Whether the same is wrong with the same column of every line, which is left out for it."""
    kinds = {(one.level, one.said, re.sub(r"\d", "", one.cell)) for one in faults}
    return len(kinds) == 1 and faults[0].level == LEFT_OUT and bool(faults[0].cell)


def _of_column(faults: Sequence[FaultyLine]) -> FaultyLine:
    first, last = faults[0], faults[-1]
    words = {
        language: WholeColumn(lines=len(faults), what=what).message(language)
        for language, what in (("zh", first.message_zh), ("en", first.message_en))
    }
    return replace(first, cell=f"{first.cell}:{last.cell}", message_zh=words["zh"], message_en=words["en"])


class Keys:
    """Gives a line its key: its content and which occurrence of that content it is, never its row."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def key(self, kind: str, *content: object) -> str:
        """The key of the next line with this content."""
        words = canonical(kind, *content)
        occurrence = self._seen[words]
        self._seen[words] += 1
        return hashlib.sha256(f"{words}#{occurrence}".encode()).hexdigest()


def canonical(kind: str, *content: object) -> str:
    """Content as one line of text that is the same for the same content."""
    plain = [one if one is None or isinstance(one, int | str) else str(one) for one in content]
    return json.dumps([kind, *plain], ensure_ascii=False, separators=(",", ":"))


def faulty_line(origin: SheetRow, fault: LineFault, level: str = LEFT_OUT, cell: str = "") -> FaultyLine:
    """A line with its fault, said in both languages."""
    figures = {name: value for name, value in fault.facts.items() if type(value) is int}
    words = sentence(fault, "zh"), sentence(fault, "en")
    return FaultyLine(origin, fault.code, level, *words, cell, type(fault).__name__, figures)


def sentence(fault: LineFault, language: str) -> str:
    """What is wrong and what to do, in one language."""
    joint = "" if language == "zh" else " "
    return joint.join(part for part in (fault.message(language), fault.next_step(language)) if part)
