"""Writes the rules and penalties of the books, or the next version of those whose change was agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from points import volunteering
from points.foundation import clock
from points.imports.asking import TAKE
from points.imports.changing.rules import counts_now, new_rule
from points.imports.lines import PenaltyLine, RuleLine
from points.imports.writing.batch import OpenBatch

#: for lines whose matter no rule names
OTHER = volunteering.rules.NewRule(
    code="R00", name="登记表所列其他事项", name_en="Other matters of the register", unit="次", tenths=0
)
_Rules = Mapping[str, volunteering.rules.RuleInfo]


def write_rules(batch: OpenBatch) -> dict[str, volunteering.rules.RuleInfo]:
    """Enter rules and penalties that are new, or the next version of those that change; all rules by code."""
    lines: list[RuleLine | PenaltyLine] = [*batch.books.rules, *batch.books.penalties]
    known = volunteering.rules.standing(batch.community_id)
    fresh = [new_rule(one) for one in lines if one.code not in known]
    if any(one.kind == "earned" and not one.rule and batch.is_new(one.key) for one in batch.books.earned):
        fresh += [OTHER] if OTHER.code not in known else []
    volunteering.rules.add(fresh, effective_on=batch.first_day, actor=batch.actor)
    changed = [_version(one, known, batch) for one in lines if _changes(one, known, batch)]
    volunteering.rules.add(changed, effective_on=clock.today(), actor=batch.actor)
    rules = volunteering.rules.standing(batch.community_id)
    for line in lines:
        key = line.key if line.code not in known else batch.tables.settled.get(line.key)
        if key is not None:
            kind = "rule" if isinstance(line, RuleLine) else "penalty"
            batch.took(kind, key, line.origin, rules[line.code].rule_id)
    return rules


def _changes(line: RuleLine | PenaltyLine, known: _Rules, batch: OpenBatch) -> bool:
    """Whether somebody said yes to what this row says, or nobody had to."""
    if line.code not in known:
        return False
    kind = "rule" if isinstance(line, RuleLine) else "penalty"
    return line.code in batch.tables.taken(kind) or counts_now(line, known[line.code])


def _version(line: RuleLine | PenaltyLine, known: _Rules, batch: OpenBatch) -> volunteering.rules.NewRule:
    """The next version, without what was to stay as it is."""
    here = (one for one in batch.tables.changes if one.origin == line.origin and one.choice != TAKE)
    stays = {one.what: getattr(known[line.code], one.what) for one in here}
    # a rule that two ended is not brought back by a table
    return replace(new_rule(line), ended=known[line.code].ended, **stays)
