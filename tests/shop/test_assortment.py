"""What the shop keeps is written by who may, and every change is in the book of actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from points import goods, shop
from points.foundation import Actor, NotAllowed, reading, transact
from points.goods.wares import WareFacts
from tests.support.records import facts_of
from tests.support.street import Street

TOWEL = WareFacts("毛巾", "条", package="箱", package_pieces=12)


def test_a_new_item_and_what_is_changed_of_it_is_recorded(street: Street) -> None:
    manager = street.staff["shop_manager"]
    made = transact(lambda: shop.assortment.enter(TOWEL, actor=manager))
    written = goods.wares.WareFacts("纯棉毛巾", "条", package="箱", package_pieces=10)
    transact(lambda: shop.assortment.change(made.code, written, actor=manager))
    again = transact(lambda: shop.assortment.change(made.code, written, actor=manager))
    assert again.facts.package_pieces == 10
    assert facts_of("item.entered") == [{"item": made.code, "kind": "goods"}]
    [changed] = facts_of("item.changed")
    assert changed["changed"]["name"] == {"before": "毛巾", "after": "纯棉毛巾"}
    assert changed["changed"]["package_pieces"] == {"before": 12, "after": 10}


def test_what_is_withdrawn_is_not_sold_and_comes_back_at_its_price(street: Street) -> None:
    officer = street.staff["officer"]

    def offered() -> bool:
        return "G07" in reading(lambda: goods.items.find(street.community_id, ["G07"]))

    transact(lambda: shop.assortment.withdraw("G07", reason="没人要", actor=officer))
    assert not offered()
    transact(lambda: shop.assortment.bring_back("G07", reason="又有人要", actor=officer))
    assert offered()
    assert facts_of("item.withdrawn", "item.brought_back") == [{"item": "G07"}] * 2


def test_barcodes_and_pictures_are_recorded_with_what_they_are(street: Street) -> None:
    manager = street.staff["shop_manager"]
    own = transact(lambda: shop.assortment.add_barcode("G07", "", actor=manager))
    transact(lambda: shop.assortment.add_barcode("G07", "6901234567892", actor=manager))
    transact(lambda: shop.assortment.remove_barcode("G07", own, actor=manager))
    transact(lambda: shop.assortment.remove_barcode("G07", own, actor=manager))
    transact(lambda: shop.assortment.put_picture("G07", b"12345", actor=manager))
    assert [one["barcode"] for one in facts_of("item.barcode_added")] == [own, "6901234567892"]
    assert [one["barcode"] for one in facts_of("item.barcode_removed")] == [own]
    assert facts_of("item.pictured") == [{"item": "G07", "picture_bytes": 5}]


@pytest.mark.parametrize(
    "deed",
    [
        lambda actor: shop.assortment.enter(TOWEL, actor=actor),
        lambda actor: shop.assortment.change("G07", TOWEL, actor=actor),
        lambda actor: shop.assortment.withdraw("G07", reason="我说的", actor=actor),
        lambda actor: shop.assortment.bring_back("G07", reason="我说的", actor=actor),
        lambda actor: shop.assortment.add_barcode("G07", "", actor=actor),
        lambda actor: shop.assortment.remove_barcode("G07", "6900000011065", actor=actor),
        lambda actor: shop.assortment.put_picture("G07", b"1", actor=actor),
    ],
)
def test_a_clerk_writes_nothing(street: Street, deed: Callable[[Actor], Any]) -> None:
    with pytest.raises(NotAllowed):
        transact(lambda: deed(street.clerk))


def test_a_limit_a_quarter_is_used_up_and_given_back_within_it(street: Street) -> None:
    manager = street.staff["shop_manager"]
    salt = reading(lambda: goods.wares.get(street.community_id, "G07")).facts
    limited = goods.wares.WareFacts(
        salt.name, salt.unit, glyph=salt.glyph, category=salt.category, limit_count=2, limit_window="quarter"
    )
    transact(lambda: shop.assortment.change("G07", limited, actor=manager))

    def sell(number: int, pieces: int) -> Any:
        made, _ = transact(lambda: shop.vouchers.issue(100, request_key=f"q{number}", actor=street.resident))
        return shop.sales.sell(
            shop.sales.Sale(street.shop_id, f"scan-quarter-{number}", made.code),
            [("G07", pieces)],
            find_payer=lambda: shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk),
            actor=street.clerk,
        )

    done = sell(1, 2)
    with pytest.raises(shop.refusals.LimitReached):
        sell(2, 1)
    receipt = reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id)).receipt
    transact(lambda: shop.undo.ask(receipt, reason="拿错了", actor=street.clerk))
    assert street.second_clerk is not None
    second = street.second_clerk
    transact(lambda: shop.undo.confirm(receipt, actor=second))
    sell(3, 2)
