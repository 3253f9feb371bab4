"""Taking a redemption back: asked by one, confirmed by a second person."""

from __future__ import annotations

from flask import Response, jsonify

from points import audit, shop
from points.web.auth import audience, current_actor
from points.web.counter.base import blueprint, loaded, second_person
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
    actor = second_person(asked) if asked["username"] else current_actor()
    found = audit.records.attempt(
        lambda: shop.undo.confirm(asked["receipt"], actor=actor, reason=asked["reason"]),
        of=shop.undo.confirm,
        actor=actor,
    )
    return jsonify(receipt=found.receipt, state=found.state, tenths=found.tenths)
