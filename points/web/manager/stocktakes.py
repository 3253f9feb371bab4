"""The stocktakes of the shops: which are under way, and the form that begins one."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import redirect, request, url_for

from points import goods, people, shop
from points.foundation import reading
from points.web.asking import act_once, page, read_form
from points.web.auth import audience, current_actor
from points.web.fields import Choice, Words
from points.web.forms import Form
from points.web.manager.base import blueprint


class BeginForm(Form):
    """What is counted, where, and on what occasion."""

    shop = Choice()
    kind = Words(most=20, among=goods.stocktakes.KINDS)
    part = Words(most=20, among=goods.stocktakes.PARTS)
    category = Words(most=40, required=False)


@blueprint.get("/stocktakes")
@audience("see_shop", card=False)
def stocktakes() -> str:
    """The newest of all shops; and the form for another, where one is asked for."""
    return _again(form={"kind": "running", "part": "all"})


@blueprint.post("/stocktakes")
@audience("see_shop", card=False)
def begin_stocktake() -> Any:
    """Begin one, and go on to counting."""
    actor = current_actor()
    form, errors = read_form(BeginForm)
    codes = request.form.getlist("code")
    return act_once(
        lambda: shop.stocktakes.begin(
            form["shop"],
            kind=form["kind"],
            part=form["part"],
            category=form["category"],
            codes=codes,
            actor=actor,
        ),
        of=shop.stocktakes.begin,
        errors=errors,
        again=partial(_again, form=request.form.to_dict(), chosen=codes, asking=True),
        ids=lambda made: {"stocktake": str(made)},
        then=lambda answer: redirect(url_for("manager.count", stocktake_id=answer["stocktake"]), 303),
    )


def _again(**more: Any) -> str:
    return page(
        "manager/stocktakes.html",
        reading(_facts),
        **{"asking": "begin" in request.args, **more},
    )


def _facts() -> dict[str, Any]:
    actor = current_actor()
    community_id = actor.community_id
    found = goods.stocktakes.list_newest(community_id)
    accounts = {one.begun_by for one in found if one.begun_by}
    return {
        "stocktakes": found,
        "names": people.accounts.names_behind(community_id, accounts, ()),
        "shops": shop.shops.list_all(community_id),
        "goods": goods.stocktakes.choices(community_id),
        "categories": goods.stocktakes.categories(community_id),
        "may_begin": people.acting.may_begin(shop.stocktakes.ACT, actor),
    }
