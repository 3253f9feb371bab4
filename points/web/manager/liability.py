"""What the shop owes beside what it has and what is to come, and what is to be bought; for the committee also on A4."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from points import oversight, shop, stockroom
from points.foundation import Actor, clock, reading
from points.web.asking import page
from points.web.auth import audience, current_actor
from points.web.manager.base import blueprint


@blueprint.get("/liability")
@audience("see_shop", card=False)
def liability() -> str:
    """Points that are out beside goods, and what to buy."""
    actor = current_actor()
    return page("manager/liability.html", reading(lambda: _facts(actor)))


@blueprint.get("/liability/print")
@audience("see_shop", card=False)
def liability_print() -> str:
    """The same for the committee."""
    actor = current_actor()
    facts, back = reading(lambda: _facts(actor)), url_for("manager.liability")
    return render_template("print/liability.html", **facts, printed_at=clock.now(), back_url=back)


def _facts(actor: Actor) -> dict[str, Any]:
    found = oversight.warnings.solvency(actor.community_id)
    needs = shop.liability.needs(actor.community_id, stockroom.expected.pieces(actor.community_id))
    coming_fen = sum(one.coming_fen for one in needs)
    return {
        "found": found,
        "coming_fen": coming_fen,
        "lacks_fen": max(0, found.unspent_fen - found.stock_fen),
        "gap_fen": max(0, found.unspent_fen - found.stock_fen - coming_fen),
        "needs": needs,
        "ahead": shop.liability.AHEAD,
    }
