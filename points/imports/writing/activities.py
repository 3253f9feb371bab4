"""Writes the rules and activities of settled books, and finds what each service needs. It moves no points."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from uuid import UUID

from points import people, volunteering
from points.foundation import clock
from points.imports.lines import ActivityLine, AttendanceLine, PenaltyLine, RuleLine
from points.imports.writing import batch

#: for lines whose matter no rule names
OTHER = volunteering.rules.NewRule(
    code="R00", name="登记表所列其他事项", name_en="Other matters of the register", unit="次", tenths=0
)
_START = time(9, 0)
_MINUS = re.compile(r"[-−－](\d+)分")


def take_rules(intake: batch.Batch) -> dict[str, volunteering.rules.RuleInfo]:
    """Enter rules and penalties that are new, or the next version of those that changed; all rules by code."""
    lines: list[RuleLine | PenaltyLine] = [*intake.books.rules, *intake.books.penalties]
    new = {one.code: _new_rule(one) for one in lines if intake.is_new(one.key)}
    if any(not line.rule and intake.is_new(line.key) for line in intake.books.earned):
        new[OTHER.code] = OTHER
    known = {one.code for one in _rules(intake)} | {one.code for one in _rules(intake, "penalty")}
    actor = intake.actor
    fresh = [one for code, one in new.items() if code not in known]
    volunteering.rules.add(fresh, effective_on=intake.first_day, actor=actor)
    changed = [one for code, one in new.items() if code in known]
    volunteering.rules.add(changed, effective_on=clock.today(), actor=actor)
    rules = {one.code: one for one in [*_rules(intake, "penalty"), *_rules(intake)]}
    for line in lines:
        if intake.is_new(line.key):
            kind = "rule" if isinstance(line, RuleLine) else "penalty"
            intake.took(kind, line.key, line.origin, rules[line.code].rule_id)
    return rules


def _rules(intake: batch.Batch, kind: str = "award") -> list[volunteering.rules.RuleInfo]:
    return volunteering.rules.in_force(intake.community_id, kind=kind)


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


def take_activities(intake: batch.Batch, rules: dict[str, volunteering.rules.RuleInfo]) -> None:
    """Enter activities that are new, as held and reviewed."""
    leaders: dict[str, UUID] = {}
    old = []
    for line in intake.books.activities:
        if not intake.is_new(line.key):
            continue
        if line.leader and line.leader not in leaders:
            leaders[line.leader] = _leader(intake, line.leader)
        starts_at, ends_at = span_of(line)
        activity = volunteering.history.OldActivity(
            title=line.title,
            rule_id=rules[line.rule].rule_id,
            starts_at=starts_at,
            ends_at=ends_at,
            leader_id=leaders.get(line.leader),
        )
        old.append(activity)
        intake.took("activity", line.key, line.origin, activity.activity_id)
    volunteering.history.write_activities(old, actor=intake.actor)


def _leader(intake: batch.Batch, name: str) -> UUID:
    """A leader is staff and stands on no roster: the one of this name outside any household, else a new person."""
    named = people.search.by_name(intake.community_id, name)
    found = [one for one in named if one.household_id is None and one.merged_into is None]
    return found[0].person_id if found else people.residents.register(name, actor=intake.actor)


def span_of(line: ActivityLine) -> tuple[datetime, datetime]:
    """From when to when an activity was: its foot says the start, the longest attendance the end."""
    starts_at = clock.instant(line.day, line.starts or _first_sign_in(line))
    longest = max((one.minutes for one in line.attendances), default=0)
    return starts_at, starts_at + timedelta(minutes=longest or 60)


def times_of(line: ActivityLine, one: AttendanceLine) -> tuple[datetime, datetime | None, datetime]:
    """When somebody came, when they signed out if they did, and until when the hours count."""
    in_at = clock.instant(line.day, one.signed_in or line.starts or _START)
    out_at = None
    if one.signed_out is not None:
        out_at = clock.instant(line.day, one.signed_out)
        out_at = out_at if out_at >= in_at else out_at + timedelta(days=1)
    return in_at, out_at, in_at + timedelta(minutes=one.minutes)


def _first_sign_in(line: ActivityLine) -> time:
    return min((one.signed_in for one in line.attendances if one.signed_in), default=_START)
