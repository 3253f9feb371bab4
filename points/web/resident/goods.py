"""What the points buy now, how far the rest is, and one thing with a way to set points aside for it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from points import shop, statements
from points.foundation import Actor, reading
from points.web.auth import audience, current_actor, language
from points.web.resident.base import blueprint, page_facts

#: a shelf that is shorter needs no kinds to choose from
KINDS_FROM = 9


@blueprint.get("/goods")
@audience("use_own_purse")
def goods() -> str:
    """What the points buy now, and how far the rest is; all of it, or one kind."""
    actor, lang = current_actor(), language()

    def query() -> dict[str, Any]:
        facts = _facts(actor)
        shelf = statements.goods.of_purse(actor, lang, spendable=facts["available"])
        kinds = list(dict.fromkeys(good.category for good in sorted(shelf, key=lambda good: good.item)))
        kind = request.args.get("kind", "")
        shown = [good for good in shelf if good.category == kind] if kind in kinds else shelf
        return {
            **facts,
            "kinds": kinds if len(kinds) > 1 and len(shelf) >= KINDS_FROM else [],
            "kind": kind if kind in kinds else "",
            "in_reach": [good for good in shown if good.in_reach],
            "out_of_reach": [good for good in shown if not good.in_reach],
        }

    return render_template("resident/goods.html", **reading(query))


@blueprint.get("/goods/<item>")
@audience("use_own_purse")
def good(item: str) -> str:
    """One thing: what it is, what it costs, how many there are, how many this purse may still take."""
    actor, lang = current_actor(), language()

    def query() -> dict[str, Any]:
        facts = _facts(actor)
        shelf = statements.goods.of_purse(actor, lang, spendable=facts["available"])
        found = statements.goods.one(item, shelf)
        return {**facts, "good": found, "last_day": statements.summary.last_voucher_day(actor)}

    return render_template("resident/goods_one.html", **reading(query))


def _facts(actor: Actor) -> dict[str, Any]:
    return {
        **page_facts(),
        "available": statements.summary.available(actor),
        "shops": shop.shops.list_all(actor.community_id),
    }
