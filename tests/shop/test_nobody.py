"""What is of nobody is not found, nor what is of another community; and nothing comes of asking for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from points import goods, shop
from points.foundation import Actor, NotFound, Refusal, new_id, reading, transact
from points.goods.refusals import ItemUnknown
from points.shop import voucher_rows
from points.shop.refusals import VoucherUnknown
from tests.support.books import sell, voucher
from tests.support.street import Street
from tests.support.world import new_community

Ask = Callable[[Street, Actor, Any], object]

#: by what is asked for: how it is asked for by somebody of a community, and the refusal
ASKED: dict[str, tuple[Ask, type[Refusal]]] = {
    "receipt": (lambda _, who, one: shop.receipts.get(who.community_id, one["receipt"]), NotFound),
    "voucher": (lambda _, who, one: shop.vouchers.get(who.community_id, one["voucher"]), NotFound),
    "own voucher": (lambda _, who, one: shop.vouchers.get_own(one["voucher"], actor=who), NotFound),
    "voucher given back": (lambda _, who, one: shop.vouchers.give_back(one["voucher"], actor=who), NotFound),
    "aside": (lambda s, who, one: shop.asides.recognise(one["voucher"], shop_id=s.shop_id, actor=who), VoucherUnknown),
    "spoken number": (lambda _, who, one: voucher_rows.by_code(who.community_id, one["spoken"]), VoucherUnknown),
    "voucher for a shop": (
        lambda _, who, one: shop.vouchers.issue(10, request_key="nobody", shop_id=one["shop"], actor=who),
        NotFound,
    ),
    "shop": (lambda _, who, one: shop.shops.get(who.community_id, one["shop"]), NotFound),
    "shop that was": (lambda _, who, one: shop.shops.get_ever(who.community_id, one["shop"]), NotFound),
    "days of a shop": (lambda _, who, one: shop.day_close.standing(who.community_id, one["shop"]), NotFound),
    "day": (lambda _, who, one: shop.day_close.get(who.community_id, one["id"]), NotFound),
    "shift": (lambda _, who, one: shop.shifts.get(who.community_id, one["id"]), NotFound),
    "number": (lambda _, who, one: shop.numbers.get(who.community_id, one["id"]), NotFound),
    "number given back": (lambda _, who, one: shop.numbers.give_back(one["id"], actor=who), NotFound),
    "asked shop": (lambda s, _, one: shop.founding.confirm(one["id"], actor=s.staff["street"]), NotFound),
    "batch": (lambda _, who, one: goods.batches.get_all(who.community_id, [one["batch"]]), NotFound),
    "item": (lambda _, who, one: goods.wares.get(who.community_id, one["code"]), NotFound),
    "price": (lambda _, who, one: goods.prices.item(who.community_id, one["code"]), NotFound),
    "cover": (lambda _, who, one: goods.cover.get(who.community_id, one["code"]), NotFound),
    "proposal": (lambda _, who, one: goods.price_proposals.get(who.community_id, one["id"]), NotFound),
    "picture": (lambda _, who, one: goods.pictures.read(who.community_id, one["id"]), NotFound),
    "stocktake": (lambda _, who, one: goods.stocktakes.get(who.community_id, one["id"]), NotFound),
    "unknown item": (lambda _, who, one: goods.items.refuse_unknown(who.community_id, one["code"]), ItemUnknown),
}  # fmt: skip


def test_what_is_of_nobody_or_of_another_community_is_not_found(street: Street) -> None:
    card = voucher(street, 20)
    slip = sell(street, voucher(street, 20), [("G07", 1)])
    nobodys: dict[str, Any] = {
        "receipt": "gq4kxq2wvmz3c", "voucher": "v0000000", "spoken": "00000000", "id": new_id(), "shop": new_id(),
        "batch": new_id(), "code": "G99",
    }  # fmt: skip
    theirs = {"receipt": slip, "voucher": card.public_id, "spoken": card.spoken, "shop": street.shop_id,
              "batch": street.batches["RK5"], "code": "G07", "id": new_id()}  # fmt: skip
    other: UUID = new_community("莲花社区")
    elsewhere = Actor(other, street.clerk.account_id, street.clerk.person_id, grants=street.clerk.grants)
    for ask, refusal in ASKED.values():
        for who, one in ((street.clerk, nobodys), (elsewhere, theirs)):
            with pytest.raises(refusal):
                transact(lambda ask=ask, who=who, one=one: ask(street, who, one))  # type: ignore[misc]
    assert reading(lambda: shop.vouchers.get(street.community_id, card.public_id)) == card
