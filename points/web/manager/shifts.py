"""Shifts: taking over, counting and handing over with the own password, a second look where the count is off, the sheet."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for

from points import people, shop
from points.foundation import Actor, NotFound, clock, reading
from points.web import machines
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, typed
from points.web.auth import audience, current_actor, signed_in
from points.web.manager.base import blueprint, names_of, settle_once, shop_here, shops_here

#: no counter has more of anything
MOST_COUNTED = 99_999


@blueprint.get("/shifts")
@audience("see_shop", card=False)
def shifts() -> str:
    """Who stood at the counter, and what waits for a second look."""
    return shifts_again()


@blueprint.post("/shifts")
@audience("see_shop", card=False)
def take_over() -> Any:
    """Take over."""
    actor = current_actor()
    return act_once(
        lambda: shop.shifts.start(shop_here(actor).id, actor=actor),
        of=shop.shifts.start,
        errors={},
        again=shifts_again,
        then=lambda _: done("shift_opened", "manager.shifts", facts={}),
    )


@blueprint.get("/shifts/hand-over")
@audience("see_shop", card=False)
def hand_over() -> Any:
    """What is to be counted, without a word of what the books say; who has no shift open finds where to take over."""
    actor = current_actor()
    if reading(lambda: shop.shifts.current(actor)) is None:
        return redirect(url_for("manager.shifts"), 303)
    return _counting()


@blueprint.post("/shifts/hand-over")
@audience("see_shop", card=False)
def hand_over_posted() -> Any:
    """Hand over with the counts, by the own password."""
    actor = current_actor()
    wanted = reading(lambda: shop.shifts.to_count(actor.community_id))
    counts, errors = _counts([one[0] for one in wanted])
    errors = errors or _wrong_password(actor)
    return act_once(
        lambda: shop.shifts.hand_over(counts, actor=actor),
        of=shop.shifts.hand_over,
        errors=errors,
        again=_counting,
        ids=lambda found: {"shift": str(found.shift_id), "status": found.status},
        then=lambda answer: done(
            f"shift_{answer['status']}", "manager.shift", facts={}, shift_id=answer["shift"]
        ),
    )


@blueprint.get("/shifts/<shift_id>")
@audience("see_shop", card=False)
def shift(shift_id: str) -> str:
    """One shift."""
    return _one(shift_id)


@blueprint.post("/shifts/<shift_id>/confirm")
@audience("see_shop", card=False)
def confirm_shift(shift_id: str) -> Any:
    """Somebody else looked at what was counted."""
    which = read_id(shift_id)
    to = "manager.shift", {"shift_id": which}
    return settle_once(shop.shifts.confirm, which, "shift_closed", again=partial(_one, shift_id), to=to)


@blueprint.get("/shifts/<shift_id>/print")
@audience("see_shop", card=False)
def shift_print(shift_id: str) -> str:
    """The hand-over sheet."""
    actor, which = current_actor(), read_id(shift_id)
    facts = reading(lambda: _shown(which, actor))
    back = url_for("manager.shift", shift_id=which)
    return render_template("print/hand_over.html", **facts, printed_at=clock.now(), back_url=back)


def shifts_again(**more: Any) -> str:
    """The shifts, after something was asked of them."""
    actor = current_actor()
    return page("manager/shifts.html", reading(lambda: _all(actor)), **more)


def _counting(**more: Any) -> str:
    actor = current_actor()

    def facts() -> dict[str, Any]:
        found = shop.shifts.current(actor)
        if found is None:
            raise NotFound
        return {"one": found, "wanted": shop.shifts.to_count(actor.community_id)}

    return page("manager/shifts_hand_over.html", reading(facts), form=request.form.to_dict(), **more)


def _one(shift_id: str, **more: Any) -> str:
    actor, which = current_actor(), read_id(shift_id)
    facts = reading(lambda: _shown(which, actor))
    return page("manager/shifts_one.html", facts, form=typed("reason"), **more)


def _counts(codes: list[str]) -> tuple[dict[str, int], dict[str, str]]:
    """What was typed beside each item, and by field what is wrong with it."""
    counts: dict[str, int] = {}
    errors: dict[str, str] = {}
    for code in codes:
        text = request.form.get(f"count_{code}", "").strip()
        if not text:
            errors[f"count_{code}"] = "required"
        elif not (text.isascii() and text.isdigit()):
            errors[f"count_{code}"] = "not_a_number"
        elif int(text) > MOST_COUNTED:
            errors[f"count_{code}"] = "out_of_range"
        else:
            counts[code] = int(text)
    return counts, errors


def _wrong_password(actor: Actor) -> dict[str, str]:
    """What is wrong with the own password that was typed: whoever walks up to an open counter does not hand it over."""
    me, password = signed_in(), request.form.get("password", "")
    if not password:
        return {"password": "required"}
    try:
        who = people.signing_in.sign_in((me and me.username) or "", password, machine=machines.counted_as())
    except people.refusals.WrongPassword:
        return {"password": "wrong_password"}
    return {} if who.account_id == actor.account_id else {"password": "wrong_password"}


def _all(actor: Actor) -> dict[str, Any]:
    facts = shops_here(actor)
    found = shop.shifts.list_newest(actor.community_id, facts["here"].id) if facts["here"] else []
    return {
        **facts,
        "shifts": found,
        "own": shop.shifts.current(actor),
        "names": names_of(actor, [who for one in found for who in (one.clerk_id, one.second_id)]),
        "may": people.acting.may_begin(shop.shifts.ACT, actor),
    }


def _shown(which: UUID, actor: Actor) -> dict[str, Any]:
    one = shop.shifts.get(actor.community_id, which)
    waits = one.status == "waiting"
    return {
        "one": one,
        "here": shop.shops.get_ever(actor.community_id, one.shop_id),
        "sums": shop.shifts.sums(one),
        "left": shop.shifts.left_for_next(actor.community_id, one.shop_id),
        "names": names_of(actor, [one.clerk_id, one.second_id]),
        "own": one.status == "open" and one.clerk_id == actor.account_id,
        "looks": waits and people.acting.confirms(shop.shifts.ACT, [one.clerk_id], actor=actor),
    }
