"""The desk's queue and one activity under review: looking, approving one or many, sending back with a reason,
calling off before it takes place."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for

from points import audit, people, volunteering
from points.foundation import Actor, Refusal, clock, new_id, reading
from points.web import drafts
from points.web.asking import act_once, done, in_page, page, read_form, typed
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint, waits
from points.web.desk.forms import ApproveForm, ReasonForm, RejectForm, TakeBackForm
from points.web.posting import NOTHING_GIVEN, add_up, approve_whole, given_by, post, post_what_is_due

TABS = ("mine", "second", "returned", "publicity")
#: from which lists an activity is opened
CAME = ("queue", "today", "activities")
#: what is typed about one person of whom nobody saw when they left
ASKED = ("service", "left", "hours", "reason")
#: which field a refusal of these codes is said beside
BESIDE = {
    "not_signed_out": "left",
    "not_after_coming": "left",
    "above_whole": "hours",
    "out_of_range": "hours",
    "reason_needed": "reason",
}
#: what of an activity goes on paper
PRINTS = {
    "sheet": "print/sign_in_sheet.html",
    "decided": "print/decided.html",
    "calls": "print/calls.html",
}


@blueprint.get("")
@audience("approve_services", "approve_left", card=False)
def queue() -> str:
    """Activities that wait, soonest due first."""
    tab = request.args.get("tab", "mine")
    return _queue(tab if tab in TABS else "mine", after=request.args.get("after"))


@blueprint.post("/approve")
@audience("approve_services", "approve_left", card=False)
def approve_many() -> Any:
    """Approve every ticked activity, each in an action of its own: one that cannot be does not hold up the others."""
    actor, press = current_actor(), new_id()
    ticked = list(dict.fromkeys(request.form.getlist("activity")))[:50]
    sums = {"activities": 0, **NOTHING_GIVEN}
    refused: Refusal | None = None
    for public_id in ticked:
        try:
            add_up(sums, approve_whole(public_id, press, actor))
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
    """One activity: who signed up, who needs a look, those in order folded small, who was decided about; or on paper."""
    post_what_is_due()
    paper = PRINTS.get(request.args.get("print", ""))
    if paper is None:
        left = drafts.left_here() if drafts.asked_for() else {}
        return review_again(
            public_id,
            target=request.args.get("reject", ""),
            reason=drafts.first(left, "reason")["reason"],
            cancelling=request.args.get("confirm") == "cancel",
        )
    actor, me = current_actor(), signed_in()
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=actor))
    calls = _calls(public_id, actor) if paper == PRINTS["calls"] else []
    if calls:
        # whole telephone numbers leave the house on it
        note = partial(people.exports.note, "calls", filters={}, rows=len(calls), actor=actor)
        audit.records.attempt(note, of=people.exports.note, actor=actor)
    return page(
        paper,
        {**vars(found), "calls": calls},
        community_name=me.community_name if me else "",
        printed_at=clock.now(),
        back_url=url_for("desk.review", public_id=public_id),
    )


@blueprint.post("/review/<public_id>/approve")
@audience("approve_services", "approve_left", card=False)
def approve(public_id: str) -> Any:
    """Approve the ticked people, or one with the hours that were suggested or typed."""
    actor = current_actor()
    form, errors = read_form(ApproveForm)
    # hours and the time of leaving say the same: what is wrong with them stands beside what was typed
    beside = {**BESIDE, "above_whole": "left"} if form.get("left") else BESIDE

    return act_once(
        lambda: volunteering.approval.approve(
            form["service"],
            minutes=_minutes(form),
            left=form["left"],
            reason=form["reason"],
            actor=actor,
        ),
        of=volunteering.approval.approve,
        errors=errors,
        again=partial(review_again, public_id, asked=typed(*ASKED)),
        beside=beside if form.get("asks") else {},
        ids=lambda given: {"activity": public_id, **given_by(given)},
        then=partial(_onward, public_id, actor, "approved"),
    )


@blueprint.post("/take-back")
@audience("approve_services", "approve_left", card=False)
def take_back() -> Any:
    """Take back what one press approved, where nothing was credited yet; said again it is answered the same."""
    post_what_is_due()
    actor = current_actor()
    form, errors = read_form(TakeBackForm)
    public_id = request.form.get("activity", "")
    where = {"public_id": public_id} if public_id else {}
    return act_once(
        lambda: volunteering.withdrawal.withdraw(form["decision"], actor=actor),
        of=volunteering.withdrawal.withdraw,
        errors=errors,
        again=partial(review_again, public_id) if public_id else partial(_queue, "mine"),
        ids=vars,
        then=lambda given: done("taken_back", "desk.review" if where else "desk.queue", facts=given, **where),
    )


@blueprint.post("/review/<public_id>/reject")
@audience("approve_services", "approve_left", card=False)
@drafts.keeps("reason", on_page=True)
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
        person_id = _person_of_service(public_id, form["target"], actor=actor)
        number = volunteering.approval.reject([form["target"]], reason=form["reason"], actor=actor)
        return {"people": number, "person": str(person_id) if person_id else None}

    return act_once(
        work,
        of=volunteering.approval.reject,
        errors=errors,
        again=partial(review_again, public_id, target=target, reason=reason),
        ids=dict,
        then=partial(_rejected, public_id, actor),
    )


@blueprint.post("/review/<public_id>/cancel")
@audience("plan_activities", card=False)
@drafts.keeps("reason", on_page=True)
def cancel(public_id: str) -> Any:
    """It does not take place; who signed up is told."""
    actor, (form, errors) = current_actor(), read_form(ReasonForm)
    return act_once(
        lambda: volunteering.activities.cancel(public_id, reason=form["reason"], actor=actor),
        of=volunteering.activities.cancel,
        errors=errors,
        again=partial(review_again, public_id, cancelling=True, reason=request.form.get("reason", "")),
        then=lambda _: _called("activity_cancelled", public_id, actor),
    )


@blueprint.post("/review/<public_id>/resume")
@audience("plan_activities", card=False)
def resume(public_id: str) -> Any:
    """It takes place after all."""
    actor = current_actor()
    return act_once(
        lambda: volunteering.activities.resume(public_id, actor=actor),
        of=volunteering.activities.resume,
        errors={},
        again=partial(review_again, public_id),
        then=lambda _: _called("activity_resumed", public_id, actor),
    )


def _called(code: str, public_id: str, actor: Actor) -> Any:
    """Say of an activity, by its title, that it takes place or does not."""
    found = reading(lambda: volunteering.activities.get(public_id, actor=actor))
    return done(code, "desk.review", facts={"title": found.title}, public_id=public_id)


def _rejected(public_id: str, actor: Actor, ids: dict[str, Any]) -> Any:
    facts, one = {"people": ids["people"]}, ids.get("person")
    if one:
        facts["name"] = reading(lambda: people.persons.get(actor.community_id, UUID(one))).name
    return _onward(public_id, actor, "rejected", facts)


def _queue(tab: str, *, after: str | None = None, **more: Any) -> str:
    actor = current_actor()
    found = reading(lambda: volunteering.queue.page(actor, tab, after=after))
    if post(found.first_due):
        found = reading(lambda: volunteering.queue.page(actor, tab, after=after))
    waits(found.turn)
    return page("desk/review_queue.html", vars(found), **more)


def review_again(
    public_id: str,
    *,
    target: str = "",
    reason: str = "",
    asked: dict[str, str] | None = None,
    cancelling: bool = False,
    **more: Any,
) -> str:
    actor = current_actor()
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=actor))
    off = cancelling or found.activity.status == "cancelled"
    return page(
        "desk/review.html",
        {**vars(found), "calls": _calls(public_id, actor) if off else []},
        came=came if (came := request.args.get("came", "")) in CAME else "",
        overdue=found.due < clock.today(),
        photos=0,
        rejecting=_rejecting(found, target, reason) if found.may_decide else None,
        asked=asked or dict.fromkeys(ASKED, ""),
        cancelling=cancelling and found.may_cancel,
        reason=reason,
        **more,
    )


def _calls(public_id: str, actor: Actor) -> list[volunteering.signups.ToCall]:
    """Who signed up and is told by no page, for who may plan."""
    if not people.permissions.may(actor, "plan_activities"):
        return []
    return reading(lambda: volunteering.signups.to_call(public_id, actor=actor))


def _minutes(form: dict[str, Any]) -> int | None:
    """How much of a single service counts, as it was typed or suggested; None for all of it."""
    if form["hours"] is not None:
        return int(form["hours"] * 60)
    found: int | None = form["minutes"]
    return found


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


def _person_of_service(public_id: str, service: str, *, actor: Actor) -> UUID | None:
    """Whose line of an activity this is, while it waits."""
    found = volunteering.one_activity.read(public_id, actor=actor)
    return next((row.person_id for row in (*found.flagged, *found.clear) if row.public_id == service), None)
