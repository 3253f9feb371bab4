"""The resident's vouchers: the list, one to show, giving one back; it reads requests and answers.

A voucher's code is money, so none of it is for who came in by a card and its PIN: a card only reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from points import people, shop, statements
from points.foundation import Actor, NotFound, Refusal, clock, codes, community, reading, wording
from points.web import form_keys, rolls
from points.web.auth import audience, current_actor, language
from points.web.resident.base import blueprint, page_facts

#: so many goods are offered to make a voucher for, on a page that is about vouchers
TILES = 6


@dataclass(frozen=True)
class OwnVoucher:
    """A voucher as its owner reads it today: the shop it is for, in the owner's language, and how it ended."""

    voucher: shop.vouchers.VoucherInfo
    shop_name: str
    where: shop.shops.ShopInfo | None
    receipt: shop.receipts.Receipt | None
    today: date

    @property
    def state(self) -> str:
        """open, redeemed, returned, expired (its points are free again), or overdue: its last day is over, but the
        night has not released its points yet."""
        if self.voucher.status == "open":
            return "overdue" if self.voucher.overdue else "open"
        return "expired" if self.voucher.status == "lapsed" else self.voucher.status

    @property
    def days_left(self) -> int:
        """Days until its last one; none are left of one that is open only because the clock is doubted."""
        days = (self.voucher.valid_until - self.today).days
        return max(0, days) if self.state == "open" else days

    @property
    def undone(self) -> bool:
        """Whether what it paid for was taken back."""
        return self.receipt is not None and self.receipt.state == "undone"


@blueprint.get("/vouchers")
@audience("use_own_purse", card=False)
def vouchers() -> str:
    """My vouchers, and what a new one could be for."""
    return list_page(current_actor())


@blueprint.get("/vouchers/<public_id>")
@audience("use_own_purse", card=False)
def voucher(public_id: str) -> str:
    """One voucher: the code, its value, its last day, where and when it is taken."""
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
def print_voucher(public_id: str) -> Response:
    """A voucher on paper: larger modules at a higher level."""
    actor, lang = current_actor(), language()
    facts = reading(lambda: _printed(shop.vouchers.get_own(public_id, actor=actor), actor, lang))
    back = url_for("resident.voucher", public_id=public_id)
    return rolls.rendered("print/voucher.html", **facts, back_url=back)


@blueprint.post("/vouchers/<public_id>/return")
@audience("use_own_purse", card=False)
def return_voucher(public_id: str) -> AnyResponse | tuple[str, int]:
    """Give it back: the points are free at once."""
    actor = current_actor()
    try:
        given_back = form_keys.once(
            lambda: shop.vouchers.give_back(public_id, actor=actor),
            of=shop.vouchers.give_back,
            actor=actor,
            ids=lambda found: {"tenths": found.tenths},
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(public_id, actor, refusal), refusal.status
    flash(given_back.ids, "voucher.returned")  # type: ignore[arg-type]
    return redirect(url_for("resident.vouchers"))


def list_page(actor: Actor, refusal: Refusal | None = None) -> str:
    """The list, which is also where one lands who asked for a voucher that cannot be made."""
    lang = language()

    def query() -> dict[str, Any]:
        available = statements.summary.available(actor)
        shelf = statements.goods.of_purse(actor, lang, spendable=available)
        shops = shop.shops.list_all(actor.community_id)
        own = _own(actor, lang, shops)
        return {
            **page_facts(),
            "available": available,
            "open": [one for one in own if one.state == "open"],
            "done": [one for one in own if one.state != "open"][:20],
            "tiles": _tiles(shelf),
            "smallest": min((good.tenths for good in shelf), default=None),
            "shops": shops,
            "last_day": statements.summary.last_voucher_day(actor),
            "refusal": refusal,
        }

    return render_template("resident/vouchers.html", **reading(query))


def _tiles(shelf: Sequence[statements.goods.Good]) -> list[statements.goods.Good]:
    """What this purse takes most, then what the community does, in that order."""
    return [good for good in shelf if good.in_reach][:TILES]


def _show(public_id: str, actor: Actor, refusal: Refusal | None = None) -> str:
    lang = language()

    def query() -> dict[str, Any]:
        found = shop.vouchers.get_own(public_id, actor=actor)
        return {
            **page_facts(),
            "own": _owned(actor, [found], lang, shop.shops.list_all(actor.community_id))[0],
            "purse": statements.summary.of_purse(actor),
            "ask_return": request.args.get("return") == "1",
            "refusal": refusal,
        }

    return render_template("resident/vouchers_one.html", **reading(query))


def my_vouchers(actor: Actor, lang: str, shops: Sequence[shop.shops.ShopInfo]) -> list[OwnVoucher]:
    """The purse's vouchers that pay today."""
    return [one for one in _owned(actor, unspent(actor), lang, shops) if one.state == "open"]


def unspent(actor: Actor) -> list[shop.vouchers.VoucherInfo]:
    """The purse's vouchers whose points are still set aside: those that pay, and those the night has yet to release."""
    return shop.vouchers.of_purse(actor.community_id, people.purses.account_of(actor), status="open")


def _own(actor: Actor, lang: str, shops: Sequence[shop.shops.ShopInfo]) -> list[OwnVoucher]:
    """All that are not ended, and the newest that are."""
    newest = shop.vouchers.of_purse(actor.community_id, people.purses.account_of(actor), limit=60)
    ended = [one for one in newest if one.status != "open"]
    return _owned(actor, [*unspent(actor), *ended], lang, shops)


def _owned(
    actor: Actor,
    found: Sequence[shop.vouchers.VoucherInfo],
    lang: str,
    shops: Sequence[shop.shops.ShopInfo],
) -> list[OwnVoucher]:
    used = [voucher.id for voucher in found if voucher.status == "redeemed"]
    receipts = shop.receipts.of_vouchers(actor.community_id, used)
    today = clock.today()
    owned = []
    for voucher in found:
        where = shop_of(voucher, shops)
        name = wording.named(where, lang) if where else voucher.shop_name
        owned.append(OwnVoucher(voucher, name, where, receipts.get(voucher.id), today))
    return owned


def shop_of(
    voucher: shop.vouchers.VoucherInfo, shops: Sequence[shop.shops.ShopInfo]
) -> shop.shops.ShopInfo | None:
    """Where a voucher is taken: its own shop while that is open, or the only one there is."""
    if voucher.shop_id is None:
        return shops[0] if len(shops) == 1 else None
    return next((one for one in shops if one.id == voucher.shop_id), None)


def _printed(voucher: shop.vouchers.VoucherInfo, actor: Actor, lang: str) -> dict[str, Any]:
    """A voucher for the 58 mm printer: level Q, whole dots a module."""
    shops = shop.shops.list_all(actor.community_id)
    own = shop_of(voucher, shops)
    return {
        "voucher": voucher,
        "person": people.persons.get(actor.community_id, voucher.person_id),
        "shops": [own] if own else shops if voucher.shop_id is None else [],
        "place": voucher.shop_name,
        "community": community(actor.community_id),
        "qr_src": codes.qr_data_url(voucher.code),
        "qr_modules": len(codes.qr_dots(voucher.code, level="Q", dots=1)),
        "lang": lang,
    }
