"""The rules a community decided, as they are in force on a day; adding to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id
from points.foundation.spelling import signs
from points.volunteering.access import need
from points.volunteering.models import Rule
from points.volunteering.rulebook import caps, policy, values, versions
from points.volunteering.rulebook.refusals import RuleBackdated

#: what a reading gives back, when points given on a day end, and what the words of a rule table say
RuleInfo = policy.RuleInfo
lapses_on = policy.lapses_on
Cap = caps.Cap
period_of = caps.period_of
read_cap = caps.read_cap
always_read_so = caps.always_read_so
Value = values.Value
read_value = values.read_value


@dataclass(frozen=True, kw_only=True)
class NewRule:
    """A rule before it has a version. `kind` is award or penalty; a penalty is stored, never applied by itself.

    Where nobody says how long a service by occasion has to be, `least_minutes` are what is sensible for its unit.
    """

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
    least_minutes: int = -1
    not_counted: str = ""
    #: from its day on the rule is in force no more
    ended: bool | None = None
    rule_id: UUID = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if self.least_minutes < 0:
            least = policy.least_of(self.unit, counts_hours=self.counts_hours)
            object.__setattr__(self, "least_minutes", least)


def add(rules: Sequence[NewRule], *, effective_on: date, actor: Actor) -> list[UUID]:
    """Add versions; the older ones stay as they are. The ids of the rows come back in order.

    A rule that is known already gets its next version only from today on: what was given under the old one
    stays given, and a version that was announced for a later day holds from that day all the same. One that cannot be
    counted gives nothing new: its next version holds from its first day, so that what was done meanwhile can be entered.
    A line that says what holds already adds nothing.
    """
    need(actor, "change_rules")
    rules = [replace(one, name=signs.plain(one.name), name_en=signs.plain(one.name_en)) for one in rules]
    every: dict[str, list[RuleInfo]] = {}
    for one in versions.of_codes(actor.community_id, {rule.code for rule in rules}):
        every.setdefault(one.code, []).append(one)
    rows, ids = [], []
    for rule in rules:
        there = every.get(rule.code, [])
        known = versions.holding(there, max(effective_on, clock.today()))
        if known is not None and _says(known) == _says(rule):
            ids.append(known.rule_id)
            continue
        if known is not None and effective_on < clock.today():
            raise RuleBackdated(rule=rule.code, day=effective_on)
        first_day = versions.begins_on(known, effective_on, ends=bool(rule.ended))
        version = 1 + max((one.version for one in there), default=0)
        rows.append(_row(rule, actor.community_id, version, first_day))
        ids.append(rule.rule_id)
    if rows:
        db.session.execute(sa.insert(Rule), rows)
        audit.records.record_many([_action(row, actor) for row in rows], actor=actor)
    return ids


def in_force(community_id: UUID, on: date | None = None, *, kind: str = "award") -> list[RuleInfo]:
    """The rules in force on a day (today by default), by code."""
    day = on or clock.today()
    found: dict[str, RuleInfo] = {}
    later: dict[str, date] = {}
    for one in versions.of_codes(community_id):
        if one.effective_on <= day:
            found[one.code] = one
        else:
            later.setdefault(one.code, one.effective_on)
    return [
        versions.until(one, later.get(code))
        for code, one in sorted(found.items())
        if one.kind == kind and not one.ended
    ]


def standing(community_id: UUID) -> dict[str, RuleInfo]:
    """Rules and penalties by code: the version in force today, or where none is yet the first one that was announced."""
    every: dict[str, list[RuleInfo]] = {}
    for one in versions.of_codes(community_id):
        every.setdefault(one.code, []).append(one)
    held = {code: versions.holding(there, clock.today()) for code, there in every.items()}
    return {code: one for code, one in held.items() if one}


def ended(community_id: UUID) -> list[RuleInfo]:
    """Rules that are in force no more, by code: each in the version that ended it."""
    return [one for _code, one in sorted(standing(community_id).items()) if one.ended and one.kind == "award"]


def history(community_id: UUID, rule_id: UUID) -> list[RuleInfo]:
    """Every version of the rule of which this is one, in the order they came into force."""
    return versions.of_codes(community_id, {versions.get(community_id, rule_id).code})


def next_code(community_id: UUID) -> str:
    """The next number behind an R that no rule had, for a form to begin with."""
    used = [one.code[1:] for one in versions.of_codes(community_id) if re.fullmatch(r"R\d{1,4}", one.code)]
    return f"R{1 + max(map(int, used), default=0):02d}"


def get_in_force(community_id: UUID, code: str, on: date | None = None) -> RuleInfo:
    """The version of a rule in force on a day; a refusal where there is none."""
    return versions.get_on(community_id, code, on or clock.today())


def of_today(community_id: UUID, rule_id: UUID) -> RuleInfo:
    """The version in force today of the rule of which this is some version."""
    return versions.last_on(community_id, rule_id, clock.today())


def differences(known: RuleInfo, line: NewRule) -> dict[str, tuple[Any, Any]]:
    """What a line says otherwise than a version: by word what stands there, and what would."""
    plain = replace(line, name=signs.plain(line.name), name_en=signs.plain(line.name_en))
    said = zip(versions.WORDS, _says(known), _says(plain), strict=True)
    return {
        word: (getattr(known, word), getattr(plain, word))
        for word, was, now in said
        if was != now and word != "ended"
    }


def _says(rule: NewRule | RuleInfo) -> tuple[object, ...]:
    return tuple(getattr(rule, name) or "" for name in versions.WORDS)


def _row(rule: NewRule, community_id: UUID, version: int, effective_on: date) -> dict[str, object]:
    return {
        "community_id": community_id,
        "id": rule.rule_id,
        "code": rule.code,
        "version": version,
        "effective_on": effective_on,
        "created_at": clock.now(),
        **{name: getattr(rule, name) for name in versions.WORDS},
    }


def _action(row: dict[str, object], actor: Actor) -> audit.records.Action:
    facts = {name: row[name] for name in ("code", "version", "tenths", "effective_on")}
    origin = "imported" if actor.kind == "import" else "entered"
    deed = "rule.ended" if row["ended"] else "rule.added"
    return audit.records.Action(deed, "rule", row["id"], facts, origin=origin)  # type: ignore[arg-type]
