"""The counter turns its screen to a card's holder, who types the PIN there; the basket stays with the page."""

from __future__ import annotations

from flask import Response, jsonify, url_for

from points import people
from points.web import form_keys, screens
from points.web.auth import audience, current_actor, signed_in
from points.web.counter.base import blueprint, loaded
from points.web.counter.forms import TurnRequest


@blueprint.post("/turn")
@audience("serve_counter", card=False)
def turn_screen() -> Response:
    """Turn it for the card that was scanned, where it pays nothing as it is."""
    actor, session_id = current_actor(), screens.session_of(signed_in())
    code = loaded(TurnRequest())["code"]
    # a code may be used up by being read
    if form_keys.answered_before(actor) is None:
        card_id = people.pins.find_shown(code, actor=actor)
        form_keys.once(
            lambda: people.pins.turn_screen_at_counter(card_id, session_id=session_id, actor=actor),
            of=people.pins.turn_screen_at_counter,
            actor=actor,
            subject_id=card_id,
        )
    screens.note_turned(back=url_for("counter.page"))
    return jsonify(to=url_for("account.own_pin"))
