"""A line of the difference as a value, and what it stands under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

#: what becomes of a line: it comes in, takes another's place, stands in the books and no more in the table, waits for an
#: answer, or cannot be taken
STATES = ("new", "changed", "vanished", "doubtful", "refused")
#: households first, then what no household has
PARTS = ("households", "rules", "goods", "deliveries", "activities", "sheets")

#: what the points of a line do to its household
SIGNS = {"earned": 1, "opening": 1, "deduction": -1, "handout": -1}

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One line. `was` and `becomes` are tenths of a point, or for a table what stands in the column `about`.

    What is said of it (`zh`, `en`) is a question, a fault, or nothing.
    """

    state: str
    kind: str
    what: str = ""
    day: date | None = None
    was: Value = None
    becomes: Value = None
    file: str = ""
    sheet: str = ""
    row: int = 0
    cell: str = ""
    about: str = ""
    zh: str = ""
    en: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON carries it, without what is empty."""
        every = ((name, getattr(self, name)) for name in self.__slots__)
        said = {name: value for name, value in every if value not in ("", None)}
        return {**said, "day": self.day.isoformat()} if self.day else said

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> DifferenceLine:
        """Of what was kept."""
        day = plain.get("day")
        return cls(**{**plain, "day": date.fromisoformat(day) if day else None})

    def said(self, language: str) -> str:
        """What is said of it, in one language."""
        return self.zh if language == "zh" else self.en

    @property
    def place(self) -> str:
        """Its cell, or its row as a spreadsheet counts it; empty for a whole sheet."""
        return self.cell or (str(self.row) if self.row else "")


@dataclass(frozen=True, slots=True)
class HouseholdDifference:
    """A household with what would change: what it has in the books now, and what it would have."""

    number: str
    names: tuple[str, ...] = ()
    door: str = ""
    balance: int = 0
    becomes: int = 0
    lines: tuple[DifferenceLine, ...] = field(default_factory=tuple)

    def plain(self) -> dict[str, Any]:
        """As JSON carries it."""
        lines = [one.plain() for one in self.lines]
        own = {"number": self.number, "names": list(self.names), "door": self.door}
        return {**own, "balance": self.balance, "becomes": self.becomes, "lines": lines}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> HouseholdDifference:
        """Of what was kept."""
        lines = tuple(DifferenceLine.of(one) for one in plain["lines"])
        return cls(**{**plain, "names": tuple(plain["names"]), "lines": lines})

    def only(self, states: Iterable[str]) -> HouseholdDifference:
        """The same with the lines of these states."""
        wanted = set(states)
        lines = tuple(one for one in self.lines if one.state in wanted)
        return HouseholdDifference(self.number, self.names, self.door, self.balance, self.becomes, lines)
