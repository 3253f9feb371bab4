"""The desk's queue and one activity under review: looking, approving one or many, sending back with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from points import audit, volunteering
from points.foundation import Actor, Refusal, clock, reading
from points.web.auth import audience, current_actor
from points.web.desk.base import act, blueprint, done, in_page, page, read_form, waits
from points.web.desk.fields import ApproveForm, RejectForm

TABS = ("mine", "second", "returned", "publicity")
SUMS = ("people", "minutes", "tenths", "second")


@blueprint.get("")
@audience("approve_services", card=False)
def queue() -> str:
    """Activities that wait, soonest due first."""
    tab = request.args.get("tab", "mine")
    return _queue(tab if tab in TABS else "mine", after=request.args.get("after"))


@blueprint.post("/approve")
@audience("approve_services", card=False)
def approve_many() -> Any:
    """Approve every ticked activity, each in an action of its own: one that cannot be does not hold up the others."""
    actor = current_actor()
    ticked = list(dict.fromkeys(request.form.getlist("activity")))[:50]
    sums = {"activities": 0, "left": 0, **dict.fromkeys(SUMS, 0)}
    refused: Refusal | None = None
    for public_id in ticked:
        try:
            _add_up(sums, _approve_activity(public_id, actor))
            sums["activities"] += 1
        except Refusal as refusal:
            refused = refused or refusal
    answer = done("approved", "desk.queue", facts=sums) if sums["activities"] else None
    if refused is not None:
        return _queue("mine", refusal=in_page(refused)), refused.status
    return answer or (_queue("mine"), 422)


@blueprint.get("/review/<public_id>")
@audience("see_activities", card=False)
def review(public_id: str) -> str:
    """One activity: who needs a look first, those in order folded small."""
    return _review(public_id, target=request.args.get("reject", ""))


@blueprint.post("/review/<public_id>/approve")
@audience("approve_services", card=False)
def approve(public_id: str) -> Any:
    """Approve the ticked people, or one with the minutes that were suggested."""
    actor = current_actor()
    form, errors = read_form(ApproveForm)

    def then(given: volunteering.approval.Approved) -> Any:
        sums = {"left": 0, **dict.fromkeys(SUMS, 0)}
        _add_up(sums, given)
        return _onward(public_id, actor, "approved", sums)

    return act(
        lambda: volunteering.approval.approve(form["service"], minutes=_minutes(form), actor=actor),
        of=volunteering.approval.approve,
        errors=errors,
        again=partial(_review, public_id),
        then=then,
    )


@blueprint.post("/review/<public_id>/reject")
@audience("approve_services", card=False)
def reject(public_id: str) -> Any:
    """Send back one line or all of an activity; what was typed stays when it cannot be."""
    actor = current_actor()
    form, errors = read_form(RejectForm)
    target, reason = request.form.get("target", "all"), request.form.get("reason", "")

    def work() -> dict[str, Any]:
        if form["target"] == "all":
            return {
                "people": volunteering.approval.reject_activity(public_id, reason=form["reason"], actor=actor)
            }
        name = _name_of_service(public_id, form["target"], actor=actor)
        number = volunteering.approval.reject([form["target"]], reason=form["reason"], actor=actor)
        return {"people": number, "name": name}

    return act(
        work,
        of=volunteering.approval.reject,
        errors=errors,
        again=partial(_review, public_id, target=target, reason=reason),
        then=lambda facts: _onward(public_id, actor, "rejected", facts),
    )


def _queue(tab: str, *, after: str | None = None, **more: Any) -> str:
    actor = current_actor()
    found = reading(lambda: volunteering.queue.page(actor, tab, after=after))
    waits(found.counts["mine"])
    return page("desk/review_queue.html", vars(found), **more)


def _review(public_id: str, *, target: str = "", reason: str = "", **more: Any) -> str:
    actor = current_actor()
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=actor))
    return page(
        "desk/review.html",
        vars(found),
        overdue=found.due < clock.today(),
        photos=0,
        rejecting=_rejecting(found, target, reason) if found.may_decide else None,
        **more,
    )


def _approve_activity(public_id: str, actor: Actor) -> volunteering.approval.Approved:
    return audit.records.attempt(
        lambda: volunteering.approval.approve_activity(public_id, actor=actor),
        of=volunteering.approval.approve_activity,
        actor=actor,
    )


def _minutes(form: dict[str, Any]) -> int | None:
    """How much of a single service counts; None for all of it."""
    if len(form["service"]) != 1:
        return None
    if form["hours"] is None:
        return form["minutes"]
    asked = int(form["hours"] * 60)
    # the whole was shown rounded down to a tenth of an hour
    return None if form["whole"] and asked > form["whole"] - 6 else asked


def _add_up(sums: dict[str, int], given: volunteering.approval.Approved) -> None:
    for name in SUMS:
        sums[name] += getattr(given, name)
    sums["left"] += sum(given.left.values())


def _onward(public_id: str, actor: Actor, code: str, facts: dict[str, Any]) -> Any:
    """Stay while somebody of this activity can still be decided about, else back to the queue."""
    if reading(lambda: volunteering.one_activity.may_decide(public_id, actor=actor)):
        return done(code, "desk.review", facts=facts, public_id=public_id)
    return done(code, "desk.queue", facts=facts)


def _rejecting(
    found: volunteering.one_activity.Review, target: str, reason: str = ""
) -> dict[str, Any] | None:
    """The question before sending back all of an activity, or one line of it; None where there is no such line."""
    waiting = [*found.flagged, *found.clear]
    if target == "all" and waiting:
        return {"target": "all", "name": None, "people": len(waiting), "reason": reason}
    for row in waiting:
        if row.public_id == target:
            return {"target": target, "name": row.name, "people": 1, "reason": reason}
    return None


def _name_of_service(public_id: str, service: str, *, actor: Actor) -> str | None:
    """Whose line of an activity this is, while it waits."""
    found = volunteering.one_activity.read(public_id, actor=actor)
    return next((row.name for row in (*found.flagged, *found.clear) if row.public_id == service), None)
