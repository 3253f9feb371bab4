"""Who came: ticking, scanning, taking back, handing the list in, where the activity takes place; and that it does
not."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import render_template, request
from werkzeug.wrappers import Response as AnyResponse

from points import audit, people, volunteering
from points.foundation import Actor, NotFound, Refusal, clock, codes, reading, transact
from points.web import form_keys
from points.web.auth import audience, current_actor
from points.web.leader import data
from points.web.leader.base import blueprint
from points.web.refusals import NotAResidentsCode

#: what a sheet is ticked with
TICKS = ("in", "out", "undo", "back")
#: what is asked about before it is done
ASKS = ("hand-in", "cancel")
MOST_EVIDENCE = 300
Listed = volunteering.attendance_list.ListedPerson


@blueprint.get("/<public_id>")
@audience("lead_activities", card=False)
def sheet(public_id: str) -> str:
    """Who is expected, here and gone, absent first; or a question before the list is handed in or it is called off."""
    return _sheet(public_id, current_actor(), asking=next((one for one in ASKS if one in request.args), ""))


@blueprint.post("/<public_id>/tick")
@audience("lead_activities", card=False)
def tick(public_id: str) -> AnyResponse | tuple[str, int]:
    """Tick one person, or all of them, in or out, or take a tick back."""
    actor = current_actor()
    who, what = request.form.getlist("who"), request.form.get("what", "")
    if what not in TICKS:
        raise NotFound

    def work() -> data.Ticked:
        found = volunteering.attendance_list.read(public_id, actor=actor)
        chosen = _chosen(found, who, what)
        ids = [row.person_id for row in chosen]
        volunteering.attendance.tick(public_id, what=what, who=ids, actor=actor)
        return data.Ticked(what, chosen, beside=_beside(found, who))

    try:
        ticked = form_keys.once(work, of=volunteering.attendance.tick, actor=actor, ids=data.ids)
    except NotFound:
        raise
    except Refusal as refusal:
        return _sheet(public_id, actor, refusal), refusal.status
    return data.answered(public_id, ticked.ids)


@blueprint.post("/<public_id>/scan")
@audience("lead_activities", card=False)
def scan(public_id: str) -> AnyResponse | tuple[str, int]:
    """A resident's code or card, or the number printed on it: they are here, or they go."""
    actor, code = current_actor(), request.form.get("code", "")
    # before the code: one that is read here is used up, and only who keeps this list may use it up
    reading(lambda: volunteering.attendance_list.read(public_id, actor=actor))
    before = form_keys.answered_before(actor)
    if before is not None:
        return data.answered(public_id, before)
    try:
        person_id = _scanned(code, actor)
    except Refusal as refusal:
        _note_refused(refusal, actor)
        return _sheet(public_id, actor, refusal), refusal.status

    def work() -> data.Ticked:
        what = _came_or_went(public_id, person_id, actor)
        return data.Ticked(what, [people.persons.get(actor.community_id, person_id)])

    try:
        ticked = form_keys.once(work, of=volunteering.attendance.scan_person, actor=actor, ids=data.ids)
    except Refusal as refusal:
        return _sheet(public_id, actor, refusal), refusal.status
    return data.answered(public_id, ticked.ids)


@blueprint.post("/<public_id>/close")
@audience("lead_activities", card=False)
def close(public_id: str) -> AnyResponse | tuple[str, int]:
    """Hand the list in; from here on the office decides. Twice is once."""
    actor, evidence = current_actor(), request.form.get("evidence", "").strip()[:MOST_EVIDENCE]
    try:
        form_keys.once(
            lambda: volunteering.confirming.confirm(public_id, evidence=evidence, actor=actor),
            of=volunteering.confirming.confirm,
            actor=actor,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        if refusal.code != "activity_closed":
            return _sheet(public_id, actor, refusal, asking="hand-in"), refusal.status
    return data.answered(public_id)


@blueprint.post("/<public_id>/cancel")
@audience("lead_activities", card=False)
def cancel(public_id: str) -> AnyResponse | tuple[str, int]:
    """It does not take place, says who leads it; who signed up is told."""
    actor, reason = current_actor(), request.form.get("reason", "").strip()[:200]
    return _called_off(
        public_id,
        lambda: volunteering.activities.cancel(public_id, reason=reason, actor=actor),
        of=volunteering.activities.cancel,
        asking="cancel",
    )


@blueprint.post("/<public_id>/resume")
@audience("lead_activities", card=False)
def resume(public_id: str) -> AnyResponse | tuple[str, int]:
    """It takes place after all."""
    actor = current_actor()
    return _called_off(
        public_id,
        lambda: volunteering.activities.resume(public_id, actor=actor),
        of=volunteering.activities.resume,
    )


def _called_off(
    public_id: str, work: Callable[[], object], *, of: Callable[..., object], asking: str = ""
) -> AnyResponse | tuple[str, int]:
    actor = current_actor()
    reading(lambda: volunteering.attendance_list.read(public_id, actor=actor))
    try:
        form_keys.once(work, of=of, actor=actor)
    except Refusal as refusal:
        return _sheet(public_id, actor, refusal, asking=asking), refusal.status
    return data.answered(public_id)


def _sheet(public_id: str, actor: Actor, refusal: Refusal | None = None, *, asking: str = "") -> str:
    found = reading(lambda: volunteering.attendance_list.read(public_id, actor=actor))
    everybody = (*found.absent, *found.here, *found.gone)
    ids = {row.person_id for row in everybody}
    carded = reading(lambda: people.cards.holders(actor.community_id, ids))
    off = asking == "cancel" or found.activity.status == "cancelled"
    reached = reading(lambda: people.accounts.holders(actor.community_id, ids, active=True)) if off else ids
    allowed = {"hand-in": found.can_close, "cancel": found.can_cancel}
    return render_template(
        "leader/attendance.html",
        **vars(found),
        signed_up=found.signed_up,
        carded=carded,
        ticked=data.read(everybody) if found.activity.status == "open" else None,
        unreached=[row.name for row in everybody if row.signed_up and row.person_id not in reached],
        asking=asking if allowed.get(asking) else "",
        refusal=refusal,
    )


def _note_refused(refusal: Refusal, actor: Actor) -> None:
    facts = {"code": refusal.code}
    transact(
        lambda: audit.records.record(
            "attendance.checked_in", actor=actor, subject_kind="activity", facts=facts, outcome="refused"
        )
    )


def _scanned(code: str, actor: Actor) -> UUID:
    """The person behind a code; a rotating one is used up by this, whatever follows. Wrong ones are counted."""
    kind = codes.classify(code)
    if kind == codes.CodeKind.IDENTITY:
        return people.rotating_codes.read(code, "attend", actor=actor)
    if kind in (
        codes.CodeKind.VOUCHER,
        codes.CodeKind.SPOKEN,
        codes.CodeKind.RECEIPT,
        codes.CodeKind.BARCODE,
    ):
        raise NotAResidentsCode
    people.bad_codes.refuse_paused(actor=actor)
    try:
        if kind == codes.CodeKind.CARD_NUMBER:
            return reading(lambda: people.cards.by_number(actor.community_id, code)).person_id
        return reading(lambda: people.cards.by_token(code, community_id=actor.community_id)).person_id
    except (codes.CodeError, people.refusals.CardUnknown):
        people.bad_codes.note(actor=actor)
        raise


def _came_or_went(public_id: str, person_id: UUID, actor: Actor) -> str:
    """Which it was, 'in' or 'out'; a second reading right after the first is answered as the first was."""
    try:
        return volunteering.attendance.scan_person(public_id, person_id, actor=actor)
    except Refusal as refusal:
        if refusal.code == "already_in":
            return "in"
        just_now = clock.now() - volunteering.attendance.DOUBLE_SCAN
        if refusal.code == "already_out" and refusal.facts["at"] > just_now:
            return "out"
        raise


def _chosen(found: volunteering.attendance_list.AttendanceList, who: list[str], what: str) -> list[Listed]:
    """Those of the list who are meant; a tick that is taken back a second time may concern nobody any more."""
    if who == ["all"]:
        return {"in": found.absent, "out": found.here, "undo": [*found.here, *found.gone]}.get(
            what, found.gone
        )
    chosen = [row for row in (*found.absent, *found.here, *found.gone) if row.public_id in who]
    if not chosen and what != "undo":
        raise NotFound
    return chosen


def _beside(found: volunteering.attendance_list.AttendanceList, who: list[str]) -> str:
    """The row to look at next, after this one: without script the page comes back there, not at its top."""
    for part in (found.absent, found.here, found.gone):
        ids = [row.public_id for row in part]
        if len(who) == 1 and who[0] in ids:
            place = ids.index(who[0])
            return next(iter([*ids[place + 1 :], *ids[:place][::-1]]), "")
    return ""
