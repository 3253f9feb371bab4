"""The desk's list of activities, and planning one; it reads requests and answers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any, cast
from uuid import UUID

from flask import request, url_for

from points import people, volunteering
from points.foundation import Actor, clock, reading, wording
from points.web import drafts
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import act_once, blueprint, done, page, read_form, typed
from points.web.desk.fields import MOST_WEEKS, PlanForm

FILTER = ("q", "status", "since", "until")
PAGE = 30
#: a print is one sheet or two, not the whole history
MOST_PRINTED = 200
PLAN = ("rule", "title", "place", "day", "starts", "ends", "leader", "capacity", "weeks")
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
    limit = MOST_PRINTED if whole else PAGE
    found = reading(
        lambda: volunteering.lists.page(actor, wanted, after=request.args.get("after"), limit=limit)
    )
    facts = {**vars(found), "state_of": _state, "filter": chosen}
    if not whole:
        return page(
            "desk/activities.html",
            facts,
            may_review=_may_review,
            waiting=sum(map(_may_review, found.rows)),
            may_plan=people.permissions.may(actor, "plan_activities"),
            errors=errors,
        )
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
    """A form from which an activity is planned: empty, as it was left, or with ?again= like one that was."""
    actor, again = current_actor(), request.args.get("again", "")
    form = drafts.first(drafts.left_here(), *PLAN)
    if again and not any(form.values()):
        form = reading(lambda: _like(volunteering.activities.get(again, actor=actor)))
    return _plan(form)


@blueprint.post("/activities/new")
@audience("plan_activities", card=False)
@drafts.keeps(*PLAN)
def plan_posted() -> Any:
    """Put the activity on the list, or a series of it: every week, all or none."""
    actor, form = current_actor(), typed(*PLAN)
    asked, errors = read_form(PlanForm)
    if "leader" not in errors and form["leader"] not in {
        str(one) for one, _ in reading(lambda: _leaders(actor))
    }:
        errors = {**errors, "leader": "not_a_choice"}

    def work() -> list[volunteering.activities.ActivityInfo]:
        facts = {
            "title": asked["title"],
            "spot": asked["place"],
            "leader_id": asked["leader"],
            "capacity": asked["capacity"],
        }
        return [
            volunteering.activities.plan(
                asked["rule"],
                starts_at=asked["starts_at"] + timedelta(weeks=ahead),
                ends_at=asked["ends_at"] + timedelta(weeks=ahead),
                actor=actor,
                **facts,
            )
            for ahead in range(asked["weeks"] or 1)
        ]

    return act_once(
        work,
        of=volunteering.activities.plan,
        errors=errors,
        beside=BESIDE,
        again=partial(_plan, form),
        ids=lambda planned: {"activity": planned[0].public_id, "times": len(planned)},
        then=_planned,
    )


def _planned(ids: dict[str, Any]) -> Any:
    first = reading(lambda: volunteering.activities.get(ids["activity"], actor=current_actor()))
    return done(
        "planned",
        "desk.activities",
        facts={
            "title": first.title,
            "times": ids["times"],
            "href": url_for("desk.review", public_id=first.public_id),
        },
    )


def _like(last: volunteering.activities.ActivityInfo) -> dict[str, str]:
    """The form as for this activity, on the next day that is the same day of the week."""
    day, today = last.day, clock.today()
    ahead = (day - today).days % 7 or 7
    return {
        **dict.fromkeys(PLAN, ""),
        "rule": str(volunteering.rules.of_today(current_actor().community_id, last.rule_id).rule_id),
        "title": last.title,
        "place": last.spot,
        "day": (today + timedelta(days=ahead)).isoformat(),
        "starts": wording.clock_time(last.starts_at),
        "ends": wording.clock_time(last.ends_at),
        "leader": str(last.leader_id or ""),
        "capacity": str(last.capacity or ""),
    }


def _plan(form: dict[str, str], **more: Any) -> str:
    actor = current_actor()
    facts = reading(
        lambda: {
            "rules": volunteering.rules.in_force(actor.community_id),
            "leaders": _leaders(actor),
            "usual": volunteering.lists.usual_minutes(actor.community_id),
        }
    )
    return page("desk/activities_plan.html", {**facts, "most_weeks": MOST_WEEKS}, form=form, **more)


def _leaders(actor: Actor) -> list[tuple[UUID, str]]:
    """Who may lead, by person and name: leaders and officers of the community."""
    roles = people.permissions.roles_for("lead_activities")
    return people.roles.holders(actor.community_id, *roles)


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


def _state(row: volunteering.lists.ActivityRow) -> str:
    """An open activity that has begun is going on; one that is over waits for its leader."""
    now = clock.now()
    if row.status != "open" or now < row.activity.starts_at:
        return row.status
    return "running" if now < row.activity.ends_at else "unconfirmed"


def _may_review(row: volunteering.lists.ActivityRow) -> bool:
    """Whether somebody of it waits to be decided about, by whoever decides."""
    return row.status in ("review", "second") or (row.may_review and row.activity.status == "held")
