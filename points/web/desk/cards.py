"""A card at the desk, and slips; cards for many are next door (`card_batches`). A code is shown in the answer to its own
press, for some minutes again, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import Actor, codes, new_id, reading
from points.web import drafts, form_keys
from points.web.addresses import read_id
from points.web.asking import act_once, done, read_form
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.forms import CardForm, EndCardForm
from points.web.desk.people import people_again
from points.web.desk.person import person_again
from points.web.papers import printed_cards, printed_slips

#: cards or slips printed in one go: a page of the list
MOST_AT_ONCE = 50


@blueprint.post("/people/<public_id>/card")
@audience("issue_cards", card=False)
@drafts.keeps("kind", "reason", on_page=True)
def issue_card(public_id: str) -> Any:
    """Issue or replace a card, and print it: the answer is the only place where its code stands."""
    form, errors = read_form(CardForm)
    if request.form.get("replaces"):
        return _replace(public_id, form, errors)
    actor, (token, pin) = current_actor(), drawn(public_id, with_pin=form.get("with_pin") == "yes")
    return act_once(
        lambda: people.cards.issue(
            _person(public_id).person_id, kind=form["kind"], pin=pin, token=token, actor=actor
        ),
        of=people.cards.issue,
        errors=errors,
        again=partial(person_again, public_id, asked="issue"),
        ids=lambda issued: {"cards": [[public_id, str(issued.card_id)]]},
        shown=partial(_printed_card, public_id, form),
        shown_again=partial(_card_again, public_id, form),
        then=lambda ids: done("card_once", "desk.person", facts={"at": ids["at"]}, public_id=public_id),
    )


def drawn(whose: str, *, with_pin: bool) -> tuple[str, str | None]:
    """A card's token, and a PIN where one is to be printed; where its holder types one, the card gets it afterwards."""
    token = codes.new_card(form_keys.draw("card token", whose))
    return token, people.pins.draw(form_keys.draw("card pin", whose)) if with_pin else None


def still_good(cards: list[list[str]], *, with_pin: bool) -> list[people.cards.IssuedCard]:
    """The cards of an earlier answer to this press as they were printed; none where one of them is no longer good."""
    actor, found = current_actor(), []
    for whose, card in cards:
        token, pin = drawn(whose, with_pin=with_pin)
        one = reading(partial(people.cards.printed_before, UUID(card), token, actor=actor))
        if one is None or (pin and not people.pins.is_still(one.card_id, pin, actor=actor)):
            return []
        found.append(replace(one, pin=pin or ""))
    return found


@blueprint.get("/people/<public_id>/card")
@blueprint.get("/people/<public_id>/card/pin")
@audience("see_people", card=False)
def card_print(public_id: str) -> Response:
    """A printed page that was loaded again: the code is gone, so back to the person and the way to a new card."""
    return redirect(url_for("desk.person", public_id=public_id), 303)


@blueprint.get("/people/cards")
@blueprint.get("/people/slips")
@audience("see_people", card=False)
def printed_together() -> Response:
    """Papers for many that were loaded again: their codes are gone, so back to the list."""
    return redirect(url_for("desk.people"), 303)


@blueprint.post("/people/slips")
@audience("open_accounts", card=False)
def issue_slips() -> Any:
    """Slips for everybody who is ticked and has no account, printed together: their codes stand nowhere else."""
    actor, back = current_actor(), url_for("desk.people")
    chosen = ticked()
    if not chosen:
        return redirect(back, 303)
    fresh = {one: _fresh_code(one) for one in reading(lambda: _without_account(chosen, actor))}
    batch = new_id()
    return act_once(
        lambda: [
            (
                one,
                people.activation.issue(one.person_id, actor=actor, fresh=fresh[one.public_id], batch=batch),
            )
            for one in _without_account(chosen, actor).values()
            if one.public_id in fresh
        ],
        of=people.activation.issue,
        errors={},
        again=people_again,
        ids=lambda issued: {"slips": [one.public_id for one, _slip in issued]},
        shown=lambda issued: printed_slips(back, issued) if issued else redirect(back, 303),
        shown_again=partial(_slips_again, back),
        then=lambda ids: done("slips_once", "desk.people", facts={"at": ids["at"]}),
    )


def _fresh_code(whose: str) -> people.activation.FreshCode:
    return people.activation.fresh_code(form_keys.draw("slip code", whose))


def _slips_again(back: str, ids: dict[str, Any]) -> Response | None:
    """The slips of an earlier answer to this press as they were printed; None where one of them is no longer good."""
    fresh = {one: _fresh_code(one) for one in ids["slips"]}
    found = reading(
        lambda: [(_person(one), people.activation.printed_before(code)) for one, code in fresh.items()]
    )
    good = [(one, slip) for one, slip in found if slip is not None]
    return printed_slips(back, good) if good and len(good) == len(found) else None


def ticked() -> list[str]:
    """Whom the list has ticks at, as many as are printed in one go."""
    return list(dict.fromkeys(request.form.getlist("person")))[:MOST_AT_ONCE]


def _without_account(public_ids: list[str], actor: Actor) -> dict[str, people.persons.PersonInfo]:
    """Those who never had a way in. An account with a role has one already, so no bundle holds a slip for it."""
    persons = [people.persons.get_visible(one, actor=actor) for one in public_ids]
    known = people.accounts.holders(actor.community_id, {one.person_id for one in persons})
    return {one.public_id: one for one in persons if one.active and one.person_id not in known}


@blueprint.post("/people/<public_id>/card/end")
@audience("issue_cards", card=False)
@drafts.keeps("reason", on_page=True)
def revoke_card(public_id: str) -> Any:
    """Stop a lost card."""
    actor = current_actor()
    form, errors = read_form(EndCardForm)
    return act_once(
        lambda: people.cards.revoke(
            form["card"], person_id=_person(public_id).person_id, reason=form["reason"], actor=actor
        ),
        of=people.cards.revoke,
        subject_id=form.get("card"),
        errors=errors,
        again=partial(person_again, public_id, asked="revoke", about=request.form.get("card", "")),
        ids=lambda card: {"card": str(card.card_id)},
        then=lambda ids: done(
            "card_revoked",
            "desk.person",
            facts={"number": reading(lambda: people.cards.get(actor.community_id, UUID(ids["card"]))).number},
            public_id=public_id,
        ),
    )


@blueprint.post("/people/<public_id>/slip")
@audience("open_accounts", card=False)
def issue_slip(public_id: str) -> Any:
    """Issue a one-time slip, and print it: the answer is the only place where its code stands."""
    actor, fresh = current_actor(), _fresh_code(public_id)
    return act_once(
        lambda: people.activation.issue(_person(public_id).person_id, actor=actor, fresh=fresh),
        of=people.activation.issue,
        errors={},
        again=partial(person_again, public_id),
        ids=lambda _: {"slips": [public_id]},
        shown=partial(_printed_slip, public_id),
        shown_again=partial(_slips_again, url_for("desk.person", public_id=public_id)),
        then=lambda ids: done("slip_once", "desk.person", facts={"at": ids["at"]}, public_id=public_id),
    )


@blueprint.get("/people/<public_id>/slip")
@audience("see_people", card=False)
def slip_print(public_id: str) -> Response:
    """A printed page that was loaded again: the code is gone, so back to the person."""
    return redirect(url_for("desk.person", public_id=public_id), 303)


def _replace(public_id: str, form: dict[str, Any], errors: dict[str, str]) -> Any:
    actor = current_actor()
    old = None if errors else read_id(form["replaces"])
    token, pin = drawn(public_id, with_pin=form.get("with_pin") == "yes")

    def work() -> people.cards.IssuedCard:
        assert old is not None
        person_id = _person(public_id).person_id
        return people.cards.replace(
            old, person_id=person_id, reason=form["reason"], pin=pin, token=token, actor=actor
        )

    return act_once(
        work,
        of=people.cards.replace,
        subject_id=old,
        errors=errors,
        again=partial(person_again, public_id, asked="replace", about=request.form["replaces"]),
        ids=lambda issued: {"cards": [[public_id, str(issued.card_id)]]},
        shown=partial(_printed_card, public_id, form),
        shown_again=partial(_card_again, public_id, form),
        then=lambda ids: done("card_once", "desk.person", facts={"at": ids["at"]}, public_id=public_id),
    )


def _person(public_id: str) -> people.persons.PersonInfo:
    return people.persons.get_visible(public_id, actor=current_actor())


def _printed_card(public_id: str, form: dict[str, Any], issued: people.cards.IssuedCard) -> Response:
    typed = form["with_pin"] == "own"
    onward: dict[str, Any] = {"confirm": "pin", "card": issued.card_id, "_anchor": "confirm"} if typed else {}
    return printed_cards(url_for("desk.person", public_id=public_id, **onward), [issued], typed=typed)


def _card_again(public_id: str, form: dict[str, Any], ids: dict[str, Any]) -> Response | None:
    issued = still_good(ids["cards"], with_pin=form["with_pin"] == "yes")
    return _printed_card(public_id, form, issued[0]) if issued else None


def _printed_slip(public_id: str, slip: people.activation.NewSlip) -> Response:
    back = url_for("desk.person", public_id=public_id)
    return printed_slips(back, [(reading(lambda: _person(public_id)), slip)])
