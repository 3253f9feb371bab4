"""Kits: made of batches, taken apart into them, counted as their parts."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import goods, oversight, stockroom
from points.foundation import NotAllowed, clock, db, reading, transact
from points.goods.refusals import QuantityWrong
from points.stockroom.refusals import BatchShort, ExpiredStaysHere, KitUnfit
from tests.stockroom.conftest import Room

KIT = goods.items.NewItem("G50", "春节礼包", "份", 600)


@pytest.fixture
def kit_item(room: Room) -> UUID:
    """What a kit is called."""
    return transact(lambda: goods.items.add(room.community_id, [KIT], effective_on=clock.today()))["G50"]


def make(room: Room, item: UUID, pieces: dict[UUID, int], count: int = 5) -> UUID:
    """The clerk puts kits together."""
    return transact(
        lambda: stockroom.kits.make(item, pieces, count, shop_id=room.shop_id, code="G50", actor=room.clerk)
    )


def only(room: Room) -> stockroom.kits.KitInfo:
    """The one kit."""
    [found] = reading(lambda: stockroom.kits.list_all(room.community_id))
    return found


def test_what_stands_on_the_shelf_is_worth_as_much_in_kits(room: Room, kit_item: UUID) -> None:
    with db.engine.begin() as past_the_house:
        for code, fen in (("G01", 4400), ("G07", 200), ("G50", 99999)):
            past_the_house.execute(
                sa.text("UPDATE goods_item SET reference_fen = :fen WHERE code = :code"),
                {"fen": fen, "code": code},
            )
    rice, salt = room.batch("G01", 10, days=30), room.batch("G07", 20, days=90)

    def worth() -> int:
        return reading(lambda: oversight.warnings.solvency(room.community_id)).stock_fen

    before = worth()
    make(room, kit_item, {rice: 1, salt: 2})
    assert worth() == before
    room.sell(only(room).batch.batch_id, 1)
    assert worth() == before - 4400 - 2 * 200


def test_kits_are_a_batch_that_lasts_as_long_as_its_first_part_and_is_counted_as_its_parts(
    room: Room, kit_item: UUID
) -> None:
    rice, salt = room.batch("G01", 10, days=30), room.batch("G07", 20, days=90)
    which = make(room, kit_item, {rice: 1, salt: 2})
    kit = only(room)
    assert (kit.count, kit.batch.on_hand, kit.batch.expires_on) == (5, 5, clock.today() + timedelta(days=30))
    assert [(one.code, one.quantity) for one in kit.parts] == [("G01", 1), ("G07", 2)]
    assert (room.left(rice), room.left(salt)) == (5, 10)
    items = room.street.items
    assert reading(lambda: goods.kits.standing_pieces(room.community_id)) == {
        items["G01"]: 5,
        items["G07"]: 10,
    }
    room.sell(kit.batch.batch_id, 1)
    transact(lambda: stockroom.kits.take_apart(which, 2, actor=room.manager))
    assert (room.left(rice), room.left(salt), only(room).batch.on_hand) == (7, 14, 2)
    # what was taken apart did not change what a kit is made of, and a part is no kit
    assert [(one.code, one.quantity) for one in only(room).parts] == [("G01", 1), ("G07", 2)]
    assert set(reading(lambda: goods.kits.parts_of(room.community_id, [rice, salt, kit.batch.batch_id]))) == {
        kit.batch.batch_id
    }
    assert reading(lambda: goods.kits.standing_pieces(room.community_id)) == {
        items["G01"]: 2,
        items["G07"]: 4,
    }
    facts = {"batch": kit.batch.number, "quantity": 5}
    assert (room.said("kit.made"), room.said("kit.taken_apart")) == (facts, {**facts, "quantity": 2})


def test_no_kit_is_made_of_what_is_not_there(room: Room, kit_item: UUID) -> None:
    rice, salt = room.batch("G01", 4, days=1), room.batch("G07", 20)
    for pieces, count, refusal in (
        ({}, 1, KitUnfit),
        ({rice: 1}, 0, KitUnfit),
        ({rice: -1}, 1, KitUnfit),
        ({rice: 1, salt: 1}, 5, BatchShort),
    ):
        with pytest.raises(refusal):
            make(room, kit_item, pieces, count)
    with pytest.raises(KitUnfit):
        make(room, room.street.items["G01"], {rice: 1}, 1)
    which = make(room, kit_item, {salt: 1}, 1)
    with pytest.raises(KitUnfit):
        make(room, kit_item, {only(room).batch.batch_id: 1}, 1)
    for count, refusal in ((0, QuantityWrong), (2, BatchShort)):
        with pytest.raises(refusal):
            transact(lambda count=count: stockroom.kits.take_apart(which, count, actor=room.clerk))
    with pytest.raises(NotAllowed):
        transact(lambda: stockroom.kits.take_apart(which, 1, actor=room.officer))
    clock.set_now(clock.now() + timedelta(days=2))
    with pytest.raises(ExpiredStaysHere):
        make(room, kit_item, {rice: 1}, 1)


def test_what_donors_asked_of_a_part_goes_with_the_kit_as_long_as_the_last_of_it_holds(
    room: Room, kit_item: UUID
) -> None:
    soon, later = (clock.today() + timedelta(days=ahead) for ahead in (3, 9))

    def came(number: str, code: str, wish: str, until: date | None) -> UUID:
        made = room.receive(room.line(code, 10), number=number, wish=wish, wish_until=until)
        return room.lines(made)[0].batch.batch_id

    rice, salt = came("1", "G01", "只给困难户", soon), came("2", "G07", "只给 60 岁以上", later)
    plain = room.batch("G06", 10)
    make(room, kit_item, {rice: 1, salt: 1, plain: 1}, count=2)
    kit = only(room).batch
    assert (sorted(kit.wish.split("；")), kit.wish_until) == (["只给 60 岁以上", "只给困难户"], later)
    always = came("3", "G01", "只给学生", None)
    clock.set_now(clock.now() + timedelta(days=5))
    make(room, kit_item, {rice: 1, always: 1, plain: 1}, count=2)
    kits = {
        one.batch.wish: one.batch.wish_until
        for one in reading(lambda: stockroom.kits.list_all(room.community_id))
    }
    # what no longer holds is not taken along
    assert kits["只给学生"] is None
