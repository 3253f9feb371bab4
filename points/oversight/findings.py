"""What a check of the books found: one finding per invariant, and the whole as a report; plain values only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from points.oversight.checks.form import RULES

#: so many broken rows are kept; how many there are is counted in full
SHOWN = 20


@dataclass(frozen=True)
class Finding:
    """One invariant: how much was looked at, and what breaks it (references and numbers, never names)."""

    name: str
    rule: str
    zh: str
    en: str
    unit: str
    counted: int
    broken: int
    rows: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing breaks it."""
        return self.broken == 0


@dataclass(frozen=True)
class Proved:
    """Which audit records were proved: the last id, how many, and a digest of their ids and leaf hashes."""

    through: UUID
    number: int
    digest: str


@dataclass(frozen=True)
class Report:
    """All findings of one community, or of the database itself where there is none.

    `full_at` says when every audit record was last hashed again: in this check, or in an earlier one that this one
    goes on from. `proved` is what the next one may go on from.
    """

    community_id: UUID | None
    at: datetime
    findings: tuple[Finding, ...]
    full_at: datetime | None = None
    proved: Proved | None = None

    @property
    def balanced(self) -> bool:
        """Whether everything holds."""
        return not self.broken

    @property
    def full(self) -> bool:
        """Whether every audit record was hashed again in this very check."""
        return self.full_at == self.at

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The findings that do not."""
        return tuple(one for one in self.findings if not one.ok)


def grouped(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings by the rule they prove, in the order of the rules."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.rule, []).append(one)
    order = list(RULES)
    return sorted(found.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
