"""The officer's day as its pages show it: queue, one activity, the list, the rule book. It decides and writes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from points import people, volunteering
from points.foundation import Actor, clock, wording

#: a print is one sheet or two, not the whole history
MOST_PRINTED = 200
PAGE = 30
LEADERS = ("leader", "officer")


def review_facts(public_id: str, *, actor: Actor) -> dict[str, Any]:
    """One activity under review, as desk/review.html reads it."""
    found = volunteering.review(public_id, actor=actor)
    card, rule = found.activity, found.rule
    return {
        "activity": {
            "public_id": card.public_id,
            "title": card.title,
            "day": card.day,
            "starts": card.starts_at,
            "ends": card.ends_at,
            "place": card.spot or None,
            "leader_name": found.leader_name,
            "due": found.due,
            "days_left": found.days_left if found.due >= clock.today() else -1,
            "back_filled": card.origin == "back_filled",
            "imported": card.origin == "imported",
            "status": card.status,
            "entered_by_name": found.entered_by_name,
            "reason": found.reason,
            "evidence": found.evidence,
            "photos": 0,
            "leader_confirmed": found.closed and card.origin == "planned",
            "closed": found.closed,
        },
        "rule": {
            "number": rule.code,
            "name": rule.name,
            "english": rule.name_en,
            "unit": rule.unit,
            "tenths": rule.tenths,
            "cap": rule.cap or None,
            "counts_hours": rule.counts_hours,
            "effective_from": rule.effective_on,
            "version": rule.version,
        },
        "methods": found.methods,
        "flagged": found.flagged,
        "clear": found.clear,
        "decided": found.decided,
        "publicity_days": found.publicity_days,
        "publicity_from": found.publicity_from,
        "may_decide": found.may_decide,
        "blocked": found.blocked,
    }


def rejecting(facts: dict[str, Any], target: str, reason: str = "") -> dict[str, Any] | None:
    """The question before sending back all of an activity, or one line of it; None where there is no such line."""
    waiting = [*facts["flagged"], *facts["clear"]]
    if target == "all" and waiting:
        return {"target": "all", "name": None, "people": len(waiting), "reason": reason}
    for one in waiting:
        if one.public_id == target:
            return {"target": target, "name": one.name, "people": 1, "reason": reason}
    return None


def name_of_service(public_id: str, service: str, *, actor: Actor) -> str | None:
    """Whose line of an activity this is, while it waits."""
    found = volunteering.review(public_id, actor=actor)
    return next((one.name for one in (*found.flagged, *found.clear) if one.public_id == service), None)


def activity_facts(
    actor: Actor, wanted: volunteering.ActivityFilter, *, after: str | None, whole: bool
) -> dict[str, Any]:
    """A page of the list of activities, or as much of it as is printed at once."""
    found = volunteering.activities(actor, wanted, after=after, limit=MOST_PRINTED if whole else PAGE)
    return {
        "rows": [_row(one) for one in found.rows],
        "next_key": found.next_key,
        "first_page": found.first_page,
    }


def _row(one: volunteering.ActivityRow) -> dict[str, Any]:
    card = one.activity
    return {
        "public_id": card.public_id,
        "title": card.title,
        "day": card.day,
        "starts": card.starts_at,
        "ends": card.ends_at,
        "place": card.spot or None,
        "leader_name": one.leader_name,
        "rule_name": one.rule_name,
        "status": _status(one),
        "signed_up": one.signed_up,
        "capacity": card.capacity,
        "people": one.people,
        "minutes": one.minutes,
        "tenths": one.tenths,
        "origin": card.origin,
        "may_review": one.status in ("review", "second") or (one.may_review and card.status == "held"),
    }


def _status(one: volunteering.ActivityRow) -> str:
    """An open activity that has begun is going on; one that is over waits for its leader."""
    card, now = one.activity, clock.now()
    if one.status != "open" or now < card.starts_at:
        return one.status
    return "running" if now < card.ends_at else "unconfirmed"


def rule_choices(community_id: UUID, language: str, *, on: date | None = None) -> list[dict[str, Any]]:
    """The rules an activity can be planned from or back-filled under."""
    return [
        {
            "id": one.rule_id,
            "number": one.code,
            "name": wording.named(one, language),
            "class_name": one.category,
            "unit": one.unit,
            "tenths": one.tenths,
            "counts_hours": one.counts_hours,
        }
        for one in volunteering.rulebook(community_id, on)
    ]


def leader_choices(community_id: UUID) -> list[dict[str, Any]]:
    """Who may lead: leaders and officers of the community."""
    return [
        {"id": person_id, "name": name} for person_id, name in people.people_with_role(community_id, *LEADERS)
    ]


def rule_rows(community_id: UUID, q: str) -> list[dict[str, Any]]:
    """The rule book in force and what is to come within a year, narrowed by words."""
    today = clock.today()
    now = volunteering.rulebook(community_id, today)
    later = volunteering.rulebook(community_id, today + timedelta(days=365))
    known = {one.rule_id for one in now}
    rows = [_rule(one) for one in (*now, *(one for one in later if one.rule_id not in known))]
    words = q.casefold().split()
    return [row for row in rows if all(word in _searched(row) for word in words)]


def _rule(one: volunteering.RuleCard) -> dict[str, Any]:
    return {
        "number": one.code,
        "name": one.name,
        "english": one.name_en,
        "class_name": one.category,
        "unit": one.unit,
        "tenths": one.tenths,
        "cap": one.cap or None,
        "evidence": one.evidence,
        "account": one.credits_to,
        "counts_hours": one.counts_hours,
        "version": one.version,
        "effective_from": one.effective_on,
        "until": one.until,
    }


def _searched(row: dict[str, Any]) -> str:
    return f"{row['number']} {row['name']} {row['english']} {row['class_name']}".casefold()
