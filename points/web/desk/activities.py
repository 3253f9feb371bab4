"""The desk's list of activities, and planning one; it reads requests and answers."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from flask import request, url_for

from points import audit, people, volunteering
from points.foundation import Actor, Refusal, clock, reading, wording
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint, done, in_page, language, page, read_form, said, typed
from points.web.desk.fields import PlanForm

FILTER = ("q", "status", "since", "until")
PLAN = ("rule", "title", "place", "day", "starts", "ends", "leader", "capacity")
#: which field a refusal of these codes is said beside
BESIDE = {
    "in_the_past": "starts",
    "in_the_future": "ends",
    "before_start": "ends",
    "day_too_long": "ends",
    "out_of_range": "capacity",
    "rule_unknown": "rule",
    "reason_needed": "reason",
    "evidence_needed": "evidence",
}


@blueprint.get("/activities")
@audience("see_activities", card=False)
def activities() -> str:
    """All activities, newest first; with print=1 as a list on A4."""
    actor, chosen = current_actor(), typed(*FILTER)
    whole = request.args.get("print") == "1"
    wanted, errors = _filter(chosen)
    facts = reading(lambda: activity_facts(actor, wanted, after=request.args.get("after"), whole=whole))
    facts |= {
        "filter": chosen,
        "errors": errors,
        "may_plan": people.permissions.may(actor, "plan_activities"),
    }
    if not whole:
        return page("desk/activities.html", facts)
    me = signed_in()
    return page(
        "print/activities.html",
        facts,
        community_name=me.community_name if me else "",
        printed_at=clock.now(),
        back_url=url_for("desk.activities", **cast("dict[str, Any]", chosen)),
    )


@blueprint.get("/activities/new")
@audience("plan_activities", card=False)
def plan() -> str:
    """An empty form from which an activity is planned."""
    return _plan(dict.fromkeys(PLAN, ""))


@blueprint.post("/activities/new")
@audience("plan_activities", card=False)
def plan_posted() -> Any:
    """Put the activity on the list."""
    actor, form = current_actor(), typed(*PLAN)
    asked, errors = read_form(PlanForm)
    if asked and not reading(lambda: _may_lead(asked["leader"], actor)):
        errors = {"leader": "not_a_choice"}
    if errors:
        return _plan(form, errors=errors), 422
    try:
        card = audit.records.attempt(
            lambda: volunteering.activities.plan(
                asked["rule"],
                title=asked["title"],
                spot=asked["place"],
                starts_at=clock.instant(asked["day"], asked["starts"]),
                ends_at=clock.instant(asked["day"], asked["ends"]),
                leader_id=asked["leader"],
                capacity=asked["capacity"],
                actor=actor,
            ),
            of=volunteering.activities.plan,
            actor=actor,
        )
    except Refusal as refusal:
        return _plan(form, **beside(refusal)), refusal.status
    return done("planned", "desk.activities", facts={"title": card.title})


def _plan(form: dict[str, str], **more: Any) -> str:
    actor, reads = current_actor(), language()
    facts = reading(
        lambda: {
            "rules": rule_choices(actor.community_id, reads),
            "leaders": leader_choices(actor.community_id),
        }
    )
    return page("desk/activities_plan.html", facts, form=form, **more)


def _may_lead(person_id: UUID, actor: Actor) -> bool:
    return person_id in {one["id"] for one in leader_choices(actor.community_id)}


def beside(refusal: Refusal) -> dict[str, Any]:
    """A refusal beside the field it is about, or in the box at the top where it is about the whole."""
    field = BESIDE.get(refusal.code)
    if field is None:
        return {"refusal": in_page(refusal)}
    return {"errors": {field: said(refusal)["sentence"]}}


def _filter(chosen: dict[str, str]) -> tuple[volunteering.lists.ActivityFilter, dict[str, str]]:
    days: dict[str, date | None] = {}
    errors = {}
    for name in ("since", "until"):
        text = chosen[name].strip()
        try:
            days[name] = date.fromisoformat(text) if text else None
        except ValueError:
            days[name], errors[name] = None, "not_a_date"
    found = volunteering.lists.ActivityFilter(
        q=chosen["q"][:60], status=chosen["status"], since=days["since"], until=days["until"]
    )
    return found, errors


#: a print is one sheet or two, not the whole history
MOST_PRINTED = 200


PAGE = 30


def activity_facts(
    actor: Actor, wanted: volunteering.lists.ActivityFilter, *, after: str | None, whole: bool
) -> dict[str, Any]:
    """A page of the list of activities, or as much of it as is printed at once."""
    found = volunteering.lists.page(actor, wanted, after=after, limit=MOST_PRINTED if whole else PAGE)
    return {
        "rows": [_row(one) for one in found.rows],
        "next_key": found.next_key,
        "first_page": found.first_page,
    }


def _row(one: volunteering.lists.ActivityRow) -> dict[str, Any]:
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


def _status(one: volunteering.lists.ActivityRow) -> str:
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
        for one in volunteering.rules.in_force(community_id, on)
    ]


def leader_choices(community_id: UUID) -> list[dict[str, Any]]:
    """Who may lead: leaders and officers of the community."""
    return [
        {"id": person_id, "name": name}
        for person_id, name in people.roles.holders(
            community_id, *people.permissions.roles_for("lead_activities")
        )
    ]
