"""The code of a printed slip and the first password; it reads requests and answers."""

from __future__ import annotations

from typing import Any

from flask import request

from points import audit, people
from points.foundation import Actor, Refusal, reading, transact
from points.web import form_keys, machines, second_factor
from points.web.account.base import blueprint, door, form_again, passwords_differ, typed
from points.web.auth import audience
from points.web.forms import ActivateForm, SlipForm, read_form
from points.web.limits import limiter


@blueprint.get("/activate")
@audience("everyone")
def activate() -> Any:
    """Where the code of a printed slip is typed."""
    return door("account/activate.html", typed={}, errors={}, person=None)


@blueprint.post("/activate")
@audience("everyone")
@limiter.limit("30 per minute")
def activate_posted() -> Any:
    """First the code, which greets its holder; then the password, which uses the slip up."""
    first, errors = read_form(SlipForm, request.form)
    if errors:
        return form_again("account/activate.html", errors, keep=("code",), person=None)
    again = _answered_before(first["code"])
    if again is not None:
        return again
    try:
        name = reading(lambda: people.activation.holder(first["code"])).name
    except people.refusals.SlipUnknown as refusal:
        transact(lambda: audit.records.count_refused("account.activated", people.refusals.SlipUnknown.code))
        return form_again("account/activate.html", {"code": refusal}, refusal, keep=("code",), person=None)
    if not request.form.get("password") and not request.form.get("again"):
        return door("account/activate.html", typed=typed("code"), errors={}, person=name)
    form, errors = read_form(ActivateForm, request.form)
    errors = errors or passwords_differ(form)
    if errors:
        return form_again("account/activate.html", errors, keep=("code",), person=name)
    try:
        holder = _use(form)
    except Refusal as refusal:
        return form_again(
            "account/activate.html", {"password": refusal}, refusal, keep=("code",), person=name
        )
    return second_factor.enter(holder.community_id, holder.account_id, holder.session_epoch)


def _use(form: dict[str, Any]) -> people.activation.Holder:
    """Use the slip up; two presses at once are one."""
    known = reading(lambda: people.activation.holder(form["code"]))
    pressed = form_keys.once_inside(
        lambda also: people.activation.use(
            form["code"], form["password"], machine=machines.at_hand(), also=also
        ),
        of=people.activation.use,
        actor=_actor(known),
    )
    return pressed.done or reading(lambda: people.activation.find_holder(form["code"])) or known


def _answered_before(code: str) -> Any:
    """The press that set the password came before, and its answer was lost: the password lets in. None where it did not."""
    password = request.form.get("password", "")
    known = reading(lambda: people.activation.find_holder(code)) if password else None
    if known is None or form_keys.answered_before(_actor(known)) is None:
        return None
    who = people.signing_in.sign_in(known.username, password, machine=machines.counted_as())
    return second_factor.enter(who.community_id, who.account_id, who.session_epoch)


def _actor(known: people.activation.Holder) -> Actor:
    return Actor(known.community_id, known.account_id, known.person_id)
