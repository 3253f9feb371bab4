"""What the link on a card opens once its PIN is typed: reading, for half an hour."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from points import audit, people
from points.foundation import Refusal, community, reading, transact, wording
from points.web import auth, navigation, office
from points.web.account.base import after, blueprint, door, form_again
from points.web.auth import audience
from points.web.forms import CardPinForm, read_form
from points.web.limits import limiter


@blueprint.get("/C/<token>")
@audience("everyone")
@limiter.limit("300 per minute")
def card(token: str) -> Any:
    """What a card's link opens: the PIN is asked for, unless the card is of no use."""
    try:
        seen = _card(token)
    except Refusal as refusal:
        return _useless(token, refusal)
    me = auth.signed_in()
    if me is not None and auth.is_open(seen.community_id, seen.card_id):
        return redirect(navigation.first_page(me))
    if seen.pin_locked:
        return _useless(token, people.refusals.PinLocked(), seen)
    return door("account/card_link.html", **_shown(token, seen))


@blueprint.post("/C/<token>")
@audience("everyone")
@limiter.limit("30 per minute")
def card_posted(token: str) -> Any:
    """The right PIN lets its holder read for half an hour."""
    try:
        seen = _card(token)
    except Refusal as refusal:
        return _useless(token, refusal)
    form, errors = read_form(CardPinForm, request.form)
    if errors:
        return form_again("account/card_link.html", errors, **_shown(token, seen))
    try:
        people.pins.check(seen.community_id, seen.card_id, form["pin"])
    except people.refusals.WrongPin as refusal:
        return form_again("account/card_link.html", {"pin": refusal}, refusal, **_shown(token, seen))
    except Refusal as refusal:
        return _useless(token, refusal, seen)
    transact(lambda: people.pins.note_opened(seen.community_id, seen.card_id, seen.person_id))
    me = auth.begin_card_session(seen.community_id, seen.card_id)
    return redirect(navigation.first_page(me), 303)


@blueprint.post("/close-card")
@audience("everyone")
def close_card() -> Any:
    """Done with looking at a card; whose phone it is goes on. Pressed once more, or too late, it ends nothing else."""
    me = auth.signed_in()
    return after(auth.end_session() if me is not None and me.by_card else me)


def _card(token: str) -> people.cards.CardInfo:
    try:
        seen = reading(lambda: people.cards.by_token(token))
    except people.refusals.CardUnknown as unknown:
        transact(lambda: audit.records.count_refused("card.opened", people.refusals.CardUnknown.code))
        raise people.refusals.CardUnreadable from unknown
    if seen.status == "active" and not seen.has_pin:
        raise people.refusals.CardWithoutPin
    return seen


def _useless(token: str, refusal: Refusal, seen: people.cards.CardInfo | None = None) -> Any:
    """No field for a PIN that could open nothing, but whom to ask."""
    facts = _shown(token, seen) if seen else {"token": token, "hint": "", "phone": office.phone()}
    return door("account/card_link.html", refusal=refusal, useless=True, **facts), refusal.status


def _shown(token: str, seen: people.cards.CardInfo) -> dict[str, Any]:
    def query() -> dict[str, Any]:
        holder = people.persons.get(seen.community_id, seen.person_id)
        phone = community(seen.community_id).phone
        return {"token": token, "hint": wording.masked(holder.name), "phone": phone}

    return reading(query)
