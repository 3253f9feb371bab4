"""A new way to pay that is refused at the counter is confirmed there, beside the basket: by the household's older proof, or
by what a clerk saw who had no part in it."""

from __future__ import annotations

from flask import Response, jsonify

from points import people
from points.web import form_keys
from points.web.auth import audience, current_actor
from points.web.counter.base import blueprint, loaded
from points.web.counter.forms import ProofRequest, SeenRequest


@blueprint.post("/ways/proof")
@audience("serve_counter", card=False)
def prove_way() -> Response:
    """The resident typed the PIN of the card they had, or showed the code on the family's phone."""
    asked, actor = loaded(ProofRequest()), current_actor()
    form_keys.once_inside(
        lambda also: people.confirmations.prove(
            asked["way"], asked["code"], asked["pin"], actor=actor, also=also
        ),
        of=people.confirmations.prove,
        actor=actor,
    )
    return jsonify(confirmed=True)


@blueprint.post("/ways/seen")
@audience("serve_counter", card=False)
def confirm_way() -> Response:
    """The clerk is the second person and says what they saw."""
    asked, actor = loaded(SeenRequest()), current_actor()
    form_keys.once(
        lambda: people.confirmations.confirm([asked["way"]], seen=asked["seen"], actor=actor),
        of=people.confirmations.confirm,
        actor=actor,
    )
    return jsonify(confirmed=True)
