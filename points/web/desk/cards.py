"""Cards and slips at the desk. A code that is printed once is shown in the answer to its own request, nowhere else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from points import audit, people
from points.foundation import NotFound, Refusal, codes, community, reading, setting
from points.web.addresses import origin
from points.web.auth import audience, current_actor, signed_in
from points.web.desk import person_actions
from points.web.desk.base import blueprint, done, in_page, page, read_form
from points.web.desk.fields import CardForm, EndCardForm, PinForm
from points.web.desk.person import person_again


@blueprint.post("/people/<public_id>/card")
@audience("issue_cards", card=False)
def issue_card(public_id: str) -> Any:
    """Issue or replace a card, and print it: the answer is the only place where its code stands."""
    form, errors = read_form(CardForm)
    old = request.form.get("replaces", "")
    if not errors:
        errors = _missing(form)
    asked = "replace" if old else "issue"
    if errors:
        return person_again(public_id, asked=asked, about=old, errors=errors), 422
    try:
        issued, words = _issue(public_id, form)
    except Refusal as refusal:
        field = {"errors": {"pin": in_page(refusal)["sentence"]}} if refusal.code == "pin_unfit" else {}
        more = field or {"refusal": in_page(refusal)}
        return person_again(public_id, asked=asked, about=old, **more), refusal.status
    return _printed(
        "print/card.html",
        public_id,
        cards=[{**words, "qr": None, "qr_url": codes.qr_data_url(codes.card_link(origin(), issued.token))}],
    )


@blueprint.get("/people/<public_id>/card")
@audience("see_people", card=False)
def card_print(public_id: str) -> Response:
    """A printed page that was loaded again: the code is gone, so back to the person and the way to a new card."""
    return redirect(url_for("desk.person", public_id=public_id), 303)


@blueprint.post("/people/<public_id>/card/end")
@audience("issue_cards", card=False)
def revoke_card(public_id: str) -> Any:
    """Stop a lost card."""
    actor = current_actor()
    form, errors = read_form(EndCardForm)
    about = request.form.get("card", "")
    if errors:
        return person_again(public_id, asked="revoke", about=about, errors=errors), 422
    try:
        number = audit.records.attempt(
            lambda: person_actions.revoke_card(public_id, form["card"], reason=form["reason"], actor=actor),
            of=people.cards.revoke,
            actor=actor,
            subject_id=form["card"],
        )
    except Refusal as refusal:
        return person_again(public_id, refusal=in_page(refusal)), refusal.status
    return done("card_revoked", "desk.person", facts={"number": number}, public_id=public_id)


@blueprint.post("/people/<public_id>/card/pin")
@audience("issue_cards", card=False)
def set_pin(public_id: str) -> Any:
    """A new PIN, typed by the resident at the window."""
    actor = current_actor()
    form, errors = read_form(PinForm)
    about = request.form.get("card", "")
    if errors:
        return person_again(public_id, asked="pin", about=about, errors=errors), 422
    try:
        number = audit.records.attempt(
            lambda: person_actions.set_pin(public_id, form["card"], pin=form["pin"], actor=actor),
            of=people.cards.set_pin,
            actor=actor,
            subject_id=form["card"],
        )
    except Refusal as refusal:
        more = {"errors": {"pin": in_page(refusal)["sentence"]}}
        if refusal.code != "pin_unfit":
            more = {"refusal": in_page(refusal)}
        return person_again(public_id, asked="pin", about=about, **more), refusal.status
    return done("pin_set", "desk.person", facts={"number": number}, public_id=public_id)


@blueprint.post("/people/<public_id>/slip")
@audience("issue_cards", card=False)
def issue_slip(public_id: str) -> Any:
    """Issue a one-time slip, and print it: the answer is the only place where its code stands."""
    actor = current_actor()
    try:
        person, slip = audit.records.attempt(
            lambda: person_actions.issue_slip(public_id, actor=actor),
            of=people.activation.issue,
            actor=actor,
        )
    except Refusal as refusal:
        return person_again(public_id, refusal=in_page(refusal)), refusal.status
    address = origin() + url_for("account.activate")
    return _printed(
        "print/slip.html",
        public_id,
        person={"name": person.name, "door": person.door},
        username=slip.username,
        code=slip.code,
        url=address,
        qr=None,
        qr_url=codes.qr_data_url(address),
        valid_until=slip.valid_until,
    )


@blueprint.get("/people/<public_id>/slip")
@audience("see_people", card=False)
def slip_print(public_id: str) -> Response:
    """A printed page that was loaded again: the code is gone, so back to the person."""
    return redirect(url_for("desk.person", public_id=public_id), 303)


def _missing(form: dict[str, Any]) -> dict[str, str]:
    if form["replaces"]:
        return {} if form["reason"] else {"reason": "required"}
    return {} if form["kind"] else {"kind": "not_a_choice"}


def _issue(public_id: str, form: dict[str, Any]) -> tuple[people.cards.IssuedCard, dict[str, Any]]:
    actor, pin = current_actor(), form["pin"] or None
    if not form["replaces"]:
        return audit.records.attempt(
            lambda: person_actions.issue_card(public_id, kind=form["kind"], pin=pin, actor=actor),
            of=people.cards.issue,
            actor=actor,
        )
    old = _uuid(form["replaces"])
    return audit.records.attempt(
        lambda: person_actions.replace_card(public_id, old, reason=form["reason"], pin=pin, actor=actor),
        of=people.cards.replace,
        actor=actor,
        subject_id=old,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def _printed(template: str, public_id: str, **facts: Any) -> Response:
    """Paper with a secret on it: kept by no cache, and reached by no address."""
    actor, me = current_actor(), signed_in()

    def work() -> dict[str, Any]:
        return {
            "phone": community(actor.community_id).phone or None,
            "hours": setting(actor.community_id, "exchange_days"),
        }

    back = url_for("desk.person", public_id=public_id)
    name = me.community_name if me else ""
    answer = make_response(page(template, reading(work), community_name=name, back_url=back, **facts))
    answer.headers["Cache-Control"] = "no-store"
    return answer
