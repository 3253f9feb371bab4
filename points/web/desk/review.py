"""The desk's queue and one activity under review: looking, approving one or many, sending back with a reason."""

from __future__ import annotations

from typing import Any

from flask import request

from points import audit, volunteering
from points.foundation import Actor, Refusal, clock, reading
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint, done, in_page, page, read_form
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
    if errors:
        return _review(public_id, errors=errors), 422
    services, minutes = form["service"], _minutes(form)

    try:
        given = audit.records.attempt(
            lambda: volunteering.approval.approve(services, minutes=minutes, actor=actor),
            of=volunteering.approval.approve,
            actor=actor,
        )
    except Refusal as refusal:
        return _review(public_id, refusal=in_page(refusal)), refusal.status
    sums = {"left": 0, **dict.fromkeys(SUMS, 0)}
    _add_up(sums, given)
    return _onward(public_id, actor, "approved", sums)


@blueprint.post("/review/<public_id>/reject")
@audience("approve_services", card=False)
def reject(public_id: str) -> Any:
    """Send back one line or all of an activity; what was typed stays when it cannot be."""
    actor = current_actor()
    form, errors = read_form(RejectForm)
    target, reason = request.form.get("target", "all"), request.form.get("reason", "")
    if errors:
        return _review(public_id, target=target, reason=reason, errors=errors), 422

    def work() -> dict[str, Any]:
        if form["target"] == "all":
            return {
                "people": volunteering.approval.reject_activity(public_id, reason=form["reason"], actor=actor)
            }
        name = name_of_service(public_id, form["target"], actor=actor)
        number = volunteering.approval.reject([form["target"]], reason=form["reason"], actor=actor)
        return {"people": number, "name": name}

    try:
        facts = audit.records.attempt(work, of=volunteering.approval.reject, actor=actor)
    except Refusal as refusal:
        return _review(public_id, refusal=in_page(refusal), target=target, reason=reason), refusal.status
    return _onward(public_id, actor, "rejected", facts)


def _queue(tab: str, *, after: str | None = None, **more: Any) -> str:
    actor = current_actor()
    return page(
        "desk/review_queue.html",
        vars(reading(lambda: volunteering.queue.page(actor, tab, after=after))),
        **more,
    )


def _review(public_id: str, *, target: str = "", reason: str = "", **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: review_facts(public_id, actor=actor))
    asked = rejecting(facts, target, reason) if facts["may_decide"] else None
    return page("desk/review.html", facts, rejecting=asked, **more)


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
    left = reading(lambda: review_facts(public_id, actor=actor)["may_decide"])
    where = {"public_id": public_id} if left else {}
    return done(code, "desk.review" if left else "desk.queue", facts=facts, **where)


def review_facts(public_id: str, *, actor: Actor) -> dict[str, Any]:
    """One activity under review, as desk/review.html reads it."""
    found = volunteering.one_activity.read(public_id, actor=actor)
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
    found = volunteering.one_activity.read(public_id, actor=actor)
    return next((one.name for one in (*found.flagged, *found.clear) if one.public_id == service), None)
