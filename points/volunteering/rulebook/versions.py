"""Versions of rules by their id, for what was counted under one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Rule
from points.volunteering.rulebook.policy import RuleInfo
from points.volunteering.rulebook.refusals import RuleEnded, RuleNotCounted, RuleUnknown

WORDS = (
    "kind",
    "name",
    "name_en",
    "category",
    "unit",
    "tenths",
    "tier",
    "cap",
    "evidence",
    "credits_to",
    "counts_hours",
    "least_minutes",
    "not_counted",
    "ended",
)


def get_many(community_id: UUID, rule_ids: Collection[UUID]) -> dict[UUID, RuleInfo]:
    """Versions by their own ids."""
    wanted = list(set(rule_ids))
    rows = _by_ids().all(community=community_id, rules=wanted) if wanted else []
    return {row[0]: info_of(row) for row in rows}


@prepared
def _by_ids() -> sa.Executable:
    return sa.select(*COLUMNS).where(
        Rule.community_id == given("community"), Rule.id.in_(given_many("rules"))
    )


#: a version as `info_of` takes it
COLUMNS = (Rule.id, Rule.code, Rule.version, Rule.effective_on, *(getattr(Rule, name) for name in WORDS))


def info_of(row: Sequence[Any]) -> RuleInfo:
    """A version in these columns as a value."""
    rule_id, code, version, effective_on, *words = row
    return RuleInfo(
        rule_id=rule_id,
        code=code,
        version=version,
        effective_on=effective_on,
        **dict(zip(WORDS, words, strict=True)),
    )


def get(community_id: UUID, rule_id: UUID) -> RuleInfo:
    """One version by its own id."""
    found = get_many(community_id, [rule_id])
    if rule_id not in found:
        raise RuleUnknown(rule="", day=clock.today())
    return found[rule_id]


def same_rule_on(community_id: UUID, rule_id: UUID, day: date) -> RuleInfo:
    """The version of the same rule that was in force on the day of service."""
    return get_on(community_id, get(community_id, rule_id).code, day)


def last_on(community_id: UUID, rule_id: UUID, day: date) -> RuleInfo:
    """The same, whether the rule has ended meanwhile or not."""
    code = get(community_id, rule_id).code
    return (
        [one for one in of_codes(community_id, {code}) if one.effective_on <= day]
        or [get(community_id, rule_id)]
    )[-1]


def giving_on(community_id: UUID, rule_id: UUID, day: date) -> RuleInfo:
    """The same for what is to give points: refused where it cannot be counted yet."""
    rule = same_rule_on(community_id, rule_id, day)
    refuse_uncounted([rule])
    return rule


def planning_on(community_id: UUID, rule_id: UUID, day: date) -> RuleInfo:
    """The same for what is planned: until that is written the rule does not end (`lock_all`)."""
    held = sa.select(Rule.id).where(Rule.community_id == community_id, Rule.id == rule_id)
    db.session.scalar(held.with_for_update(read=True, key_share=True))
    return giving_on(community_id, rule_id, day)


def lock_all(community_id: UUID, code: str) -> None:
    """Let nothing be planned under a rule that is about to end."""
    held = sa.select(Rule.id).where(Rule.community_id == community_id, Rule.code == code)
    db.session.execute(held.order_by(Rule.id).with_for_update()).all()


def refuse_uncounted(rules: Iterable[RuleInfo]) -> None:
    """Nothing new is given by a rule of which something cannot be counted yet; what old books gave stays."""
    for rule in rules:
        if rule.uncounted:
            raise RuleNotCounted(rule=rule.code, words=rule.uncounted)


def get_on(community_id: UUID, code: str, day: date) -> RuleInfo:
    """The version of a rule in force on a day; a refusal where there is none."""
    found = [one for one in of_codes(community_id, {code}) if one.effective_on <= day]
    if not found:
        raise RuleUnknown(rule=code, day=day)
    if found[-1].ended:
        raise RuleEnded(rule=code, day=found[-1].effective_on)
    return found[-1]


def of_codes(community_id: UUID, codes: Collection[str] | None = None) -> list[RuleInfo]:
    """Every version of these rules, or of all, in the order they came into force."""
    query = sa.select(Rule).where(Rule.community_id == community_id)
    if codes is not None:
        query = query.where(Rule.code.in_(codes))
    return [_card(one) for one in db.session.scalars(query.order_by(Rule.effective_on, Rule.version))]


def _card(row: Rule) -> RuleInfo:
    words = {name: getattr(row, name) for name in WORDS}
    return RuleInfo(
        rule_id=row.id, code=row.code, version=row.version, effective_on=row.effective_on, **words
    )


def until(card: RuleInfo, later: date | None) -> RuleInfo:
    """The same version, ending the day before a later one begins."""
    if later is None:
        return card
    return RuleInfo(**{**card.__dict__, "until": date.fromordinal(later.toordinal() - 1)})


def holding(there: Sequence[RuleInfo], day: date) -> RuleInfo | None:
    """Of the versions of a rule, in their order, the one in force on a day; the first where none is yet."""
    held = [one for one in there if one.effective_on <= day]
    return held[-1] if held else next(iter(there), None)


def begins_on(known: RuleInfo | None, wished: date, *, ends: bool) -> date:
    """From which day the next version of a rule holds: mostly from the day that was wished for."""
    if known is None:
        return wished
    nothing_given = bool(known.uncounted) and not known.ended and not ends
    return known.effective_on if nothing_given or known.effective_on > wished else wished
