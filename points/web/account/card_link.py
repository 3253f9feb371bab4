"""What the link on a card opens once its PIN is typed: reading, for half an hour."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from points import audit, people
from points.foundation import NotFound, Refusal, reading, transact, wording
from points.web import auth, navigation
from points.web.account.base import blueprint, form_again
from points.web.auth import audience
from points.web.forms import CardPinForm, read_form
from points.web.limits import limiter


@blueprint.get("/C/<token>")
@audience("everyone")
@limiter.limit("300 per minute")
def card(token: str) -> Any:
    """What a card's link opens: the PIN is asked for."""
    try:
        seen = _card(token)
    except Refusal as refusal:
        return render_template(
            "account/card_link.html", token=token, hint="", refusal=refusal
        ), refusal.status
    me = auth.signed_in()
    if me is not None and auth.is_open(seen.community_id, seen.card_id):
        return redirect(navigation.first_page(me))
    return render_template("account/card_link.html", token=token, hint=_hint(seen))


@blueprint.post("/C/<token>")
@audience("everyone")
@limiter.limit("30 per minute")
def card_posted(token: str) -> Any:
    """The right PIN lets its holder read for half an hour."""
    hint = ""
    try:
        seen = _card(token)
        hint = _hint(seen)
        form, errors = read_form(CardPinForm, request.form)
        if errors:
            return form_again("account/card_link.html", errors, token=token, hint=hint)
        people.pins.check(seen.community_id, seen.card_id, form["pin"])
    except Refusal as refusal:
        left = refusal.facts.get("tries_left") if isinstance(refusal, people.refusals.WrongPin) else None
        return form_again(
            "account/card_link.html", {"pin": refusal}, refusal, token=token, hint=hint, tries_left=left
        )
    transact(lambda: people.pins.note_opened(seen.community_id, seen.card_id, seen.person_id))
    me = auth.begin_card_session(seen.community_id, seen.card_id)
    return redirect(navigation.first_page(me), 303)


def _card(token: str) -> people.cards.CardInfo:
    try:
        return reading(lambda: people.cards.by_token(token))
    except people.refusals.CardUnknown as unknown:
        transact(lambda: audit.records.count_refused("card.opened", people.refusals.CardUnknown.code))
        raise NotFound from unknown


def _hint(seen: people.cards.CardInfo) -> str:
    return wording.masked(reading(lambda: people.persons.get(seen.community_id, seen.person_id)).name)
