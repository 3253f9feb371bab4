"""The resident's vouchers: make one, show it, give it back; it reads requests and answers.

A voucher's code is money, so none of it is for who came in by a card and its PIN: a card only reads.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from points import audit, ledger, people, shop, statements
from points.foundation import Actor, NotFound, Refusal, clock, codes, community, reading, wording
from points.web.auth import audience, current_actor, language
from points.web.form_keys import new_request_key
from points.web.resident.base import blueprint, page_facts

#: values offered as tiles, in tenths, besides what the goods in reach cost
ROUND_VALUES = (50, 100, 200, 500)


@blueprint.get("/vouchers")
@audience("use_own_purse", card=False)
def vouchers() -> str:
    """My vouchers, and values for a new one."""
    return _list(current_actor())


@blueprint.post("/vouchers")
@audience("use_own_purse", card=False)
def new_voucher() -> AnyResponse | str | tuple[str, int]:
    """First say what would be held, then hold it."""
    actor, form = current_actor(), request.form
    tenths = form.get("tenths", type=int) or 0
    key = form.get("request_key", "")[:120] or new_request_key()
    here = reading(lambda: _shop_named(actor, form.get("shop", "")))
    if form.get("confirm") != "1":
        return _confirm(actor, tenths, here, key)
    try:
        made, _replayed = audit.records.attempt(
            lambda: shop.vouchers.issue(
                tenths, request_key=key, actor=actor, shop_id=here.id if here else None
            ),
            of=shop.vouchers.issue,
            actor=actor,
            replayable=True,
        )
    except Refusal as refusal:
        return _list(actor, refusal), refusal.status
    return redirect(url_for("resident.voucher", public_id=made.public_id))


@blueprint.get("/vouchers/<public_id>")
@audience("use_own_purse", card=False)
def voucher(public_id: str) -> str:
    """One voucher: the code, its value, its last day, what is held."""
    return _show(public_id, current_actor())


@blueprint.get("/vouchers/<public_id>/qr.svg")
@audience("use_own_purse", card=False)
def voucher_qr(public_id: str) -> Response:
    """The voucher's picture; only its owner gets it."""
    actor = current_actor()
    card = reading(lambda: shop.vouchers.get_own(public_id, actor=actor))
    answer = Response(codes.qr_svg(card.code, level="M"), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/vouchers/<public_id>/print")
@audience("use_own_purse", card=False)
def print_voucher(public_id: str) -> str:
    """A voucher on paper: larger modules at a higher level."""
    actor, reads = current_actor(), language()

    def work() -> dict[str, Any]:
        card = shop.vouchers.get_own(public_id, actor=actor)
        back = url_for("resident.voucher", public_id=public_id)
        return {**printed_voucher(card, actor, reads), "back_url": back}

    return render_template("print/voucher.html", **reading(work))


@blueprint.post("/vouchers/<public_id>/return")
@audience("use_own_purse", card=False)
def return_voucher(public_id: str) -> AnyResponse | tuple[str, int]:
    """Give it back: the points are free at once."""
    actor = current_actor()
    try:
        audit.records.attempt(
            lambda: shop.vouchers.give_back(public_id, actor=actor),
            of=shop.vouchers.give_back,
            actor=actor,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(public_id, actor, refusal), refusal.status
    return redirect(url_for("resident.vouchers"))


def _list(actor: Actor, refusal: Refusal | None = None) -> str:
    reads = language()

    def work() -> dict[str, Any]:
        available = statements.summary.of_purse(actor).available
        goods = statements.summary.goods_for(actor, reads)
        fitting = {one.tenths for one in goods if not one.gap and not one.blocked}
        return {
            **page_facts(actor),
            "available": available,
            "open": my_vouchers(actor, reads, status="open"),
            "done": my_vouchers(actor, reads, status="done"),
            "values": sorted({*(one for one in ROUND_VALUES if one <= available), *sorted(fitting)[-4:]}),
            "smallest": min((one.tenths for one in goods), default=None),
            "shops": _shops(actor, reads),
            "last_day": statements.summary.last_voucher_day(actor),
            "request_key": new_request_key(),
            "refusal": refusal,
        }

    return render_template("resident/vouchers.html", **reading(work))


def _confirm(actor: Actor, tenths: int, here: shop.shops.ShopInfo | None, key: str) -> str | tuple[str, int]:
    def work() -> dict[str, Any]:
        available = statements.summary.of_purse(actor).available
        reads = language()
        return {
            **page_facts(actor),
            "tenths": tenths,
            "shop": shop_words(here, reads) if here else None,
            "available": available,
            "after": available - tenths,
            "last_day": statements.summary.last_voucher_day(actor),
            "request_key": key,
        }

    facts = reading(work)
    refusal = refusal_of(tenths, facts["available"])
    if refusal is not None:
        return _list(actor, refusal), refusal.status
    return render_template("resident/vouchers_confirm.html", **facts)


def _show(public_id: str, actor: Actor, refusal: Refusal | None = None) -> str:
    reads = language()

    def work() -> dict[str, Any]:
        return {
            **page_facts(actor),
            "voucher": one_voucher(public_id, actor, reads),
            "purse": statements.summary.of_purse(actor),
            "request_key": new_request_key(),
            "ask_return": request.args.get("return") == "1",
            "refusal": refusal,
        }

    return render_template("resident/vouchers_one.html", **reading(work))


def _shop_named(actor: Actor, number: str) -> shop.shops.ShopInfo | None:
    found = [one for one in shop.shops.list_all(actor.community_id) if str(one.number) == number]
    return found[0] if found else None


STATES = {"lapsed": "expired"}


def my_vouchers(actor: Actor, language: str, *, status: str) -> list[dict[str, Any]]:
    """The purse's open vouchers, or the last twenty that ended (`status` done)."""
    account_id, today = statements.summary.my_purse(actor).account_id, clock.today()
    if status == "open":
        found = shop.vouchers.of_purse(actor.community_id, account_id, status="open")
    else:
        every = shop.vouchers.of_purse(actor.community_id, account_id, limit=60)
        found = [one for one in every if one.status != "open"][:20]
    receipts, places = _receipts(actor, found), shop_names(actor, language)
    return [voucher_words(one, today, places, receipts.get(one.id)) for one in found]


def one_voucher(public_id: str, actor: Actor, language: str) -> dict[str, Any]:
    """One voucher of the actor's purse, with how it ended."""
    card = shop.vouchers.get_own(public_id, actor=actor)
    receipt = _receipts(actor, [card]).get(card.id)
    return voucher_words(card, clock.today(), shop_names(actor, language), receipt)


def open_vouchers(actor: Actor) -> int:
    """How many vouchers of the purse are open."""
    return len(
        shop.vouchers.of_purse(
            actor.community_id, statements.summary.my_purse(actor).account_id, status="open"
        )
    )


def voucher_words(
    card: shop.vouchers.VoucherInfo,
    today: date,
    places: dict[str, str],
    receipt: shop.receipts.Receipt | None = None,
) -> dict[str, Any]:
    """A voucher as its owner reads it."""
    over = card.status == "open" and card.valid_until < today
    return {
        "public_id": card.public_id,
        "tenths": card.tenths,
        "state": "expired" if over else STATES.get(card.status, card.status),
        "last_day": card.valid_until,
        "days_left": (card.valid_until - today).days,
        "shop": places.get(card.shop_name, card.shop_name) or None,
        "place": None,
        "spoken": card.spoken,
        "used": receipt.tenths if receipt else None,
        "used_on": receipt.redeemed_on if receipt else None,
        "released": card.tenths - receipt.tenths if receipt else None,
        "undone": receipt is not None and receipt.state == "undone",
    }


def _shops(actor: Actor, language: str) -> list[dict[str, Any]]:
    """Where a voucher can be used."""
    return [shop_words(one, language) for one in shop.shops.list_all(actor.community_id)]


def shop_names(actor: Actor, language: str) -> dict[str, str]:
    """What the reader calls each shop, by the name it has in the books."""
    return {one.name: shop_words(one, language)["name"] for one in shop.shops.list_all(actor.community_id)}


def shop_words(one: shop.shops.ShopInfo, language: str) -> dict[str, Any]:
    """A shop as a form offers it."""
    name = wording.named(one, language)
    return {"public_id": str(one.number), "name": name, "place": one.spot or None}


def printed_voucher(card: shop.vouchers.VoucherInfo, actor: Actor, language: str) -> dict[str, Any]:
    """A voucher for the 58 mm printer: level Q, whole dots a module."""
    person = people.persons.get(actor.community_id, card.person_id)
    home = community(actor.community_id)
    places = shop_names(actor, language)
    return {
        "voucher": {
            "spoken": card.spoken,
            "tenths": card.tenths,
            "valid_until": card.valid_until,
            "title": "",
            "name_masked": wording.masked(person.name, language),
        },
        "place": places.get(card.shop_name) or ("、" if language == "zh" else ", ").join(places.values()),
        "community_name": wording.named(home, language),
        "qr_src": codes.qr_data_url(card.code),
        "qr_modules": len(codes.qr_dots(card.code, level="Q", dots=1)),
    }


def refusal_of(tenths: int, available: int) -> Refusal | None:
    """Why a voucher of this value cannot be made, before anything is tried."""
    if tenths <= 0:
        return shop.refusals.AmountWrong()
    if tenths > available:
        return ledger.refusals.NotEnough(wanted=tenths, available=available, gap=tenths - available)
    return None


def _receipts(actor: Actor, found: list[shop.vouchers.VoucherInfo]) -> dict[Any, shop.receipts.Receipt]:
    used = [one.id for one in found if one.status == "redeemed"]
    return shop.receipts.of_vouchers(actor.community_id, used)
