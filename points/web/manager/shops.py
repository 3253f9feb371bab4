"""The shops: asked for and confirmed, called otherwise, closed for good; days unlike their weekday, and the sign for the door."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from marshmallow import ValidationError, validates_schema

from points import people, shop, stockroom
from points.foundation import Actor, NotFound, clock, community, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor, signed_in
from points.web.fields import Day, Words
from points.web.forms import Form
from points.web.manager.base import AgreeForm, ShopReasonForm, blueprint, names_of, settle_once

#: days a shop's page shows ahead
AHEAD = 14
KINDS = ("closed", "open")


class ShopForm(Form):
    """What a shop is called, and where it is."""

    name = Words(most=30)
    name_en = Words(most=60, required=False)
    spot = Words(most=60, required=False)


class DayForm(Form):
    """A day unlike its weekday; `hours` as in the setting, where it is open."""

    day = Day("future")
    kind = Words(most=10, among=KINDS)
    hours = Words(most=60, required=False)
    reason = Words(most=60)

    @validates_schema
    def fits(self, data: dict[str, Any], **_: Any) -> None:
        """Hours are read once, beside their field."""
        if data.get("kind") == "open" and _spans(data.get("hours", "")) is None:
            raise ValidationError("not_hours", "hours")


@blueprint.get("/shops")
@audience("see_shop", card=False)
def shops() -> str:
    """Every shop, what waits for a second person, and the form for a new one."""
    return _all()


@blueprint.post("/shops")
@audience("see_shop", card=False)
def ask_for_shop() -> Any:
    """Ask for a new shop."""
    form, errors = read_form(ShopForm)
    return act_once(
        lambda: shop.founding.ask(**form, actor=current_actor()),
        of=shop.founding.ask,
        errors=errors,
        again=_all,
        beside={"shop_name_taken": "name"},
        ids=lambda made: {"name": made.name},
        then=lambda made: done("shop_asked", "manager.shops", facts=made),
    )


@blueprint.post("/shops/<shop_id>/confirm")
@audience("see_shop", card=False)
def confirm_shop(shop_id: str) -> Any:
    """Agree as the second person; a stand-in says why."""
    return _settle(shop_id, shop.founding.confirm, "shop_opened", AgreeForm)


@blueprint.post("/shops/<shop_id>/decline")
@audience("see_shop", card=False)
def decline_shop(shop_id: str) -> Any:
    """Say no, or take it back."""
    return _settle(shop_id, shop.founding.decline, "shop_declined", ShopReasonForm)


@blueprint.get("/shops/<int:number>")
@audience("see_shop", card=False)
def one_shop(number: int) -> str:
    """One shop: when it exchanges in the next days, what is unlike its weekday, and what can be done."""
    return _one(number)


@blueprint.post("/shops/<int:number>/name")
@audience("see_shop", card=False)
def rename_shop(number: int) -> Any:
    """Call it something else."""
    form, errors = read_form(ShopForm)
    return _act(number, shop.founding.rename, "shop_renamed", form, errors, asked="name")


@blueprint.post("/shops/<int:number>/close")
@audience("see_shop", card=False)
def close_shop(number: int) -> Any:
    """Close it for good."""
    form, errors = read_form(ShopReasonForm)
    to = "manager.shops"
    return _act(
        number, shop.founding.close, "shop_closed", form, errors, asked="close", to=to, work=close_empty
    )


def close_empty(shop_id: UUID, *, reason: str, actor: Actor) -> None:
    """Close it, unless something is on the way to it or from it, which might come back: the shop knows no stockroom."""
    shop.founding.close(shop_id, reason=reason, actor=actor)
    if pieces := stockroom.transfers.pieces_between(actor.community_id, shop_id):
        raise shop.refusals.ShopNotEmpty(pieces=pieces, vouchers=0)


@blueprint.post("/shops/<int:number>/days")
@audience("see_shop", card=False)
def note_day(number: int) -> Any:
    """A day on which it is closed, or open in hours of its own."""
    form, errors = read_form(DayForm)
    if form:
        form["hours"] = _spans(form["hours"]) or ()
    return _act(number, shop.special_days.note, "shop_day_noted", form, errors)


@blueprint.post("/shops/<int:number>/days/<day>/back")
@audience("see_shop", card=False)
def take_back_day(number: int, day: str) -> Any:
    """The day is again what its weekday says."""
    return _act(number, shop.special_days.take_back, "shop_day_taken_back", {"day": _read_day(day)}, {})


@blueprint.get("/shops/<int:number>/sign")
@audience("see_shop", card=False)
def sign(number: int) -> str:
    """The sign for the door of a day: closed and why, or from when to when, and when next."""
    actor = current_actor()
    day = _read_day(request.args["day"]) if request.args.get("day") else clock.today()
    found, known = reading(lambda: (_find(number, actor), community(actor.community_id)))
    me = signed_in()
    return render_template(
        "print/door_sign.html",
        shop=found,
        day=day,
        special=found.special.get(day),
        spans=found.spans_on(day),
        next_days=[one for one in _coming(found, day + timedelta(days=1), 30) if one[1]][:1],
        phone=known.phone,
        community_name=me.community_name if me else "",
        printed_at=clock.now(),
        back_url=url_for("manager.one_shop", number=number),
    )


def _settle(shop_id: str, use_case: Any, said: str, asks: type[Form]) -> Any:
    which, to = read_id(shop_id), ("manager.shops", dict[str, Any]())
    again, beside = partial(_all, asked=which), {"stand_in_reason": "reason"}
    return settle_once(use_case, which, said, again=again, to=to, asks=asks, beside=beside)


def _act(
    number: int,
    use_case: Any,
    code: str,
    form: dict[str, Any],
    errors: dict[str, str],
    *,
    asked: str = "",
    to: str = "",
    work: Any = None,
) -> Any:
    """Do something with an open shop: the use case, or what `work` does with it."""
    actor = current_actor()
    return act_once(
        lambda: (work or use_case)(_find(number, actor).id, **form, actor=actor),
        of=use_case,
        errors=errors,
        again=partial(_one, number, asked=asked),
        beside={"shop_name_taken": "name", "day_noted_already": "day", "day_too_far": "day"},
        then=lambda _: done(code, to or "manager.one_shop", facts={}, **({} if to else {"number": number})),
    )


def _all(asked: Any = None, **more: Any) -> str:
    actor = current_actor()
    form = typed_or_left("name", "name_en", "spot", "reason")
    return page("manager/shops.html", reading(lambda: _all_facts(actor)), form=form, asked=asked, **more)


def _all_facts(actor: Actor) -> dict[str, Any]:
    waiting = shop.founding.list_asked(actor.community_id)
    by = {one.asked_by for one in waiting}
    act = shop.founding.ACT
    agrees = people.acting.confirmed_of(act, by, actor=actor)
    return {
        "shops": shop.shops.list_all(actor.community_id),
        "waiting": waiting,
        "names": names_of(actor, by),
        "may_ask": people.acting.may_begin(act, actor),
        "may_confirm": {one.id for one in waiting if one.asked_by in agrees},
        "own": {one.id for one in waiting if one.asked_by and one.asked_by == actor.account_id},
    }


def _one(number: int, *, asked: str = "", **more: Any) -> str:
    actor = current_actor()
    found = reading(lambda: _find(number, actor))
    facts = {
        "shop": found,
        "days": _coming(found, clock.today(), AHEAD),
        "noted": [one for _day, one in sorted(found.special.items())],
        "may": people.acting.may_begin(shop.founding.ACT, actor),
        "asking": asked or request.args.get("confirm", ""),
    }
    form = typed_or_left("name", "name_en", "spot", "reason", "day", "kind", "hours")
    return page("manager/shops_one.html", facts, form=form, **more)


def _find(number: int, actor: Actor) -> shop.shops.ShopInfo:
    found = [one for one in shop.shops.list_all(actor.community_id) if one.number == number]
    if not found:
        raise NotFound
    return found[0]


def _coming(found: shop.shops.ShopInfo, since: date, days: int) -> list[tuple[date, Any]]:
    every = (since + timedelta(days=ahead) for ahead in range(days))
    return [(day, found.spans_on(day)) for day in every]


def _spans(text: str) -> tuple[tuple[str, str], ...] | None:
    """The hours that were typed, as in the setting of exchange days; None where they are none."""
    value, wrong = people.proposals.read("exchange_days", {"when": "some", "day_0": "1", "hours": text})
    return None if wrong else tuple((start, end) for start, end in value.get("hours") or ())


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error
