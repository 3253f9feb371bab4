"""Cards and slips at the desk. A code that is printed once is shown in the answer to its own request, nowhere else."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import Actor, codes, community, new_id, reading, setting, wording
from points.web import drafts
from points.web.addresses import origin, read_id
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import act_once, blueprint, done, page, read_form
from points.web.desk.forms import CardForm, EndCardForm
from points.web.desk.people import people_again
from points.web.desk.person import person_again

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
    actor, pin = current_actor(), _drawn(form)
    return act_once(
        lambda: people.cards.issue(_person(public_id).person_id, kind=form["kind"], pin=pin, actor=actor),
        of=people.cards.issue,
        errors=errors,
        again=partial(person_again, public_id, asked="issue"),
        ids=lambda issued: {"card": str(issued.card_id)},
        shown=partial(_printed_card, public_id, form),
        then=lambda _: done("card_once", "desk.person", facts={}, public_id=public_id),
    )


def _drawn(form: dict[str, Any]) -> str | None:
    """A PIN by chance where one is to be printed; where its holder types one, the card gets it afterwards."""
    return people.pins.draw() if form.get("with_pin") == "yes" else None


@blueprint.get("/people/<public_id>/card")
@blueprint.get("/people/<public_id>/card/pin")
@audience("see_people", card=False)
def card_print(public_id: str) -> Response:
    """A printed page that was loaded again: the code is gone, so back to the person and the way to a new card."""
    return redirect(url_for("desk.person", public_id=public_id), 303)


@blueprint.post("/people/cards")
@audience("issue_cards", card=False)
def issue_cards() -> Any:
    """Cards for everybody who is ticked in the list and has none, printed together: their codes stand nowhere else."""
    actor, back = current_actor(), url_for("desk.people")
    ticked = _ticked()
    if not ticked:
        return redirect(back, 303)
    pins = {one: people.pins.draw() for one in ticked}
    return act_once(
        lambda: _issue_many(pins, actor),
        of=people.cards.issue,
        errors={},
        again=people_again,
        ids=lambda issued: {"cards": len(issued)},
        shown=lambda issued: _printed_cards(back, issued) if issued else redirect(back, 303),
        then=lambda _: done("cards_once", "desk.people", facts={}),
    )


def _issue_many(pins: dict[str, str], actor: Actor) -> list[people.cards.IssuedCard]:
    """A card with its PIN each, the household's where the purse is shared; who has one that works, or has left, gets none."""
    persons, batch = [people.persons.get_visible(one, actor=actor) for one in pins], new_id()
    carded = people.cards.holders(actor.community_id, {one.person_id for one in persons})
    purses = people.purses.accounts_of(actor.community_id, [one.person_id for one in persons])
    return [
        people.cards.issue(
            one.person_id,
            kind="household" if purses.get(one.person_id, (None, None))[1] else "person",
            pin=pins[one.public_id],
            actor=actor,
            batch=batch,
        )
        for one in persons
        if one.active and one.person_id not in carded
    ]


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
    ticked = _ticked()
    if not ticked:
        return redirect(back, 303)
    fresh = {one: people.activation.fresh_code() for one in reading(lambda: _without_account(ticked, actor))}
    batch = new_id()
    return act_once(
        lambda: [
            (
                one,
                people.activation.issue(one.person_id, actor=actor, fresh=fresh[one.public_id], batch=batch),
            )
            for one in _without_account(ticked, actor).values()
            if one.public_id in fresh
        ],
        of=people.activation.issue,
        errors={},
        again=people_again,
        ids=lambda issued: {"slips": len(issued)},
        shown=lambda issued: _printed_slips(back, issued) if issued else redirect(back, 303),
        then=lambda _: done("slips_once", "desk.people", facts={}),
    )


def _ticked() -> list[str]:
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
    actor = current_actor()
    return act_once(
        lambda: people.activation.issue(_person(public_id).person_id, actor=actor),
        of=people.activation.issue,
        errors={},
        again=partial(person_again, public_id),
        ids=lambda _: {},
        shown=partial(_printed_slip, public_id),
        then=lambda _: done("slip_once", "desk.person", facts={}, public_id=public_id),
    )


@blueprint.get("/people/<public_id>/slip")
@audience("see_people", card=False)
def slip_print(public_id: str) -> Response:
    """A printed page that was loaded again: the code is gone, so back to the person."""
    return redirect(url_for("desk.person", public_id=public_id), 303)


def _replace(public_id: str, form: dict[str, Any], errors: dict[str, str]) -> Any:
    actor = current_actor()
    old = None if errors else read_id(form["replaces"])
    pin = _drawn(form)

    def work() -> people.cards.IssuedCard:
        assert old is not None
        person_id = _person(public_id).person_id
        return people.cards.replace(old, person_id=person_id, reason=form["reason"], pin=pin, actor=actor)

    return act_once(
        work,
        of=people.cards.replace,
        subject_id=old,
        errors=errors,
        again=partial(person_again, public_id, asked="replace", about=request.form["replaces"]),
        ids=lambda issued: {"card": str(issued.card_id)},
        shown=partial(_printed_card, public_id, form),
        then=lambda _: done("card_once", "desk.person", facts={}, public_id=public_id),
    )


def _person(public_id: str) -> people.persons.PersonInfo:
    return people.persons.get_visible(public_id, actor=current_actor())


def _printed_card(public_id: str, form: dict[str, Any], issued: people.cards.IssuedCard) -> Response:
    typed = form["with_pin"] == "own"
    onward: dict[str, Any] = {"confirm": "pin", "card": issued.card_id, "_anchor": "confirm"} if typed else {}
    return _printed_cards(url_for("desk.person", public_id=public_id, **onward), [issued], typed=typed)


def _printed_cards(back: str, issued: list[people.cards.IssuedCard], *, typed: bool = False) -> Response:
    """Cards, and for those that got a PIN a slip to fold over it, on sheets of their own; where the holder types it, the
    way back leads to the turned screen."""
    actor = current_actor()
    families = reading(lambda: [family_of(one, actor) for one in issued])
    return printed(
        "print/card.html",
        back,
        cards=[
            {
                "card": one,
                "family": family,
                "qr_url": codes.qr_data_url(codes.card_link(origin(), one.token)),
            }
            for one, family in zip(issued, families, strict=True)
        ],
        pins=[
            {"pin": one.pin, "card": one, "family": family}
            for one, family in zip(issued, families, strict=True)
            if one.pin
        ],
        hours=reading(lambda: setting(actor.community_id, "exchange_days")),
        typed=typed,
    )


def family_of(issued: people.cards.IssuedCard | people.cards.CardInfo, actor: Actor) -> str:
    """The family name alone, never the door: the door is what the clerk asks."""
    person_id = people.cards.get(actor.community_id, issued.card_id).person_id
    name = people.persons.get(actor.community_id, person_id).name
    if issued.kind == "household":
        name = people.purses.of_person(actor.community_id, person_id).label or name
    return wording.masked(name).rstrip("*")


def _printed_slip(public_id: str, slip: people.activation.NewSlip) -> Response:
    back = url_for("desk.person", public_id=public_id)
    return _printed_slips(back, [(reading(lambda: _person(public_id)), slip)])


def _printed_slips(
    back: str, slips: list[tuple[people.persons.PersonInfo, people.activation.NewSlip]]
) -> Response:
    address = origin() + url_for("account.activate")
    return printed(
        "print/slip.html",
        back,
        slips=slips,
        url=address,
        qr_url=codes.qr_data_url(address),
    )


def printed(template: str, back: str, **facts: Any) -> Response:
    """Paper with a secret on it: kept by no cache, and reached by no address."""
    actor, me = current_actor(), signed_in()
    phone = reading(lambda: community(actor.community_id)).phone or None
    name = me.community_name if me else ""
    answer = make_response(page(template, facts, phone=phone, community_name=name, back_url=back))
    answer.headers["Cache-Control"] = "no-store"
    return answer
