"""Items as the shelf shows them: what is offered, its barcodes, and what may be given out today."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from points import goods
from points.foundation import clock, db, reading, transact
from points.goods.items import ItemInfo, NewItem
from tests.goods.conftest import ITEMS, Shelf
from tests.support.world import new_community


def offered(shelf: Shelf) -> dict[str, ItemInfo]:
    """Everything on offer by code."""
    return {one.code: one for one in reading(lambda: goods.items.on_offer(shelf.community_id))}


def test_everything_offered_is_listed_in_order_of_code(shelf: Shelf) -> None:
    found = reading(lambda: goods.items.on_offer(shelf.community_id))
    assert [one.code for one in found] == ["G01", "G02", "G03", "G32"]
    rice = found[0]
    assert (rice.item_id, rice.name, rice.name_en) == (shelf.items["G01"], "大米5kg", "Rice 5 kg")
    assert (rice.unit, rice.tenths, rice.glyph, rice.category) == ("袋", 440, "米", "粮油")
    assert (found[3].kind, found[3].category) == ("service", "服务券")


def test_only_pieces_that_may_be_given_out_today_are_counted(shelf: Shelf) -> None:
    shelf.receive("old", "G01", 7, days=-1)
    shelf.receive("today", "G01", 2, days=0)
    shelf.receive("later", "G01", 3, days=9)
    shelf.receive("oil", "G02", 4)
    shelf.take(G01=1)
    assert {code: one.on_hand for code, one in offered(shelf).items()} == {
        "G01": 4,
        "G02": 4,
        "G03": 0,
        "G32": 0,
    }
    clock.set_now(clock.now() + timedelta(days=1))
    assert offered(shelf)["G01"].on_hand == 3


def test_several_barcodes_are_one_item_counted_once(shelf: Shelf) -> None:
    shelf.receive("RK1", "G02", 5)
    oil = offered(shelf)["G02"]
    assert (oil.barcodes, oil.on_hand) == (("6900000011010", "6900000011027"), 5)


def test_an_item_is_found_by_its_code_or_any_of_its_barcodes(shelf: Shelf) -> None:
    words = ["G01", "6900000011010", "6900000011027", "6999999999994", "G99", ""]
    found = reading(lambda: goods.items.find(shelf.community_id, words))
    assert {word: one.code for word, one in found.items()} == {
        "G01": "G01",
        "6900000011010": "G02",
        "6900000011027": "G02",
    }
    assert found["6900000011010"] == found["6900000011027"]


def test_what_is_withdrawn_is_neither_offered_nor_found_and_keeps_its_name(shelf: Shelf) -> None:
    items = db.metadata.tables["goods_item"]
    transact(
        lambda: db.session.execute(sa.update(items).where(items.c.code == "G02").values(status="withdrawn"))
    )
    assert set(offered(shelf)) == {"G01", "G03", "G32"}
    assert reading(lambda: goods.items.find(shelf.community_id, ["G02", "6900000011010"])) == {}
    assert "G02" in reading(lambda: goods.history.known_items(shelf.community_id))
    oil = shelf.items["G02"]
    names = reading(lambda: goods.items.names(shelf.community_id, [oil]))
    assert names == {oil: ("G02", "调和油1.8L", "", "壶")}


@pytest.mark.parametrize(
    "again", [NewItem("G01", "另一种米", "袋", 100), NewItem("G77", "另一种米", "袋", 0)]
)
def test_items_that_cannot_be_leave_none_of_the_others_behind(shelf: Shelf, again: NewItem) -> None:
    good = NewItem("G76", "牙膏", "支", 80)

    def work() -> None:
        try:
            goods.items.add(shelf.community_id, [good, again], effective_on=clock.today())
        except sa.exc.IntegrityError as error:
            raise ValueError(again.code) from error  # a unique violation would be tried again

    with pytest.raises(ValueError, match=again.code):
        transact(work)
    assert set(offered(shelf)) == {one.code for one in ITEMS}


def test_a_barcode_means_one_item_in_a_community_and_may_mean_another_elsewhere(shelf: Shelf) -> None:
    other = new_community("莲花社区")
    new = NewItem("G01", "面条", "把", 60, barcodes=("6900000011003",))
    transact(lambda: goods.items.add(other, [new], effective_on=clock.today()))
    [here] = reading(lambda: goods.items.find(shelf.community_id, ["6900000011003"])).values()
    [there] = reading(lambda: goods.items.find(other, ["6900000011003"])).values()
    assert (here.name, there.name) == ("大米5kg", "面条")
    assert [one.code for one in reading(lambda: goods.items.on_offer(other))] == ["G01"]


def test_no_items_are_no_rows(shelf: Shelf) -> None:
    add = goods.items.add
    assert transact(lambda: add(shelf.community_id, [], effective_on=clock.today())) == {}


def test_the_name_of_an_item_is_kept_as_everybody_types_it(shelf: Shelf) -> None:
    new = NewItem("G40", " 洗衣液２kg ", "瓶", 90, name_en=" Soap ２kg ")
    transact(lambda: goods.items.add(shelf.community_id, [new], effective_on=clock.today()))
    assert (offered(shelf)["G40"].name, offered(shelf)["G40"].name_en) == ("洗衣液2kg", "Soap 2kg")
