"""Closing a day: what is due, added up by one, signed by another, printed; a day that is closed is shown as it was."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, url_for

from points import people, shop
from points.foundation import Actor, clock, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, typed
from points.web.auth import audience, current_actor
from points.web.manager.base import blueprint, names_of, settle_once, shop_here, shops_here


@blueprint.get("/day-close")
@audience("see_shop", card=False)
def day_close() -> str:
    """What is due, and every day that was added up."""
    return days_again()


@blueprint.get("/day-close/draft")
@audience("see_shop", card=False)
def day_draft() -> str:
    """The day that is due as it stands now."""
    actor = current_actor()
    return page("manager/day_close_one.html", reading(lambda: _draft(actor)))


@blueprint.get("/day-close/draft/print")
@audience("see_shop", card=False)
def day_draft_print() -> str:
    """The same on A4; it says that it is a draft."""
    actor = current_actor()
    return _paper(reading(lambda: _draft(actor)))


@blueprint.post("/day-close")
@audience("see_shop", card=False)
def add_up_day() -> Any:
    """Add the day up that is due, for somebody else to sign."""
    actor = current_actor()

    def work() -> UUID:
        here = shop_here(actor)
        day = shop.day_close.due(actor.community_id, here.id)
        return shop.day_close.hand_in(here.id, day or clock.today(), actor=actor)

    return act_once(
        work,
        of=shop.day_close.hand_in,
        errors={},
        again=days_again,
        ids=lambda made: {"close": str(made)},
        then=lambda answer: done("day_added_up", "manager.day_closed", facts={}, close_id=answer["close"]),
    )


@blueprint.get("/day-close/<close_id>")
@audience("see_shop", card=False)
def day_closed(close_id: str) -> str:
    """One day, as it was added up."""
    return _one(close_id)


@blueprint.post("/day-close/<close_id>/sign")
@audience("see_shop", card=False)
def sign_day(close_id: str) -> Any:
    """Sign it as the second person."""
    which = read_id(close_id)
    to = "manager.day_closed", {"close_id": which}
    return settle_once(shop.day_close.sign, which, "day_closed", again=partial(_one, close_id), to=to)


@blueprint.get("/day-close/<close_id>/print")
@audience("see_shop", card=False)
def day_closed_print(close_id: str) -> str:
    """The same on A4, to be signed by three."""
    actor, which = current_actor(), read_id(close_id)
    return _paper(reading(lambda: _kept(which, actor)))


def days_again(**more: Any) -> str:
    """The days, after something was asked of them."""
    actor = current_actor()
    return page("manager/day_close.html", reading(lambda: _days(actor)), **more)


def _one(close_id: str, **more: Any) -> str:
    actor, which = current_actor(), read_id(close_id)
    facts = reading(lambda: _kept(which, actor))
    return page("manager/day_close_one.html", facts, form=typed("reason"), **more)


def _paper(facts: dict[str, Any]) -> str:
    one = facts["one"]
    back = (
        url_for("manager.day_closed", close_id=one.close_id)
        if one.close_id
        else url_for("manager.day_draft", shop=facts["here"].number)
    )
    return render_template("print/day_close.html", **facts, printed_at=clock.now(), back_url=back)


def _draft(actor: Actor) -> dict[str, Any]:
    here = shop_here(actor)
    return _shown(shop.day_close.draft(actor.community_id, here.id), here, actor)


def _kept(which: UUID, actor: Actor) -> dict[str, Any]:
    found = shop.day_close.look(shop.day_close.get(actor.community_id, which))
    here = shop.shops.get_ever(actor.community_id, found.day.shop_id)
    return _shown(found, here, actor)


def _days(actor: Actor) -> dict[str, Any]:
    facts = shops_here(actor)
    if facts["here"] is None:
        return {**facts, "days": [], "due": None, "unclosed": None, "names": {}, "may": False}
    shop_id = facts["here"].id
    stands = shop.day_close.standing(actor.community_id, shop_id)
    days = shop.day_close.list_newest(actor.community_id, shop_id)
    return {
        **facts,
        "days": days,
        "due": stands.due,
        "unclosed": stands.unclosed,
        "names": names_of(actor, [one for day in days for one in (day.handed_by, day.signed_by)]),
        "may": people.acting.may_begin(shop.day_close.ACT, actor),
    }


def _shown(found: shop.day_close.Looked, here: shop.shops.ShopInfo, actor: Actor) -> dict[str, Any]:
    one, since, undone = found
    why = None
    if one.status == "waiting":
        why = people.acting.reason_of(shop.day_close.ACT, [one.handed_by], actor=actor)
    return {
        "one": one,
        "here": here,
        "undone": undone,
        "names": names_of(actor, _accounts(one, undone)),
        "since": since,
        "may": people.acting.may_begin(shop.day_close.ACT, actor) and one.status != "closed",
        "signs": why is not None,
        "why": why or "",
    }


def _accounts(
    one: shop.day_close.DayInfo, undone: list[shop.day_close.UndoneSale]
) -> Iterator[UUID | str | None]:
    yield from (one.handed_by, one.signed_by)
    yield from (clerk["clerk"] for clerk in one.figures.said["clerks"])
    for sale in undone:
        yield from (sale.clerk_id, sale.asked_by, sale.decided_by)
