"""Who came: ticking, scanning, handing the list in, where the activity takes place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from points import audit, people, volunteering
from points.foundation import Actor, NotFound, Refusal, codes, reading, transact
from points.web.auth import audience, current_actor
from points.web.form_keys import new_request_key
from points.web.leader.base import blueprint


@blueprint.get("/<public_id>")
@audience("lead_activities", card=False)
def sheet(public_id: str) -> str:
    """Who is expected, here and gone; absent first."""
    return _sheet(public_id, current_actor())


@blueprint.post("/<public_id>/tick")
@audience("lead_activities", card=False)
def tick(public_id: str) -> AnyResponse | tuple[str, int]:
    """Tick one person, or all of them, in or out."""
    actor = current_actor()
    who, what = request.form.get("who", ""), request.form.get("what", "")
    if what not in ("in", "out", "undo"):
        raise NotFound

    def work() -> int:
        chosen = None if who == "all" else [_person(who, public_id, actor)]
        return volunteering.attendance.tick(public_id, what=what, who=chosen, actor=actor)

    return _done(work, volunteering.attendance.tick, public_id, actor)


@blueprint.post("/<public_id>/scan")
@audience("lead_activities", card=False)
def scan(public_id: str) -> AnyResponse | tuple[str, int]:
    """A resident's code or card: they are here, or they go."""
    actor, code = current_actor(), request.form.get("code", "")
    # before the code: one that is read here is used up, and only who keeps this list may use it up
    reading(lambda: volunteering.attendance_list.read(public_id, actor=actor))
    try:
        person_id = _scanned(code, actor)
    except Refusal as refusal:
        _note_refused(refusal, actor)
        return _sheet(public_id, actor, refusal), refusal.status

    def work() -> int:
        what = volunteering.attendance.scan_person(public_id, person_id, actor=actor)
        name = people.persons.get(actor.community_id, person_id).name
        session["scanned"] = {"name": name, "what": what}
        return 1

    return _done(work, volunteering.attendance.scan_person, public_id, actor)


@blueprint.post("/<public_id>/close")
@audience("lead_activities", card=False)
def close(public_id: str) -> AnyResponse | tuple[str, int]:
    """Hand the list in; from here on the office decides."""
    actor = current_actor()
    return _done(
        lambda: volunteering.confirming.confirm(public_id, actor=actor),
        volunteering.confirming.confirm,
        public_id,
        actor,
    )


def _done(
    work: Callable[[], Any], of: Callable[..., Any], public_id: str, actor: Actor
) -> AnyResponse | tuple[str, int]:
    try:
        audit.records.attempt(work, of=of, actor=actor)
    except NotFound:
        raise
    except Refusal as refusal:
        return _sheet(public_id, actor, refusal), refusal.status
    return redirect(url_for("leader.sheet", public_id=public_id))


def _sheet(public_id: str, actor: Actor, refusal: Refusal | None = None) -> str:
    found = reading(lambda: volunteering.attendance_list.read(public_id, actor=actor))
    persons = {row.person_id for row in (*found.absent, *found.here, *found.gone)}
    carded = reading(lambda: people.cards.holders(actor.community_id, persons))
    return render_template(
        "leader/attendance.html",
        **vars(found),
        carded=carded,
        request_key=new_request_key(),
        scanned=session.pop("scanned", None),
        refusal=refusal,
    )


def _note_refused(refusal: Refusal, actor: Actor) -> None:
    facts = {"code": refusal.code}
    transact(
        lambda: audit.records.record(
            "attendance.checked_in", actor=actor, subject_kind="activity", facts=facts, outcome="refused"
        )
    )


def _scanned(code: str, actor: Actor) -> Any:
    """The person behind a code; a rotating one is used up by this, whatever follows."""
    if codes.classify(code) == codes.CodeKind.IDENTITY:
        return transact(lambda: people.rotating_codes.read(code, "attend", actor=actor))
    return reading(lambda: people.cards.by_token(code, community_id=actor.community_id).person_id)


def _person(who: str, public_id: str, actor: Actor) -> Any:
    found = volunteering.attendance_list.read(public_id, actor=actor)
    for row in (*found.absent, *found.here, *found.gone):
        if row.public_id == who:
            return row.person_id
    raise NotFound
