"""Vouchers and shops as a resident's pages show them; it issues and returns nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from points import ledger, people, shop
from points.foundation import Actor, Refusal, clock, codes, community, wording
from points.hall.home_page import my_purse

STATES = {"lapsed": "expired"}


def vouchers(actor: Actor, language: str, *, status: str) -> list[dict[str, Any]]:
    """The purse's open vouchers, or the last twenty that ended (`status` done)."""
    account_id, today = my_purse(actor).account_id, clock.today()
    if status == "open":
        found = shop.vouchers_of(actor.community_id, account_id, status="open")
    else:
        every = shop.vouchers_of(actor.community_id, account_id, limit=60)
        found = [one for one in every if one.status != "open"][:20]
    receipts, places = _receipts(actor, found), shop_names(actor, language)
    return [voucher_words(one, today, places, receipts.get(one.id)) for one in found]


def one_voucher(public_id: str, actor: Actor, language: str) -> dict[str, Any]:
    """One voucher of the actor's purse, with how it ended."""
    card = shop.my_voucher(public_id, actor=actor)
    receipt = _receipts(actor, [card]).get(card.id)
    return voucher_words(card, clock.today(), shop_names(actor, language), receipt)


def open_vouchers(actor: Actor) -> int:
    """How many vouchers of the purse are open."""
    return len(shop.vouchers_of(actor.community_id, my_purse(actor).account_id, status="open"))


def voucher_words(
    card: shop.VoucherCard, today: date, places: dict[str, str], receipt: shop.Receipt | None = None
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


def shops(actor: Actor, language: str) -> list[dict[str, Any]]:
    """Where a voucher can be used."""
    return [shop_words(one, language) for one in shop.shops(actor.community_id)]


def shop_names(actor: Actor, language: str) -> dict[str, str]:
    """What the reader calls each shop, by the name it has in the books."""
    return {one.name: shop_words(one, language)["name"] for one in shop.shops(actor.community_id)}


def shop_words(one: shop.ShopCard, language: str) -> dict[str, Any]:
    """A shop as a form offers it."""
    name = wording.named(one, language)
    return {"public_id": str(one.number), "name": name, "place": one.spot or None}


def printed_voucher(card: shop.VoucherCard, actor: Actor, language: str) -> dict[str, Any]:
    """A voucher for the 58 mm printer: level Q, whole dots a module."""
    person = people.person(actor.community_id, card.person_id)
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
        return shop.AmountWrong()
    if tenths > available:
        return ledger.NotEnough(wanted=tenths, available=available, gap=tenths - available)
    return None


def _receipts(actor: Actor, found: list[shop.VoucherCard]) -> dict[Any, shop.Receipt]:
    used = [one.id for one in found if one.status == "redeemed"]
    return shop.receipts_of_vouchers(actor.community_id, used)
