"""Goods to come: what is noted, by whom and by when, what is overdue, what is withdrawn and put back."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from points import goods, stockroom
from points.foundation import Actor, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor
from points.web.fields import Day, Words
from points.web.forms import Form
from points.web.manager import fields
from points.web.manager.base import ShopReasonForm, blueprint, settle_once

_FIELDS = ("item", "pieces", "source", "source_kind", "due_on", "note")


class ToComeForm(Form):
    """Which goods, how many, from whom, by when."""

    item = Words(most=80)
    pieces = Words(most=20)
    source = Words(most=80)
    source_kind = Words(most=20, among=fields.SOURCE_KINDS)
    due_on = Day("future")
    note = Words(most=200, required=False)


@blueprint.get("/expected")
@audience("see_shop", card=False)
def expected() -> str:
    """What is to come, the earliest day first; what came or was withdrawn lately."""
    return _list()


@blueprint.post("/expected")
@audience("expect_goods", card=False)
@drafts.keeps(*_FIELDS, on_page=True)
def note_expected() -> Any:
    """Note what is to come."""
    actor = current_actor()
    form, errors = read_form(ToComeForm)
    meant = reading(lambda: goods.arrivals.find(actor.community_id, [form["item"]])) if form else {}
    item, wrong = fields.one_good(meant.get(form["item"], [])) if form else (None, "")
    count = fields.count_of(form["pieces"]) if form else None
    if wrong:
        errors = {**errors, "item": wrong}
    if form and count is None:
        errors = {**errors, "pieces": fields.no_count()}
    return act_once(
        lambda: stockroom.expected.note(
            stockroom.expected.ToCome(
                item,  # type: ignore[arg-type]
                count or 0,
                form["source"],
                form["source_kind"],
                form["due_on"],
                form["note"],
            ),
            actor=actor,
        ),
        of=stockroom.expected.note,
        errors=errors,
        again=partial(_list, noting=True),
        then=lambda _: done("goods_expected", "manager.expected", facts={}),
        beside={"expected_day_over": "due_on"},
    )


@blueprint.post("/expected/<expected_id>/withdraw")
@audience("expect_goods", card=False)
@drafts.keeps("reason", on_page=True)
def withdraw_expected(expected_id: str) -> Any:
    """It does not come any more, and why."""
    return settle_once(
        stockroom.expected.withdraw,
        read_id(expected_id),
        "goods_not_expected",
        again=partial(_list, ending=expected_id),
        to=("manager.expected", {}),
        asks=ShopReasonForm,
    )


@blueprint.post("/expected/<expected_id>/back")
@audience("expect_goods", card=False)
def expect_again(expected_id: str) -> Any:
    """Undo a withdrawal."""
    return settle_once(
        stockroom.expected.put_back,
        read_id(expected_id),
        "goods_expected_again",
        again=_list,
        to=("manager.expected", {}),
        asks=None,
    )


def _list(*, noting: bool = False, ending: str = "", **more: Any) -> str:
    actor = current_actor()
    asked = ending or request.args.get("withdraw", "")
    noting = noting or (not asked and (bool(request.args.get("add")) or drafts.asked_for()))
    facts = reading(lambda: _facts(actor, offers=noting))
    ended = next((one for one in facts["rows"] if str(one.expected_id) == asked), None)
    return page(
        "manager/expected.html",
        facts,
        noting=noting,
        asked=ended,
        form=typed_or_left(*_FIELDS, "reason"),
        kinds=fields.SOURCE_KINDS,
        **more,
    )


def _facts(actor: Actor, *, offers: bool) -> dict[str, Any]:
    here = actor.community_id
    return {
        "rows": stockroom.expected.list_open(here),
        "ended": stockroom.expected.list_ended(here),
        "sources": goods.sources.list_all(here) if offers else [],
        "goods": goods.arrivals.list_all(here, most=fields.OFFERED) if offers else [],
    }
