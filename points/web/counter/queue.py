"""The queue of today at the counter: calling, who came, who was not there, paper numbers, and the screen that shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for

from points import people, shop
from points.foundation import Actor, NotFound, codes, reading
from points.web import cookies, machines, rolls
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, typed
from points.web.auth import audience, current_actor, signed_in
from points.web.counter.base import blueprint

#: so many numbers that were called are offered to be called back
SHOWN = 4


@blueprint.get("/queue")
@audience("serve_counter", card=False)
def queue() -> Response:
    """Who is called, who waits in which order, who was not there."""
    answer = Response(_queue())
    till = request.args.get("till", "")
    if till.isdigit() and int(till) in shop.numbers.TILLS:
        cookies.keep(answer, cookies.TILL, till)
    return answer


@blueprint.post("/queue/next")
@audience("serve_counter", card=False)
def call_next() -> Any:
    """The next number; whom this clerk called before has come."""
    actor, till = current_actor(), _till()
    return _act(
        lambda: shop.calls.call_next(_here(actor).id, till, actor=actor), shop.calls.call_next, ids=_number
    )


@blueprint.post("/queue/numbers/<number_id>/<deed>")
@audience("serve_counter", card=False)
def settle_number(number_id: str, deed: str) -> Any:
    """Call it, now or again; it came; it was not there."""
    actor, which = current_actor(), read_id(number_id)
    deeds: dict[str, Callable[..., Any]] = {
        "call": partial(shop.calls.call, till=_till()),
        "came": shop.calls.came,
        "not-there": shop.calls.not_there,
    }
    if deed not in deeds:
        raise NotFound
    of = getattr(deeds[deed], "func", deeds[deed])
    return _act(lambda: deeds[deed](which, actor=actor), of, ids=_number)


@blueprint.post("/queue/numbers")
@audience("serve_counter", card=False)
def give_number() -> Any:
    """A number on paper, and the slip with it."""
    actor, card = current_actor(), request.form.get("card", "").strip()
    elder = request.form.get("elder") == "1"

    def work() -> shop.numbers.NumberInfo:
        person_id = _behind(card, actor) if card else None
        return shop.numbers.give(_here(actor).id, elder=elder, person_id=person_id, actor=actor)

    return act_once(
        work,
        of=shop.numbers.give,
        errors={},
        again=_queue,
        ids=lambda one: {"number": str(one.number_id)},
        then=lambda ids: redirect(url_for("counter.number_slip", number_id=ids["number"], now=1), 303),
        beside={"card_unknown": "card", "code_check_digit": "card"},
    )


@blueprint.post("/queue/clear")
@audience("serve_counter", card=False)
def clear_queue() -> Any:
    """The end of the line."""
    actor = current_actor()
    return act_once(
        lambda: shop.calls.clear(_here(actor).id, actor=actor),
        of=shop.calls.clear,
        errors={},
        again=_queue,
        ids=lambda left: {"people": left},
        then=lambda ids: done("queue_cleared", "counter.queue", facts=ids),
    )


@blueprint.get("/queue/numbers/<number_id>/slip")
@audience("serve_counter", card=False)
def number_slip(number_id: str) -> Response:
    """The slip of a paper number."""
    actor, which = current_actor(), read_id(number_id)

    def facts() -> dict[str, Any]:
        one = shop.numbers.get(actor.community_id, which)
        here = shop.shops.get_ever(actor.community_id, one.shop_id)
        ahead = [found.number_id for found in shop.numbers.in_order(actor.community_id, here, one.day)]
        return {"one": one, "here": here, "before": ahead.index(which) if which in ahead else 0}

    now, back = request.args.get("now") == "1", url_for("counter.queue")
    return rolls.rendered("print/queue_number.html", **reading(facts), back_url=back, now=now)


@blueprint.get("/queue/screen")
@audience("everyone", turned=True)
def queue_screen() -> str:
    """The second screen: the number that is called, large, and the last ones; no name. It is for who serves here, and on a
    machine that is enrolled for a shop it goes on when nobody is signed in any more."""

    def facts() -> dict[str, Any]:
        community_id, here = _of_screen()
        return {"board": shop.calls.board(community_id, here), "here": here}

    return render_template("counter/queue_screen.html", **reading(facts))


def _of_screen() -> tuple[UUID, shop.shops.ShopInfo]:
    """The shop whose queue this screen shows; whoever neither serves nor sits at an enrolled machine is sent away."""
    me = signed_in()
    if me is not None and people.permissions.may(me.actor, "serve_counter"):
        return me.actor.community_id, _here(me.actor)
    device = machines.find_device()
    if device is None or device.shop_id is None:
        raise NotFound if me is not None else people.refusals.SignInNeeded
    return device.community_id, shop.shops.get(device.community_id, device.shop_id)


def _queue(**more: Any) -> str:
    actor = current_actor()

    def facts() -> dict[str, Any]:
        here = _here(actor)
        board = shop.calls.board(actor.community_id, here)
        own = [one for one in board.open_calls if one.called_by == actor.account_id]
        # who may be called back: whoever was not there, and the last that were called
        past = [*board.missed, *(one for one in board.called[:SHOWN] if one not in own)]
        return {"here": here, "board": board, "own": own, "past": past}

    return page(
        "counter/queue.html",
        reading(facts),
        till=_till(),
        tills=shop.numbers.TILLS,
        form=typed("card", "elder"),
        **more,
    )


def _act(work: Callable[[], Any], of: Callable[..., Any], *, ids: Callable[[Any], dict[str, Any]]) -> Any:
    return act_once(
        work,
        of=of,
        errors={},
        again=_queue,
        ids=ids,
        then=lambda _: redirect(url_for("counter.queue"), 303),
    )


def _number(one: shop.numbers.NumberInfo) -> dict[str, Any]:
    return {"number": one.number}


def _here(actor: Actor) -> shop.shops.ShopInfo:
    return shop.shops.of_actor(actor)


def _behind(text: str, actor: Actor) -> UUID:
    """Whose card was shown or typed; it opens nothing here, so its PIN is not asked for."""
    if codes.classify(text) == codes.CodeKind.CARD_NUMBER:
        return people.cards.by_number(actor.community_id, text).person_id
    return people.cards.by_token(text, community_id=actor.community_id).person_id


def _till() -> int:
    """Which till of the shop this machine is: chosen now, or kept from before."""
    said = request.args.get("till", "") or cookies.find(cookies.TILL) or ""
    return int(said) if said.isdigit() and int(said) in shop.numbers.TILLS else 1
