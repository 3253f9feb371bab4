"""Every line of the own purse with where it came from, on the phone and on one printed sheet."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from points import shop, statements
from points.foundation import clock, reading
from points.web.auth import audience, current_actor, language, signed_in
from points.web.resident import vouchers
from points.web.resident.base import blueprint, page_facts

PAGE = 20


SHOWS = ("all", "in", "out", "held")


#: no purse has so many lines; a greater number fits no column
MOST_LINES = 2**31 - 1


@blueprint.get("/statement")
@audience("use_own_purse")
def statement() -> str:
    """Every line with where it came from, paged by key."""
    actor, lang = current_actor(), language()
    show = request.args.get("show", "all")
    show = show if show in SHOWS else "all"
    before = max(0, min(request.args.get("before", 0, type=int), MOST_LINES)) or None

    def query() -> dict[str, Any]:
        standing, months, older = statements.lines.by_month(actor, lang, only=show, before=before, limit=PAGE)
        return {
            **page_facts(),
            "purse": statements.summary.holder(actor),
            "available": standing.available,
            "filter": show,
            "months": months,
            "newer": url_for("resident.statement", show=show) if before else None,
            "older": url_for("resident.statement", show=show, before=older) if older else None,
        }

    return render_template("resident/statement.html", **reading(query))


@blueprint.get("/print/balance")
@audience("use_own_purse")
def balance_print() -> str:
    """The balance on one A5 sheet, for the notice board at home."""
    actor, lang = current_actor(), language()
    who = signed_in()

    def query() -> dict[str, Any]:
        shops = shop.shops.list_all(actor.community_id)
        return {
            "purse": statements.summary.of_purse(actor),
            "community_name": who.community_name if who else "",
            "printed_at": clock.now(),
            "lines": statements.lines.latest(actor, lang, limit=12),
            "lapsing": statements.lines.lapsing(actor),
            "vouchers": vouchers.my_vouchers(actor, lang, shops),
            "seal": None,
        }

    return render_template("print/balance.html", **reading(query))
