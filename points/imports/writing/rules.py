"""Writes the rules and penalties of the books, or the next version of those that changed."""

from __future__ import annotations

import re

from points import volunteering
from points.foundation import clock
from points.imports.lines import PenaltyLine, RuleLine
from points.imports.writing.batch import OpenBatch

#: for lines whose matter no rule names
OTHER = volunteering.rules.NewRule(
    code="R00", name="登记表所列其他事项", name_en="Other matters of the register", unit="次", tenths=0
)
_MINUS = re.compile(r"[-−－](\d+)分")


def write_rules(batch: OpenBatch) -> dict[str, volunteering.rules.RuleInfo]:
    """Enter rules and penalties that are new, or the next version of those that changed; all rules by code."""
    lines: list[RuleLine | PenaltyLine] = [*batch.books.rules, *batch.books.penalties]
    stands = {one.code: one for one in _rules(batch)}
    new = {
        one.code: _new_rule(one)
        for one in lines
        if batch.is_new(one.key) or _counts_now(one, stands.get(one.code))
    }
    if any(one.kind == "earned" and not one.rule and batch.is_new(one.key) for one in batch.books.earned):
        new[OTHER.code] = OTHER
    known = {one.code for one in _rules(batch)} | {one.code for one in _rules(batch, "penalty")}
    actor = batch.actor
    fresh = [one for code, one in new.items() if code not in known]
    volunteering.rules.add(fresh, effective_on=batch.first_day, actor=actor)
    changed = [one for code, one in new.items() if code in known]
    volunteering.rules.add(changed, effective_on=clock.today(), actor=actor)
    rules = {one.code: one for one in [*_rules(batch, "penalty"), *_rules(batch)]}
    for line in lines:
        if batch.is_new(line.key):
            kind = "rule" if isinstance(line, RuleLine) else "penalty"
            batch.took(kind, line.key, line.origin, rules[line.code].rule_id)
    return rules


def _counts_now(line: RuleLine | PenaltyLine, known: volunteering.rules.RuleInfo | None) -> bool:
    """Whether this line came in when its value could not be counted, and now it can."""
    return (
        isinstance(line, RuleLine) and known is not None and bool(known.not_counted) and not line.not_counted
    )


def _rules(batch: OpenBatch, kind: str = "award") -> list[volunteering.rules.RuleInfo]:
    return volunteering.rules.in_force(batch.community_id, kind=kind)


def _new_rule(line: RuleLine | PenaltyLine) -> volunteering.rules.NewRule:
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
