"""My rotating code, large: its picture and its digits are always those of one moment."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, render_template

from points import people, shop, statements
from points.foundation import Actor, clock, codes, reading, transact
from points.web.auth import audience, current_actor
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/code")
@audience("use_own_purse", card=False)
def code() -> str:
    """My rotating code, large."""
    actor = current_actor()
    now = _now(actor)

    def query() -> dict[str, Any]:
        return {
            **page_facts(),
            "purse": statements.summary.of_purse(actor),
            "shops": shop.shops.list_all(actor.community_id),
        }

    return render_template("resident/code.html", code=now, **reading(query))


@blueprint.get("/code/now")
@audience("use_own_purse", card=False)
def code_now() -> Response:
    """The code of this half minute, for the page that is open: picture and digits together."""
    answer = jsonify(_now(current_actor()))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/code/qr.svg")
@audience("use_own_purse", card=False)
def code_qr() -> Response:
    """The picture of the code of this half minute by itself."""
    actor = current_actor()
    shown = transact(lambda: people.rotating_codes.current(actor=actor))
    answer = Response(codes.qr_svg(shown.digits, level="Q"), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _now(actor: Actor) -> dict[str, Any]:
    shown = transact(lambda: people.rotating_codes.current(actor=actor))
    lives = int((shown.until - clock.now()).total_seconds())
    return {
        "picture": codes.qr_data_url(shown.digits),
        "digits": [shown.digits[at : at + 4] for at in range(0, len(shown.digits), 4)],
        "short": f"{shown.short[:3]} {shown.short[3:]}",
        "lives": max(1, lives),
    }
