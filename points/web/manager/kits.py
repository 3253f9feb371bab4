"""Kits: putting them together out of batches, and taking them apart again."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import goods, people, stockroom
from points.foundation import Actor, clock, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form
from points.web.auth import audience, current_actor
from points.web.fields import Number, Words
from points.web.forms import Form
from points.web.manager.base import blueprint, chosen_shop, shops_of
from points.web.manager.fields import pieces

#: so many batches are offered to be put in
MOST = 300


class MakeForm(Form):
    """Which kit, and how many."""

    item = Words(most=80)
    count = Number(least=1, most=100_000)


class ApartForm(Form):
    """How many are taken apart."""

    count = Number(least=1, most=100_000)


@blueprint.get("/kits")
@audience("see_shop", card=False)
def kits() -> str:
    """The kits there are, with what is in them."""
    return _list(apart=request.args.get("apart", ""))


@blueprint.get("/kits/new")
@audience("keep_stock", card=False)
def new_kit() -> str:
    """What stands in a shop, to write how much of it goes into each kit."""
    return _form()


@blueprint.post("/kits/new")
@audience("keep_stock", card=False)
@drafts.keeps("item", "count")
def make_kits() -> Any:
    """Put them together."""
    actor = current_actor()
    form, errors = read_form(MakeForm)
    counts = {
        key: pieces(text) for key, text in request.form.items() if key.startswith("take-") and text.strip()
    }
    errors |= {key: "not_a_number" for key, count in counts.items() if count is None}
    wanted = {read_id(key.removeprefix("take-")): count or 0 for key, count in counts.items()}
    if not errors and form["count"] is None:
        errors = {"count": "required"}
    meant = (
        reading(lambda: goods.arrivals.find(actor.community_id, [form.get("item", "")])) if not errors else {}
    )
    found = meant.get(form.get("item", ""), [])
    if not errors and len(found) != 1:
        errors = {"item": "not_a_choice"}
    here = chosen_shop(reading(lambda: shops_of(actor)))

    def work() -> UUID:
        return stockroom.kits.make(
            found[0].item_id, wanted, form["count"], shop_id=here, code=found[0].code, actor=actor
        )

    return act_once(
        work,
        of=stockroom.kits.make,
        errors=errors,
        again=_form,
        then=lambda _: done("kits_made", "manager.kits", facts={}),
    )


@blueprint.post("/kits/<kit_id>/apart")
@audience("keep_stock", card=False)
def take_apart(kit_id: str) -> Any:
    """Take some of them apart."""
    actor, which = current_actor(), read_id(kit_id)
    form, errors = read_form(ApartForm)
    if not errors and form["count"] is None:
        errors = {"count": "required"}
    return act_once(
        lambda: stockroom.kits.take_apart(which, form["count"], actor=actor),
        of=stockroom.kits.take_apart,
        errors=errors,
        again=partial(_list, apart=kit_id),
        then=lambda _: done("kits_apart", "manager.kits", facts={}),
        beside={"batch_short": "count"},
        subject_id=which,
    )


def _list(*, apart: str = "", **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts(actor))
    asked = next((one for one in facts["kits"] if str(one.kit_id) == apart), None)
    return page("manager/kits.html", facts, asked=asked, form=request.form.to_dict(), **more)


def _facts(actor: Actor) -> dict[str, Any]:
    inside = goods.kits.standing_pieces(actor.community_id)
    return {
        "kits": stockroom.kits.list_all(actor.community_id),
        "inside": inside,
        "names": goods.items.names(actor.community_id, inside),
        "may": people.permissions.may(actor, "keep_stock"),
    }


def _form(**more: Any) -> str:
    actor = current_actor()

    def query() -> dict[str, Any]:
        shops = shops_of(actor)
        here = chosen_shop(shops)
        batches = goods.batches.left_in(actor.community_id, here, first=clock.today(), most=MOST)
        kits = set(goods.kits.parts_of(actor.community_id, [one.batch_id for one in batches]))
        return {
            "shops": shops,
            "here": here,
            "batches": [one for one in batches if one.batch_id not in kits],
            "goods": goods.arrivals.list_all(actor.community_id, most=3000),
        }

    return page("manager/kits_new.html", reading(query), form=request.form.to_dict(), **more)
