"""What the tables of rules and penalties say otherwise than the versions in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from points import volunteering
from points.imports.changing.values import TableChange
from points.imports.lines import PenaltyLine, RuleLine

_MINUS = re.compile(r"[-−－](\d+)分")
_Row = RuleLine | PenaltyLine
#: which column of the table says what a version has, where the names differ
_COLUMNS = {
    "penalty": {"name": "situation", "cap": "handling", "tenths": "handling", "evidence": "procedure", "credits_to": "handling"},
    "rule": {"not_counted": "tenths"},
}  # fmt: skip


@dataclass(frozen=True)
class StandingRules:
    """Rules and penalties as they are in force, or were announced, by code."""

    by_code: Mapping[str, volunteering.rules.RuleInfo] = field(default_factory=dict)

    @classmethod
    def of(cls, community_id: UUID | None) -> StandingRules:
        """Of a community; none where there is none."""
        if community_id is None:
            return cls()
        return cls(volunteering.rules.standing(community_id))

    def subjects(self, rows: Iterable[_Row]) -> dict[str, UUID]:
        """By a row's key, the version in force of what it is about."""
        return {one.key: self.by_code[one.code].rule_id for one in rows if one.code in self.by_code}


def rule_changes(rows: Sequence[_Row], standing: StandingRules) -> tuple[TableChange, ...]:
    """What these rows say otherwise. A value that can be counted now, where it could not before, is no question."""
    found: list[TableChange] = []
    for row in rows:
        known = standing.by_code[row.code]
        if counts_now(row, known):
            continue
        kind = "rule" if isinstance(row, RuleLine) else "penalty"
        for what, (was, now) in volunteering.rules.differences(known, new_rule(row)).items():
            cell = row.cells.get(_COLUMNS[kind].get(what, what), "")
            found.append(TableChange(kind, row.code, known.name, what, was, now, row.origin, cell))
    return tuple(found)


def counts_now(row: _Row, known: volunteering.rules.RuleInfo | None) -> bool:
    """Whether a rule came in when its value could not be counted, and now it can."""
    return isinstance(row, RuleLine) and known is not None and bool(known.not_counted) and not row.not_counted


def new_rule(line: _Row) -> volunteering.rules.NewRule:
    """The rule that a row of a table is."""
    if isinstance(line, RuleLine):
        return volunteering.rules.NewRule(
            code=line.code,
            name=line.name,
            unit=line.unit,
            tenths=line.tenths,
            name_en=line.name_en,
            category=line.category,
            tier=line.tier,
            cap=line.cap,
            evidence=line.evidence,
            credits_to=line.credits_to,
            counts_hours=line.counts_hours,
            least_minutes=-1 if line.least_minutes is None else line.least_minutes,
            not_counted=line.not_counted,
        )
    taken_off = _MINUS.search(line.handling)
    return volunteering.rules.NewRule(
        code=line.code,
        name=line.situation,
        unit="次",
        tenths=int(taken_off[1]) * 10 if taken_off else 0,
        kind="penalty",
        name_en=line.name_en,
        cap=line.handling,
        evidence=line.procedure,
        credits_to="household" if "户账户" in line.handling else "person",
    )
