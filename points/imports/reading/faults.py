"""Collects the faults found in the books, one per line, and gives every line its key. It knows no sheet."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from points.imports.lines import FaultyLine, SheetRow
from points.imports.reading.cells import Cell, is_nothing
from points.imports.refusals import LineFault, ValueBlank, ValueImpossible

LEFT_OUT = "left_out"
NOTED = "noted"


class Faults:
    """The faults so far. A line has one: what leaves it out outranks what is only noted."""

    def __init__(self) -> None:
        self._found: dict[SheetRow, FaultyLine] = {}

    def add(self, origin: SheetRow, fault: LineFault, level: str = LEFT_OUT, cell: str = "") -> None:
        """Name a fault of one line, and of which cell of it (G12)."""
        before = self._found.get(origin)
        if before is None or (before.level == NOTED and (level == LEFT_OUT or fault.weighty)):
            self._found[origin] = faulty_line(origin, fault, level, cell)

    def all(self) -> tuple[FaultyLine, ...]:
        """Every fault, in the order found."""
        return tuple(self._found.values())


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


def unusable(column: str, cell: Cell) -> LineFault:
    """Why a cell gives nothing: it is empty, or what stands in it cannot be."""
    return ValueBlank(column=column) if is_nothing(cell) else ValueImpossible(column=column)


def faulty_line(origin: SheetRow, fault: LineFault, level: str = LEFT_OUT, cell: str = "") -> FaultyLine:
    """A line with its fault, said in both languages."""
    figures = {name: value for name, value in fault.facts.items() if type(value) is int}
    words = sentence(fault, "zh"), sentence(fault, "en")
    return FaultyLine(origin, fault.code, level, *words, cell, type(fault).__name__, figures)


def sentence(fault: LineFault, language: str) -> str:
    """What is wrong and what to do, in one language."""
    joint = "" if language == "zh" else " "
    return joint.join(part for part in (fault.message(language), fault.next_step(language)) if part)
