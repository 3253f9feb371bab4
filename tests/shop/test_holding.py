"""What a deed of the shop holds until it ends, so that of two at once the second sees what the first left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from points import goods, shop
from points.foundation import clock, transact
from points.ledger import balance_rows, old_purses, posting
from points.shop import shop_rows
from tests.shop.test_price_setting import propose
from tests.support.holding import holding
from tests.support.street import Street, with_committee

DEEDS: dict[str, tuple[Callable[[Street], object], list[str]]] = {
    "a purse": (lambda s: posting.lock_purse(s.community_id, s.purse), ["ledger_balance for update"]),
    "purses": (lambda s: balance_rows.lock_purses(s.community_id, [s.purse]), ["ledger_balance for update"]),
    "old purses": (lambda s: old_purses.hold(s.community_id, {s.purse}), ["ledger_balance for update"]),
    "batches": (
        lambda s: goods.batches.lock(s.community_id, s.batches.values()), ["goods_batch for update"],
    ),
    "old batches": (
        lambda s: goods.history.lock_batches(s.community_id, s.batches.values()), ["goods_batch for update"],
    ),
    "counted": (
        lambda s: goods.differences.hold(s.community_id, s.shop_id, s.items.values()), ["goods_batch for update", "goods_item for update"],
    ),
    "names of shops": (
        lambda s: shop_rows.hold_names(s.community_id), ["foundation_community for no key update"],
    ),
    "a shop": (lambda s: shop_rows.hold(s.community_id, s.shop_id), ["shop_shop for update"]),
    "what comes into a shop": (
        lambda s: shop.founding.hold_open(s.community_id, s.shop_id), ["shop_shop for share"],
    ),
}  # fmt: skip


@pytest.mark.only_on("sqlite")
def test_what_is_about_to_change_is_held(street: Street) -> None:
    for name, (deed, wanted) in DEEDS.items():
        with holding() as held:
            transact(lambda deed=deed: deed(street))  # type: ignore[misc]
        assert held == wanted, name


@pytest.mark.only_on("sqlite")
def test_a_wish_for_a_price_is_held_by_whoever_closes_it(street: Street) -> None:
    committee, manager = with_committee(street), street.staff["shop_manager"]
    later = clock.now() + timedelta(days=3)
    ways: list[Callable[[object], object]] = [
        lambda one: shop.price_setting.approve(one, actor=committee),  # type: ignore[arg-type]
        lambda one: shop.price_setting.decline(one, actor=committee),  # type: ignore[arg-type]
        lambda one: shop.price_setting.withdraw(one, actor=manager),  # type: ignore[arg-type]
    ]
    for tenths, way in enumerate(ways, 300):
        [wish] = propose(street, tenths, at=later)
        with holding() as held:
            transact(lambda way=way, one=wish.proposal_id: way(one))  # type: ignore[misc]
        assert held[0] == "goods_price_proposal for update"
        if tenths == 300:
            approved = wish.proposal_id
    with holding() as held:
        transact(lambda: shop.price_setting.stop(approved, actor=committee))
    assert held[0] == "goods_price_proposal for update"
