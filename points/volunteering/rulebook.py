"""The rule book: rules as versions that are only added, and which of them is in force on a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id
from points.volunteering.access import need
from points.volunteering.models import Rule
from points.volunteering.policy import Limit, limit_of
from points.volunteering.refusals import RuleBackdated, RuleUnknown


@dataclass(frozen=True, kw_only=True)
class NewRule:
    """A rule before it has a version. `kind` is award or penalty; a penalty is stored, never applied by itself."""

    code: str
    name: str
    unit: str
    tenths: int
    kind: str = "award"
    name_en: str = ""
    category: str = ""
    tier: str = ""
    cap: str = ""
    evidence: str = ""
    credits_to: str = "person"
    counts_hours: bool = False
    rule_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class RuleCard:
    """One version of one rule, and until when it is in force (None: for now)."""

    rule_id: UUID
    code: str
    version: int
    kind: str
    name: str
    name_en: str
    category: str
    unit: str
    tenths: int
    tier: str
    cap: str
    evidence: str
    credits_to: str
    counts_hours: bool
    effective_on: date
    until: date | None = None

    @property
    def limit(self) -> Limit | None:
        """Its cap as it is counted."""
        return limit_of(self.cap, unit=self.unit, tenths=self.tenths)


def add_rules(rules: Sequence[NewRule], *, effective_on: date, actor: Actor) -> list[UUID]:
    """Add versions; the older ones stay as they are. The ids of the rows come back in order.

    A rule that is known already gets its next version only from today on: what was given under the old one
    stays given. A line that says what the newest version says already adds nothing.
    """
    need(actor, "change_rules")
    newest = {one.code: one for one in _versions(actor.community_id, {rule.code for rule in rules})}
    rows, ids = [], []
    for rule in rules:
        known = newest.get(rule.code)
        if known is not None and _says(known) == _says(rule):
            ids.append(known.rule_id)
            continue
        if known is not None and effective_on < clock.today():
            raise RuleBackdated(rule=rule.code, day=effective_on)
        rows.append(_row(rule, actor.community_id, known.version + 1 if known else 1, effective_on))
        ids.append(rule.rule_id)
    if rows:
        db.session.execute(sa.insert(Rule), rows)
        audit.records.record_many([_deed(row, actor) for row in rows], actor=actor)
    return ids


def rulebook(community_id: UUID, on: date | None = None, *, kind: str = "award") -> list[RuleCard]:
    """The rules in force on a day (today by default), by code."""
    day = on or clock.today()
    found: dict[str, RuleCard] = {}
    later: dict[str, date] = {}
    for one in _versions(community_id):
        if one.effective_on <= day:
            found[one.code] = one
        else:
            later.setdefault(one.code, one.effective_on)
    return [_until(one, later.get(code)) for code, one in sorted(found.items()) if one.kind == kind]


def find_rule(community_id: UUID, code: str, on: date | None = None) -> RuleCard | None:
    """The version of a rule in force on a day."""
    day = on or clock.today()
    found = [one for one in _versions(community_id, {code}) if one.effective_on <= day]
    return found[-1] if found else None


def rule_in_force(community_id: UUID, code: str, on: date | None = None) -> RuleCard:
    """The same, and a refusal where there is none."""
    found = find_rule(community_id, code, on)
    if found is None:
        raise RuleUnknown(rule=code, day=on or clock.today())
    return found


def rule_versions(community_id: UUID, rule_ids: Collection[UUID]) -> dict[UUID, RuleCard]:
    """Versions by their own ids."""
    query = sa.select(Rule).where(Rule.community_id == community_id, Rule.id.in_(set(rule_ids)))
    return {one.id: _card(one) for one in db.session.scalars(query)}


def rule_version(community_id: UUID, rule_id: UUID) -> RuleCard:
    """One version by its own id."""
    found = rule_versions(community_id, [rule_id])
    if rule_id not in found:
        raise RuleUnknown(rule="", day=clock.today())
    return found[rule_id]


def same_rule_on(community_id: UUID, rule_id: UUID, day: date) -> RuleCard:
    """The version of the same rule that was in force on the day of service."""
    return rule_in_force(community_id, rule_version(community_id, rule_id).code, day)


def _versions(community_id: UUID, codes: Collection[str] | None = None) -> list[RuleCard]:
    query = sa.select(Rule).where(Rule.community_id == community_id)
    if codes is not None:
        query = query.where(Rule.code.in_(codes))
    return [_card(one) for one in db.session.scalars(query.order_by(Rule.effective_on, Rule.version))]


_WORDS = (
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
)


def _says(rule: NewRule | RuleCard) -> tuple[object, ...]:
    return tuple(getattr(rule, name) for name in _WORDS)


def _row(rule: NewRule, community_id: UUID, version: int, effective_on: date) -> dict[str, object]:
    return {
        "community_id": community_id,
        "id": rule.rule_id,
        "code": rule.code,
        "version": version,
        "effective_on": effective_on,
        "created_at": clock.now(),
        **{name: getattr(rule, name) for name in _WORDS},
    }


def _deed(row: dict[str, object], actor: Actor) -> audit.records.Action:
    facts = {name: row[name] for name in ("code", "version", "tenths", "effective_on")}
    origin = "imported" if actor.kind == "import" else "entered"
    return audit.records.Action("rule.added", "rule", row["id"], facts, origin=origin)  # type: ignore[arg-type]


def _card(row: Rule) -> RuleCard:
    words = {name: getattr(row, name) for name in _WORDS}
    return RuleCard(
        rule_id=row.id, code=row.code, version=row.version, effective_on=row.effective_on, **words
    )


def _until(card: RuleCard, later: date | None) -> RuleCard:
    if later is None:
        return card
    return RuleCard(**{**card.__dict__, "until": date.fromordinal(later.toordinal() - 1)})
