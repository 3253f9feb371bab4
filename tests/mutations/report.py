"""Counts what was planted, noticed and lived, by area."""

from __future__ import annotations

from collections import Counter

from tests.mutations.choosing import AREAS
from tests.mutations.mistakes import Mistake

#: the part of the mistakes that must be noticed
ENOUGH = 0.92


class Report:
    """The figures of one run."""

    def __init__(self, areas: list[str]) -> None:
        self.areas = areas
        self.noticed: Counter[str] = Counter()
        self.lived: Counter[str] = Counter()
        self.living: list[str] = []

    def add(self, mistake: Mistake, by: str, asked: int) -> str:
        """Count one mistake; the line about it."""
        [area] = [area for area, folder in AREAS.items() if mistake.module.startswith(f"{folder}/")]
        if by:
            self.noticed[area] += 1
            return f"noticed  {mistake}  ({by})"
        self.lived[area] += 1
        self.living.append(f"{mistake}  ({asked} tests)")
        return f"LIVED    {self.living[-1]}"

    @property
    def part(self) -> float:
        """How much of what was planted was noticed."""
        planted = self.noticed.total() + self.lived.total()
        return self.noticed.total() / planted if planted else 0.0

    def __str__(self) -> str:
        rows = [("area", "planted", "noticed", "lived")]
        for area in self.areas:
            noticed, lived = self.noticed[area], self.lived[area]
            rows.append((area, str(noticed + lived), str(noticed), str(lived)))
        noticed, lived = self.noticed.total(), self.lived.total()
        rows.append(("all", str(noticed + lived), str(noticed), str(lived)))
        lines = [f"{area:14}{planted:>9}{seen:>9}{alive:>9}" for area, planted, seen, alive in rows]
        verdict = f"{self.part:.1%} noticed; {ENOUGH:.0%} is enough"
        return "\n".join([*lines, verdict, *(f"lived: {one}" for one in self.living)])
