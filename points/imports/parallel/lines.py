"""A movement of a household's points as paper or program has it, and two of them that are not the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from points.imports.lines import SheetRow

HANDOUT = "handout"


@dataclass(frozen=True, slots=True)
class SideLine:
    """One movement: whose, when, of which kind, for which rule or item (`about`), in which words, how much (signed)."""

    household: str
    day: date
    kind: str
    about: str
    words: str
    tenths: int
    origin: SheetRow | None = None
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FoundDifference:
    """Something that only one side has, or both have otherwise: amount, day or household."""

    kind: str
    key: str
    paper: SideLine | None
    program: SideLine | None

    @property
    def households(self) -> tuple[str, ...]:
        """Whose it is; two where each side names another one."""
        return tuple({one.household: None for one in (self.paper, self.program) if one is not None})


@dataclass(frozen=True, slots=True)
class ComparedSides:
    """How many lines agree, what differs, and by household what it has there and there: in and out on paper, in and out in
    the program, how many differences, and what of paper waits in the program; how many lines wait."""

    agree: int
    differences: Sequence[FoundDifference]
    homes: Mapping[str, Sequence[int]]
    waiting: int = 0
