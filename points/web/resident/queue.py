"""My number for the exchange day: taking one for half an hour, how many are before it, giving it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for

from points import shop
from points.foundation import NotFound, Refusal, clock, reading
from points.web import form_keys
from points.web.addresses import read_id
from points.web.auth import audience, current_actor
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/queue")
@audience("use_own_purse")
def queue() -> str:
    """The own number and how many are before it, or the half hours there are."""
    return _page()


@blueprint.post("/queue")
@audience("use_own_purse", card=False)
def take_number() -> Any:
    """Take a number for half an hour."""
    actor, (number, starts_at) = current_actor(), _chosen()

    def work() -> shop.numbers.NumberInfo:
        found = [one for one in shop.shops.list_all(actor.community_id) if str(one.number) == number]
        if not found:
            raise NotFound
        for_elder = request.form.get("for_elder") == "1"
        return shop.numbers.take(found[0].id, starts_at, for_elder=for_elder, actor=actor)

    return _done(work, shop.numbers.take)


@blueprint.post("/queue/<number_id>/give-back")
@audience("use_own_purse", card=False)
def give_number_back(number_id: str) -> Any:
    """Not coming: somebody else may have the place."""
    actor, which = current_actor(), read_id(number_id)
    return _done(lambda: shop.numbers.give_back(which, actor=actor), shop.numbers.give_back)


def _done(work: Callable[[], Any], of: Callable[..., Any]) -> Any:
    try:
        form_keys.once(work, of=of, actor=current_actor())
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(refusal), refusal.status
    return redirect(url_for("resident.queue"), 303)


def _chosen() -> tuple[str, datetime]:
    """The shop's number and when the half hour begins, as the button said."""
    number, _, said = request.form.get("slot", "").partition(" ")
    try:
        starts_at = datetime.fromisoformat(said)
    except ValueError as error:
        raise NotFound from error
    if starts_at.tzinfo is None:
        raise NotFound
    return number, starts_at


def _page(refusal: Refusal | None = None) -> str:
    actor = current_actor()

    def query() -> dict[str, Any]:
        own = shop.numbers.own(actor)
        if own is not None and not own.number.ended:
            return {"own": own, "offers": [], "asks": False, "opens": None}
        offers = shop.numbers.offers(actor.community_id, after=own.number.day if own else None)
        asks = any(one.shop.elders for one in offers) and shop.numbers.may_come_for_elder(actor)
        opens = None if offers else shop.numbers.opens_on(actor.community_id)
        return {"own": own, "offers": offers, "asks": asks, "opens": opens}

    return render_template(
        "resident/queue.html", refusal=refusal, today=clock.today(), **page_facts(), **reading(query)
    )
