"""The resident's vouchers: make one, show it, give it back; it reads requests and answers.

A voucher's code is money, so none of it is for who came in by a card and its PIN: a card only reads.
"""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from points import audit, shop
from points.foundation import Actor, NotFound, Refusal, codes, reading
from points.hall import home_page, voucher_pages
from points.hall.views.resident import blueprint, new_request_key, page_facts
from points.people import audience, current_actor, language

#: values offered as tiles, in tenths, besides what the goods in reach cost
ROUND_VALUES = (50, 100, 200, 500)


@blueprint.get("/vouchers")
@audience("resident", card=False)
def vouchers() -> str:
    """My vouchers, and values for a new one."""
    return _list(current_actor())


@blueprint.post("/vouchers")
@audience("resident", card=False)
def new_voucher() -> AnyResponse | str | tuple[str, int]:
    """First say what would be held, then hold it."""
    actor, form = current_actor(), request.form
    tenths = form.get("tenths", type=int) or 0
    key = form.get("request_key", "")[:120] or new_request_key()
    here = reading(lambda: _shop_named(actor, form.get("shop", "")))
    if form.get("confirm") != "1":
        return _confirm(actor, tenths, here, key)
    try:
        made, _replayed = audit.attempt(
            lambda: shop.issue_voucher(
                tenths, request_key=key, actor=actor, shop_id=here.id if here else None
            ),
            actor=actor,
            deed="voucher.issued",
            subject_kind="voucher",
            replayable=True,
        )
    except Refusal as refusal:
        return _list(actor, refusal), refusal.status
    return redirect(url_for("resident.voucher", public_id=made.public_id))


@blueprint.get("/vouchers/<public_id>")
@audience("resident", card=False)
def voucher(public_id: str) -> str:
    """One voucher: the code, its value, its last day, what is held."""
    return _show(public_id, current_actor())


@blueprint.get("/vouchers/<public_id>/qr.svg")
@audience("resident", card=False)
def voucher_qr(public_id: str) -> Response:
    """The voucher's picture; only its owner gets it."""
    actor = current_actor()
    card = reading(lambda: shop.my_voucher(public_id, actor=actor))
    answer = Response(codes.qr_svg(card.code, level="M"), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/vouchers/<public_id>/print")
@audience("resident", card=False)
def print_voucher(public_id: str) -> str:
    """A voucher on paper: larger modules at a higher level."""
    actor, reads = current_actor(), language()

    def work() -> dict[str, Any]:
        card = shop.my_voucher(public_id, actor=actor)
        back = url_for("resident.voucher", public_id=public_id)
        return {**voucher_pages.printed_voucher(card, actor, reads), "back_url": back}

    return render_template("print/voucher.html", **reading(work))


@blueprint.post("/vouchers/<public_id>/return")
@audience("resident", card=False)
def return_voucher(public_id: str) -> AnyResponse | tuple[str, int]:
    """Give it back: the points are free at once."""
    actor = current_actor()
    try:
        audit.attempt(
            lambda: shop.return_voucher(public_id, actor=actor),
            actor=actor,
            deed="voucher.returned",
            subject_kind="voucher",
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(public_id, actor, refusal), refusal.status
    return redirect(url_for("resident.vouchers"))


def _list(actor: Actor, refusal: Refusal | None = None) -> str:
    reads = language()

    def work() -> dict[str, Any]:
        available = home_page.purse_seen(actor).available
        goods = home_page.goods_for(actor, reads)
        fitting = {one.tenths for one in goods if not one.gap and not one.blocked}
        return {
            **page_facts(actor),
            "available": available,
            "open": voucher_pages.vouchers(actor, reads, status="open"),
            "done": voucher_pages.vouchers(actor, reads, status="done"),
            "values": sorted({*(one for one in ROUND_VALUES if one <= available), *sorted(fitting)[-4:]}),
            "smallest": min((one.tenths for one in goods), default=None),
            "shops": voucher_pages.shops(actor, reads),
            "last_day": home_page.last_voucher_day(actor),
            "request_key": new_request_key(),
            "refusal": refusal,
        }

    return render_template("phone/vouchers.html", **reading(work))


def _confirm(actor: Actor, tenths: int, here: shop.ShopCard | None, key: str) -> str | tuple[str, int]:
    def work() -> dict[str, Any]:
        available = home_page.purse_seen(actor).available
        reads = language()
        return {
            **page_facts(actor),
            "tenths": tenths,
            "shop": voucher_pages.shop_words(here, reads) if here else None,
            "available": available,
            "after": available - tenths,
            "last_day": home_page.last_voucher_day(actor),
            "request_key": key,
        }

    facts = reading(work)
    refusal = voucher_pages.refusal_of(tenths, facts["available"])
    if refusal is not None:
        return _list(actor, refusal), refusal.status
    return render_template("phone/voucher_confirm.html", **facts)


def _show(public_id: str, actor: Actor, refusal: Refusal | None = None) -> str:
    reads = language()

    def work() -> dict[str, Any]:
        return {
            **page_facts(actor),
            "voucher": voucher_pages.one_voucher(public_id, actor, reads),
            "purse": home_page.purse_seen(actor),
            "request_key": new_request_key(),
            "ask_return": request.args.get("return") == "1",
            "refusal": refusal,
        }

    return render_template("phone/voucher.html", **reading(work))


def _shop_named(actor: Actor, number: str) -> shop.ShopCard | None:
    found = [one for one in shop.shops(actor.community_id) if str(one.number) == number]
    return found[0] if found else None
