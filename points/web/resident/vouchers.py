"""The resident's vouchers: make one, show it, give it back; it reads requests and answers.

A voucher's code is money, so none of it is for who came in by a card and its PIN: a card only reads.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class OwnVoucher:
    """A voucher as its owner reads it today: with the shop in the owner's language, and how it ended."""

    voucher: shop.vouchers.VoucherInfo
    shop_name: str
    receipt: shop.receipts.Receipt | None
    today: date

    @property
    def state(self) -> str:
        """Open, redeemed, returned or expired, which an open one is once its last day is over."""
        over = self.voucher.status == "open" and self.days_left < 0
        return "expired" if over or self.voucher.status == "lapsed" else self.voucher.status

    @property
    def days_left(self) -> int:
        """Days until its last one."""
        return (self.voucher.valid_until - self.today).days

    @property
    def undone(self) -> bool:
        """Whether what it paid for was taken back."""
        return self.receipt is not None and self.receipt.state == "undone"


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
    chosen = reading(lambda: _shop_numbered(actor, form.get("shop", "")))
    if form.get("confirm") != "1":
        return _confirm(actor, tenths, chosen, key)
    try:
        made, _replayed = audit.records.attempt(
            lambda: shop.vouchers.issue(
                tenths, request_key=key, actor=actor, shop_id=chosen.id if chosen else None
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
    own = reading(lambda: shop.vouchers.get_own(public_id, actor=actor))
    answer = Response(codes.qr_svg(own.code, level="M"), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/vouchers/<public_id>/print")
@audience("use_own_purse", card=False)
def print_voucher(public_id: str) -> str:
    """A voucher on paper: larger modules at a higher level."""
    actor, lang = current_actor(), language()
    facts = reading(lambda: _printed(shop.vouchers.get_own(public_id, actor=actor), actor, lang))
    back = url_for("resident.voucher", public_id=public_id)
    return render_template("print/voucher.html", **facts, back_url=back)


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
    lang = language()

    def query() -> dict[str, Any]:
        available = statements.summary.available(actor)
        goods = statements.summary.goods_for(actor, lang, spendable=available)
        shops = shop.shops.list_all(actor.community_id)
        fitting = {good.tenths for good in goods if not good.gap and not good.blocked}
        return {
            **page_facts(),
            "available": available,
            "open": my_vouchers(actor, lang, shops, status="open"),
            "done": my_vouchers(actor, lang, shops, status="done"),
            "values": sorted(
                {*(value for value in ROUND_VALUES if value <= available), *sorted(fitting)[-4:]}
            ),
            "smallest": min((good.tenths for good in goods), default=None),
            "shops": shops,
            "last_day": statements.summary.last_voucher_day(actor),
            "request_key": new_request_key(),
            "refusal": refusal,
        }

    return render_template("resident/vouchers.html", **reading(query))


def _confirm(
    actor: Actor, tenths: int, chosen: shop.shops.ShopInfo | None, key: str
) -> str | tuple[str, int]:
    def query() -> dict[str, Any]:
        available = statements.summary.available(actor)
        return {
            **page_facts(),
            "tenths": tenths,
            "shop": chosen,
            "available": available,
            "after": available - tenths,
            "last_day": statements.summary.last_voucher_day(actor),
            "request_key": key,
        }

    facts = reading(query)
    refusal = _refusal_of(tenths, facts["available"])
    if refusal is not None:
        return _list(actor, refusal), refusal.status
    return render_template("resident/vouchers_confirm.html", **facts)


def _show(public_id: str, actor: Actor, refusal: Refusal | None = None) -> str:
    lang = language()

    def query() -> dict[str, Any]:
        found = shop.vouchers.get_own(public_id, actor=actor)
        return {
            **page_facts(),
            "own": _owned(actor, [found], lang, shop.shops.list_all(actor.community_id))[0],
            "purse": statements.summary.of_purse(actor),
            "request_key": new_request_key(),
            "ask_return": request.args.get("return") == "1",
            "refusal": refusal,
        }

    return render_template("resident/vouchers_one.html", **reading(query))


def _shop_numbered(actor: Actor, number: str) -> shop.shops.ShopInfo | None:
    found = [one for one in shop.shops.list_all(actor.community_id) if str(one.number) == number]
    return found[0] if found else None


def my_vouchers(
    actor: Actor, lang: str, shops: list[shop.shops.ShopInfo], *, status: str
) -> list[OwnVoucher]:
    """The purse's open vouchers, or the last twenty that ended (`status` done)."""
    if status == "open":
        return _owned(actor, open_vouchers(actor), lang, shops)
    every = shop.vouchers.of_purse(actor.community_id, people.purses.account_of(actor), limit=60)
    return _owned(actor, [voucher for voucher in every if voucher.status != "open"][:20], lang, shops)


def open_vouchers(actor: Actor) -> list[shop.vouchers.VoucherInfo]:
    """The purse's vouchers that still pay."""
    return shop.vouchers.of_purse(actor.community_id, people.purses.account_of(actor), status="open")


def _owned(
    actor: Actor, found: list[shop.vouchers.VoucherInfo], lang: str, shops: list[shop.shops.ShopInfo]
) -> list[OwnVoucher]:
    used = [voucher.id for voucher in found if voucher.status == "redeemed"]
    receipts = shop.receipts.of_vouchers(actor.community_id, used)
    names, today = _shop_names(shops, lang), clock.today()
    return [
        OwnVoucher(voucher, names.get(voucher.shop_name, voucher.shop_name), receipts.get(voucher.id), today)
        for voucher in found
    ]


def _shop_names(shops: list[shop.shops.ShopInfo], lang: str) -> dict[str, str]:
    """What the reader calls each shop, by the name it has in the books."""
    return {one.name: wording.named(one, lang) for one in shops}


def _printed(voucher: shop.vouchers.VoucherInfo, actor: Actor, lang: str) -> dict[str, Any]:
    """A voucher for the 58 mm printer: level Q, whole dots a module."""
    names = _shop_names(shop.shops.list_all(actor.community_id), lang)
    return {
        "voucher": voucher,
        "person": people.persons.get(actor.community_id, voucher.person_id),
        "place": names.get(voucher.shop_name) or ("、" if lang == "zh" else ", ").join(names.values()),
        "community": community(actor.community_id),
        "qr_src": codes.qr_data_url(voucher.code),
        "qr_modules": len(codes.qr_dots(voucher.code, level="Q", dots=1)),
    }


def _refusal_of(tenths: int, available: int) -> Refusal | None:
    """Why a voucher of this value cannot be made, before anything is tried."""
    if tenths <= 0:
        return shop.refusals.AmountWrong()
    if tenths > available:
        return ledger.refusals.NotEnough(wanted=tenths, available=available, gap=tenths - available)
    return None
