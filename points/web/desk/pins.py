"""Another PIN for a card: drawn by the house and printed, or typed by its holder on the screen that the desk turns."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import reading
from points.web import screens
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import act, act_once, blueprint, done, read_form
from points.web.desk.cards import family_of, printed
from points.web.desk.forms import PinForm
from points.web.desk.person import person_again


@blueprint.post("/people/<public_id>/card/pin")
@audience("issue_cards", card=False)
def set_pin(public_id: str) -> Any:
    """A new PIN, drawn by the house and printed to be folded over: the answer is the only place where it stands."""
    (form, errors), actor, pin = read_form(PinForm), current_actor(), people.pins.draw()

    def work() -> people.cards.CardInfo:
        person = people.persons.get_visible(public_id, actor=actor)
        return people.cards.set_pin(form["card"], pin, person_id=person.person_id, actor=actor)

    return act_once(
        work,
        of=people.cards.set_pin,
        subject_id=form.get("card"),
        errors=errors,
        again=_again(public_id),
        ids=lambda card: {"card": str(card.card_id)},
        shown=lambda card: _printed_pin(url_for("desk.person", public_id=public_id), card, pin),
        then=lambda _: done("pin_once", "desk.person", facts={}, public_id=public_id),
    )


@blueprint.post("/people/<public_id>/card/turn")
@audience("issue_cards", card=False)
def turn_screen(public_id: str) -> Any:
    """Turn the screen to the holder: from here on it shows the keypad alone."""
    (form, errors), actor = read_form(PinForm), current_actor()
    session_id = screens.session_of(signed_in())

    def work() -> None:
        person = people.persons.get_visible(public_id, actor=actor)
        people.own_pins.turn(form["card"], person_id=person.person_id, session_id=session_id, actor=actor)

    return act(
        work,
        of=people.own_pins.turn,
        subject_id=form.get("card"),
        errors=errors,
        again=_again(public_id),
        then=lambda _none: _turned(public_id),
    )


def _turned(public_id: str) -> Response:
    screens.note_turned(back=url_for("desk.person", public_id=public_id))
    return redirect(url_for("account.own_pin"), 303)


def _again(public_id: str) -> Any:
    return partial(person_again, public_id, asked="pin", about=request.form.get("card", ""))


def _printed_pin(back: str, card: people.cards.CardInfo, pin: str) -> Response:
    family = reading(lambda: family_of(card, current_actor()))
    return printed("print/pin.html", back, pins=[{"pin": pin, "card": card, "family": family}])
