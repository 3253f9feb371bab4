"""Goods picked from the model list: lines ticked, prices changed; the items are there at once, their prices wait for another."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import ValidationError

from points import goods, shop
from points.foundation import reading
from points.web import drafts
from points.web.asking import act_once, done, page, read_form
from points.web.auth import audience, current_actor
from points.web.fields import Words
from points.web.forms import Form
from points.web.manager.base import blueprint
from points.web.manager.forms import Tenths

#: what may be kept of the form
KEPT = ("take", "reason", *(f"points-{one.code}" for one in goods.model_goods.list_all()))


class ModelForm(Form):
    """Why these goods at these prices."""

    reason = Words(most=180)


@blueprint.get("/goods/model")
@audience("keep_goods", card=False)
def model_goods() -> str:
    """Every line of the model, with what others ask; what is called like an item that is there is not offered."""
    left = drafts.left_here()
    said = {name: one for name, one in drafts.first(left, *KEPT).items() if one}
    return _again(form=said, ticked=set(left.get("take", ())))


@blueprint.post("/goods/model")
@audience("keep_goods", card=False)
@drafts.keeps(*KEPT)
def take_model_goods() -> Any:
    """Write the items, and propose the price of each."""
    form, errors = read_form(ModelForm)
    wished: dict[str, int] = {}
    for code in request.form.getlist("take"):
        try:
            wished[code] = Tenths().deserialize(request.form.get(f"points-{code}", ""))
        except ValidationError as error:
            errors = {**errors, f"points-{code}": str(error.messages[0])}
    return act_once(
        lambda: shop.assortment.enter_model(wished, reason=f"样本：{form['reason']}", actor=current_actor()),
        of=shop.assortment.enter_model,
        errors=errors,
        again=_again,
        ids=lambda made: {"number": len(made)},
        then=lambda ids: done("goods_of_model", "manager.prices", facts={"number": ids["number"]}),
    )


def _again(form: dict[str, str] | None = None, ticked: Any = None, **more: Any) -> str:
    actor = current_actor()
    there = reading(lambda: {one.facts.name for one in goods.wares.by_code(actor.community_id).values()})
    facts = {"lines": goods.model_goods.list_all(), "there": there}
    ticked = set(request.form.getlist("take")) if ticked is None else ticked
    return page("manager/model_goods.html", facts, form=form or request.form.to_dict(), ticked=ticked, **more)
