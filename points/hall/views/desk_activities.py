"""The desk's list of activities, planning one, and typing one in later; it reads requests and answers."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from flask import request, url_for

from points import audit, people, volunteering
from points.foundation import Actor, Refusal, clock, reading, setting
from points.hall import officer_day
from points.hall.views.desk_forms import BackFillForm, PlanForm
from points.hall.views.desk_frame import (
    ENTERERS,
    OFFICE,
    WATCHERS,
    blueprint,
    done,
    in_page,
    language,
    page,
    read_form,
    said,
    typed,
)
from points.people import audience, current_actor, signed_in

FILTER = ("q", "status", "since", "until")
PLAN = ("rule", "title", "place", "day", "starts", "ends", "leader", "capacity")
BACK_FILL = ("who", "rule", "title", "day", "starts", "ends", "minutes", "reason", "evidence")
CANDIDATES = 20
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
@audience(*WATCHERS, card=False)
def activities() -> str:
    """All activities, newest first; with print=1 as a list on A4."""
    actor, chosen = current_actor(), typed(*FILTER)
    whole = request.args.get("print") == "1"
    wanted, errors = _filter(chosen)
    facts = reading(
        lambda: officer_day.activity_facts(actor, wanted, after=request.args.get("after"), whole=whole)
    )
    facts |= {"filter": chosen, "errors": errors, "may_plan": actor.has(*OFFICE)}
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
@audience(*OFFICE, card=False)
def plan() -> str:
    """An empty form from which an activity is planned."""
    return _plan(dict.fromkeys(PLAN, ""))


@blueprint.post("/activities/new")
@audience(*OFFICE, card=False)
def plan_posted() -> Any:
    """Put the activity on the list."""
    actor, form = current_actor(), typed(*PLAN)
    asked, errors = read_form(PlanForm)
    if asked and not reading(lambda: _may_lead(asked["leader"], actor)):
        errors = {"leader": "not_a_choice"}
    if errors:
        return _plan(form, errors=errors), 422
    try:
        card = audit.attempt(
            lambda: volunteering.plan_activity(
                asked["rule"],
                title=asked["title"],
                spot=asked["place"],
                starts_at=clock.instant(asked["day"], asked["starts"]),
                ends_at=clock.instant(asked["day"], asked["ends"]),
                leader_id=asked["leader"],
                capacity=asked["capacity"],
                actor=actor,
            ),
            actor=actor,
            deed="activity.planned",
            subject_kind="activity",
        )
    except Refusal as refusal:
        return _plan(form, **_beside(refusal)), refusal.status
    return done("planned", "desk.activities", facts={"title": card.title})


@blueprint.get("/back-fill")
@audience(*ENTERERS, card=False)
def back_fill() -> str:
    """An empty form for a service typed in later; with ?person= already for somebody."""
    actor, person = current_actor(), request.args.get("person", "")
    chosen = reading(lambda: [people.resident(person, actor=actor)]) if person else []
    return _back_fill(dict.fromkeys(BACK_FILL, ""), chosen)


@blueprint.post("/back-fill")
@audience(*ENTERERS, card=False)
def back_fill_posted() -> Any:
    """Search for people and write nothing, or type the service in for those ticked."""
    actor, form = current_actor(), typed(*BACK_FILL)
    ids = request.form.getlist("person")
    chosen = reading(lambda: _visible(ids, actor))
    if request.form.get("find"):
        found = reading(lambda: people.search(actor, form["who"], limit=CANDIDATES).people)
        return _back_fill(form, chosen, candidates=found if form["who"].strip() else [], searched=True)
    asked, errors = read_form(BackFillForm)
    if errors:
        return _back_fill(form, chosen, errors=errors), 422
    try:
        closed = audit.attempt(
            lambda: volunteering.record_service(
                [one.person_id for one in _visible(ids, actor)],
                asked["rule"],
                title=asked["title"],
                starts_at=clock.instant(asked["day"], asked["starts"]),
                ends_at=clock.instant(asked["day"], asked["ends"]),
                reason=asked["reason"],
                evidence=asked["evidence"],
                actor=actor,
            ),
            actor=actor,
            deed="service.back_filled",
            subject_kind="activity",
        )
    except Refusal as refusal:
        return _back_fill(form, chosen, **_beside(refusal)), refusal.status
    facts = {"people": closed.people, "minutes": closed.minutes}
    back = "desk.queue" if actor.has(*OFFICE) else "desk.back_fill"
    return done("back_filled", back, facts=facts)


def _plan(form: dict[str, str], **more: Any) -> str:
    actor, reads = current_actor(), language()
    facts = reading(
        lambda: {
            "rules": officer_day.rule_choices(actor.community_id, reads),
            "leaders": officer_day.leader_choices(actor.community_id),
        }
    )
    return page("desk/plan.html", facts, form=form, **more)


def _back_fill(
    form: dict[str, str],
    chosen: list[people.PersonCard],
    *,
    candidates: list[people.PersonCard] | None = None,
    searched: bool = False,
    **more: Any,
) -> str:
    actor, reads = current_actor(), language()
    facts = reading(
        lambda: {
            "rules": officer_day.rule_choices(actor.community_id, reads),
            "points_too": bool(setting(actor.community_id, "backfilled_points")),
            "hours_per_day": setting(actor.community_id, "day_limit_minutes") // 60,
        }
    )
    return page(
        "desk/back_fill.html",
        facts,
        form={**form, "person": [str(one.person_id) for one in chosen]},
        chosen=[_pick(one) for one in chosen],
        candidates=[_pick(one) for one in candidates or []],
        searched=searched,
        back_to="desk.queue" if actor.has(*OFFICE) else "desk.home",
        **more,
    )


def _pick(one: people.PersonCard) -> dict[str, Any]:
    return {
        "id": one.person_id,
        "name": one.name,
        "door": one.door,
        "household_number": one.household_number,
    }


def _visible(ids: list[str], actor: Actor) -> list[people.PersonCard]:
    """The ticked people whom this actor may see; anybody else is not there."""
    wanted = [one for one in map(_uuid, ids) if one is not None and people.may_see(one, actor=actor)]
    found = people.people(actor.community_id, wanted)
    return [found[one] for one in dict.fromkeys(wanted)]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _may_lead(person_id: UUID, actor: Actor) -> bool:
    return person_id in {one["id"] for one in officer_day.leader_choices(actor.community_id)}


def _beside(refusal: Refusal) -> dict[str, Any]:
    """A refusal beside the field it is about, or in the box at the top where it is about the whole."""
    field = BESIDE.get(refusal.code)
    if field is None:
        return {"refusal": in_page(refusal)}
    return {"errors": {field: said(refusal)["sentence"]}}


def _filter(chosen: dict[str, str]) -> tuple[volunteering.ActivityFilter, dict[str, str]]:
    days: dict[str, date | None] = {}
    errors = {}
    for name in ("since", "until"):
        text = chosen[name].strip()
        try:
            days[name] = date.fromisoformat(text) if text else None
        except ValueError:
            days[name], errors[name] = None, "not_a_date"
    found = volunteering.ActivityFilter(
        q=chosen["q"][:60], status=chosen["status"], since=days["since"], until=days["until"]
    )
    return found, errors
