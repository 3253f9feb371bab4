"""Taking a redemption back: asked by one, confirmed by a second person."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from points import audit, people, shop
from points.foundation import Actor, reading
from points.web import machines
from points.web.auth import audience, current_actor
from points.web.counter.base import blueprint, loaded
from points.web.counter.forms import UndoRequest


@blueprint.post("/undo")
@audience("serve_counter", card=False)
def ask_undo() -> Response:
    """Ask that a receipt of today be taken back."""
    actor = current_actor()
    asked = loaded(UndoRequest())
    found = audit.records.attempt(
        lambda: shop.undo.ask(asked["receipt"], reason=asked["reason"], actor=actor),
        of=shop.undo.ask,
        actor=actor,
    )
    return jsonify(receipt=found.receipt, state=found.state)


@blueprint.post("/undo/confirm")
@audience("serve_counter", card=False)
def confirm_undo() -> Response:
    """A second person confirms: signed in here themselves, or with their name and password for this one action."""
    asked = loaded(UndoRequest())
    actor = _second_person(asked) if asked["username"] else current_actor()
    found = audit.records.attempt(
        lambda: shop.undo.confirm(asked["receipt"], actor=actor),
        of=shop.undo.confirm,
        actor=actor,
    )
    return jsonify(receipt=found.receipt, state=found.state, tenths=found.tenths)


def _second_person(asked: dict[str, Any]) -> Actor:
    who = people.signing_in.sign_in(asked["username"], asked["password"], machine=machines.counted_as())
    actor = reading(lambda: people.actors.of_account(who.account_id, community_id=who.community_id))
    if actor.community_id != current_actor().community_id or not people.permissions.may(
        actor, "confirm_undo"
    ):
        raise people.refusals.WrongPassword
    return actor
