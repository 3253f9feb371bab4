"""One thing a community may decide, in its words."""

from __future__ import annotations

from dataclasses import dataclass

from points.people.deciding import kinds


@dataclass(frozen=True)
class Decidable:
    """One thing to decide; `two` says that points move by it, so that a second person has to agree."""

    name: str
    group: str
    kind: kinds.Kind
    title: tuple[str, str]
    what: tuple[str, str]
    two: bool = True

    def titled(self, language: str) -> str:
        """What it is called."""
        return self.title[language == "en"]

    def meaning(self, language: str) -> str:
        """What it is."""
        return self.what[language == "en"]


def number(unit: str, least: int, most: int, scale: int = 1) -> kinds.Amount:
    """A whole number within its range."""
    return kinds.Amount(unit, least, most, scale)
