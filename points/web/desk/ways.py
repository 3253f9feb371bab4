"""Ways to pay that wait for a second word: the list, a printed batch against its signed list, one with its proofs; and
another PIN for a card, which begins one: drawn and printed, or typed by its holder on the screen that the desk turns."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from points import people
from points.foundation import Actor, Refusal, reading
from points.web import drafts, exporting, form_keys, listing, screens
from points.web.addresses import read_id
from points.web.asking import act_once, done, in_page, page, read_form, typed, typed_or_left
from points.web.auth import audience, current_actor, language, signed_in
from points.web.desk.base import blueprint
from points.web.desk.forms import PinForm
from points.web.desk.person import person_again
from points.web.papers import family_of, printed

#: what was printed together is confirmed with one press, so many at most; of more, the rest is shown afterwards
MOST_AT_ONCE = 500
#: who may be asked as a second person is named, so many of them
ASKED_MOST = 6


@blueprint.get("/ways")
@audience("confirm_ways", "issue_cards", card=False)
def ways() -> str:
    """What waits; with ?batch= what was printed together, to be confirmed against the list that was signed."""
    batch = read_id(request.args["batch"]) if request.args.get("batch") else None
    return _sheet(batch) if batch and request.args.get("print") else _list(batch)


@blueprint.get("/ways/<way_id>")
@audience("confirm_ways", "issue_cards", card=False)
def way(way_id: str) -> str:
    """One way, with what confirms it where it waits: the household's older proof, or a second person's word."""
    return _one(read_id(way_id))


@blueprint.post("/ways/confirm")
@audience("confirm_ways", card=False)
@drafts.keeps("seen", on_page=True)
def confirm_ways() -> Any:
    """A second person says yes, to one or to those of a batch whose holders signed."""
    actor, form = current_actor(), typed("seen", "batch")
    chosen = [read_id(one) for one in request.form.getlist("way")]
    batch = read_id(form["batch"]) if form["batch"] else None
    if not chosen:
        return _list(batch, errors={"way": "required"}), 422
    return act_once(
        lambda: people.confirmations.confirm(
            chosen, seen=form["seen"], actor=actor, listed=batch is not None
        ),
        of=people.confirmations.confirm,
        errors={},
        beside={"seen_missing": "seen"},
        again=partial(_list, batch) if batch else partial(_one, chosen[0]),
        ids=lambda number: {"number": number},
        then=lambda ids: done("way_confirmed", "desk.ways", facts=ids),
    )


@blueprint.post("/ways/<way_id>/proof")
@audience("serve_counter", "issue_cards", "confirm_ways", card=False)
def prove_way(way_id: str) -> Any:
    """The household's older proof, typed or shown by the resident."""
    form, wanted = typed("code", "pin"), read_id(way_id)
    actor = current_actor()
    try:
        form_keys.once_inside(
            lambda also: people.confirmations.prove(
                wanted, form["code"], form["pin"], actor=actor, also=also
            ),
            of=people.confirmations.prove,
            actor=actor,
        )
    except Refusal as refusal:
        return _one(wanted, refusal=in_page(refusal)), refusal.status
    return done("way_confirmed", "desk.ways", facts={"number": 1})


@blueprint.post("/ways/<way_id>/end")
@audience("confirm_ways", "issue_cards", card=False)
def end_way(way_id: str) -> Any:
    """End one: it pays no more, and the way back is this desk."""
    actor, wanted = current_actor(), read_id(way_id)
    return act_once(
        lambda: people.confirmations.end(wanted, actor=actor),
        of=people.confirmations.end,
        errors={},
        again=partial(_one, wanted),
        then=lambda _none: done("way_ended", "desk.ways", facts={}),
    )


def _list(batch: UUID | None, **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts(batch, actor))
    return page("desk/ways.html", facts, batch=batch, form=typed_or_left("seen"), **more)


def _facts(batch: UUID | None, actor: Actor) -> dict[str, Any]:
    # a batch is confirmed whole, so it stands on one page
    asked = listing.asked(limit=MOST_AT_ONCE if batch else listing.PAGE)
    found, lang = people.ways.waiting(actor, asked, batch=batch), language()
    own = people.confirmations.not_theirs(found.rows, actor=actor) if batch else {}
    return {
        "list": listing.Listing("desk.ways", found, {"batch": str(batch) if batch else ""}),
        "collecting": people.collectors.waiting_count(actor),
        "batches": [] if batch else people.ways.batches(actor),
        "own": {way_id: refusal.message(lang) for way_id, refusal in own.items()},
    }


def _one(way_id: UUID, **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts_of_one(way_id, actor))
    return page("desk/ways_one.html", facts, form=typed_or_left("seen", "code"), **more)


def _facts_of_one(way_id: UUID, actor: Actor) -> dict[str, Any]:
    found = people.ways.get_visible(way_id, actor=actor)
    no = people.confirmations.why_not(found, actor=actor)
    waits = no is not None and not found.confirmed
    return {
        "way": found,
        "no": no.message(language()) if no else None,
        "others": people.confirmations.others(found, actor=actor, most=ASKED_MOST) if waits else [],
    }


def _sheet(batch: UUID) -> str:
    """The list that is signed when papers are handed out; there is nothing secret on it."""
    actor = current_actor()
    columns = [
        exporting.Column(_("谁"), lambda one: one.name, width=12),
        exporting.Column(_("门牌"), lambda one: one.door, width=18),
        exporting.Column(_("发的是什么"), _thing, width=18),
        exporting.Column(_("本人或家人签名"), lambda _one: "", width=24),
        exporting.Column(_("看了什么证件"), lambda _one: "", width=20),
    ]
    return exporting.on_paper(
        _("发放签收单"),
        columns,
        lambda asked: people.ways.waiting(actor, asked, batch=batch),
        back=url_for("desk.ways", batch=batch),
        signs=[_("发的人"), _("看着发的人")],
    )


def _thing(way: people.ways.WayInfo) -> str:
    return _("卡，尾号 %(tail)s", tail=way.number_tail) if way.card_id else _("开通单")


@blueprint.post("/people/<public_id>/card/pin")
@audience("issue_cards", card=False)
def set_pin(public_id: str) -> Any:
    """A new PIN, drawn by the house and printed to be folded over: the answer is the only place where it stands."""
    (form, errors), actor = read_form(PinForm), current_actor()
    pin, back = people.pins.draw(form_keys.draw("card pin")), url_for("desk.person", public_id=public_id)

    def work() -> people.cards.CardInfo:
        person = people.persons.get_visible(public_id, actor=actor)
        return people.cards.set_pin(form["card"], pin, person_id=person.person_id, actor=actor)

    return act_once(
        work,
        of=people.cards.set_pin,
        subject_id=form.get("card"),
        errors=errors,
        again=_asked(public_id),
        ids=lambda card: {"card": str(card.card_id)},
        shown=lambda card: _printed_pin(back, card, pin),
        shown_again=lambda ids: _pin_again(back, UUID(ids["card"]), pin),
        then=lambda ids: done("pin_once", "desk.person", facts={"at": ids["at"]}, public_id=public_id),
    )


@blueprint.post("/people/<public_id>/card/turn")
@audience("issue_cards", card=False)
def turn_screen(public_id: str) -> Any:
    """Turn the screen to the holder: from here on it shows the keypad alone."""
    (form, errors), actor = read_form(PinForm), current_actor()
    session_id = screens.session_of(signed_in())

    def work() -> None:
        person = people.persons.get_visible(public_id, actor=actor)
        people.pins.turn_screen(form["card"], person_id=person.person_id, session_id=session_id, actor=actor)

    return act_once(
        work,
        of=people.pins.turn_screen,
        subject_id=form.get("card"),
        errors=errors,
        again=_asked(public_id),
        then=lambda _none: _turned(public_id),
    )


def _turned(public_id: str) -> Response:
    screens.note_turned(back=url_for("desk.person", public_id=public_id))
    return redirect(url_for("account.own_pin"), 303)


def _asked(public_id: str) -> Any:
    return partial(person_again, public_id, asked="pin", about=request.form.get("card", ""))


def _pin_again(back: str, card_id: UUID, pin: str) -> Response | None:
    actor = current_actor()
    if not people.pins.is_still(card_id, pin, actor=actor):
        return None
    return _printed_pin(back, reading(lambda: people.cards.get(actor.community_id, card_id)), pin)


def _printed_pin(back: str, card: people.cards.CardInfo, pin: str) -> Response:
    family = reading(lambda: family_of(card, current_actor()))
    return printed("print/pin.html", back, pins=[{"pin": pin, "card": card, "family": family}])
