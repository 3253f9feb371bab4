"""Taking a redemption back: asked by one, confirmed by a second person."""

from __future__ import annotations

from flask import Response, jsonify

from points import shop
from points.web import form_keys
from points.web.auth import audience, current_actor
from points.web.counter.base import blueprint, loaded, second_person
from points.web.counter.forms import UndoRequest


@blueprint.post("/undo")
@audience("serve_counter", card=False)
def ask_undo() -> Response:
    """Ask that a receipt of today be taken back."""
    actor = current_actor()
    asked = loaded(UndoRequest())
    pressed = form_keys.once(
        lambda: shop.undo.ask(asked["receipt"], reason=asked["reason"], actor=actor),
        of=shop.undo.ask,
        actor=actor,
        ids=lambda found: {"receipt": found.receipt, "state": found.state},
    )
    return jsonify(pressed.ids)


@blueprint.post("/undo/decline")
@audience("serve_counter", card=False)
def decline_undo() -> Response:
    """Leave the sale as it is: the question is withdrawn by who asked, or declined."""
    actor, asked = current_actor(), loaded(UndoRequest())
    pressed = form_keys.once(
        lambda: shop.undo.decline(asked["receipt"], actor=actor),
        of=shop.undo.decline,
        actor=actor,
        ids=lambda found: {"receipt": found.receipt, "state": found.state},
    )
    return jsonify(pressed.ids)


@blueprint.post("/undo/confirm")
@audience("serve_counter", card=False)
def confirm_undo() -> Response:
    """A second person confirms: signed in here themselves, or with their name and password for this one action."""
    asked = loaded(UndoRequest())
    actor = second_person(asked) if asked["username"] else current_actor()
    pressed = form_keys.once(
        lambda: shop.undo.confirm(
            asked["receipt"], actor=actor, reason=asked["reason"], shown=asked["expected_tenths"]
        ),
        of=shop.undo.confirm,
        actor=actor,
        ids=lambda found: {"receipt": found.receipt, "state": found.state, "tenths": found.tenths},
    )
    return jsonify(pressed.ids)
