"""Stock of batches: what comes in, what leaves and from where, what comes back; a refusal keeps nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import goods, shop
from points.foundation import Actor, clock, db, new_id, reading, transact
from points.goods.refusals import BatchExpired, QuantityWrong, StockShort
from points.goods.stock import Delivery
from tests.goods.conftest import Shelf
from tests.support.world import new_community


def test_what_comes_in_stands_on_the_shelf_with_its_move(shelf: Shelf) -> None:
    source = transact(lambda: goods.sources.ensure(shelf.community_id, "晨光米业"))
    batch_id = shelf.receive("RK1", "G01", 5, days=60, source_id=source)
    assert shelf.left() == {"RK1": 5}
    [move] = shelf.moves()
    assert (move["batch_id"], move["kind"], move["quantity"]) == (batch_id, "delivery", 5)
    assert (move["actor_id"], move["moved_on"]) == (shelf.clerk.account_id, clock.today())
    assert move["subject_id"] is None


@pytest.mark.parametrize("quantity", [0, -3])
def test_a_delivery_of_nothing_is_refused_and_none_of_it_comes_in(shelf: Shelf, quantity: int) -> None:
    today, items = clock.today(), shelf.items
    came = [Delivery("RK1", items["G01"], 5, today), Delivery("RK2", items["G02"], quantity, today)]
    with pytest.raises(QuantityWrong):
        transact(lambda: goods.stock.receive(shelf.community_id, came, actor=shelf.clerk))
    assert (shelf.left(), shelf.moves()) == ({}, [])


def test_no_deliveries_are_no_batches(shelf: Shelf) -> None:
    assert transact(lambda: goods.stock.receive(shelf.community_id, [], actor=shelf.clerk)) == {}


def test_what_expires_first_leaves_first_across_batches(shelf: Shelf) -> None:
    shelf.receive("late", "G01", 5, days=90)
    shelf.receive("soon", "G01", 2, days=30)
    shelf.receive("never", "G01", 5)
    subject = shelf.take(G01=4)
    assert shelf.left() == {"late": 3, "soon": 0, "never": 5}
    out = {one["number"]: one for one in shelf.moves() if one["kind"] == "redemption"}
    assert {number: one["quantity"] for number, one in out.items()} == {"soon": -2, "late": -2}
    assert {one["subject_id"] for one in out.values()} == {subject}
    taken = reading(lambda: goods.stock.batches_given(shelf.community_id, subject))["G01"]
    assert [(one.batch, one.pieces) for one in taken] == [("soon", 2), ("late", 2)]
    assert shelf.adds_up()


def test_a_basket_of_several_items_leaves_together(shelf: Shelf) -> None:
    shelf.receive("RK1", "G01", 1, days=90)
    shelf.receive("RK2", "G02", 3)
    subject = shelf.take(G01=1, G02=2)
    assert shelf.left() == {"RK1": 0, "RK2": 1}
    taken = reading(lambda: goods.stock.batches_given(shelf.community_id, subject))
    last_day = clock.today() + timedelta(days=90)
    assert taken["G01"] == (goods.stock.HandedOut("RK1", 1, last_day),)


def test_an_empty_basket_takes_nothing(shelf: Shelf) -> None:
    assert shelf.take() is not None
    assert shelf.moves() == []


def test_goods_leave_on_their_last_day_and_never_after_it(shelf: Shelf) -> None:
    shelf.receive("RK1", "G01", 3, days=1)
    clock.set_now(clock.now() + timedelta(days=1))
    shelf.take(G01=1)
    clock.set_now(clock.now() + timedelta(days=1))
    with pytest.raises(BatchExpired) as caught:
        shelf.take(G01=1)
    assert (caught.value.facts["item"], caught.value.facts["left"]) == ("G01", 0)
    assert shelf.left() == {"RK1": 2}


def test_an_expired_batch_stays_while_a_good_one_gives(shelf: Shelf) -> None:
    shelf.receive("old", "G01", 9, days=-1)
    shelf.receive("good", "G01", 2, days=5)
    shelf.take(G01=1)
    assert shelf.left() == {"old": 9, "good": 1}
    with pytest.raises(StockShort) as caught:
        shelf.take(G01=2)
    assert (caught.value.facts["left"], caught.value.facts["wanted"]) == (1, 2)
    assert shelf.left() == {"old": 9, "good": 1}


def test_too_few_pieces_say_how_many_there_are_and_keep_them_all(shelf: Shelf) -> None:
    shelf.receive("RK1", "G02", 5)
    shelf.receive("RK2", "G01", 2, days=9)
    with pytest.raises(StockShort) as caught:
        shelf.take(G02=5, G01=3)
    assert caught.value.facts == {
        "item": "G01",
        "name": "大米5kg",
        "name_en": "Rice 5 kg",
        "unit": "袋",
        "left": 2,
        "wanted": 3,
    }
    assert shelf.left() == {"RK1": 5, "RK2": 2}
    assert {one["kind"] for one in shelf.moves()} == {"delivery"}


def test_a_refusal_after_pieces_were_taken_puts_them_back(shelf: Shelf) -> None:
    shelf.receive("RK1", "G01", 2)

    def work() -> None:
        wanted = {shelf.items["G01"]: 2}
        goods.stock.take(shelf.community_id, wanted, subject_id=new_id(), actor=shelf.clerk)
        raise StockShort

    with pytest.raises(StockShort):
        transact(work)
    assert shelf.left() == {"RK1": 2}
    assert len(shelf.moves()) == 1


def test_pieces_that_went_since_they_were_seen_make_the_action_look_again(shelf: Shelf) -> None:
    shelf.receive("soon", "G01", 2, days=30)
    shelf.receive("late", "G01", 1, days=90)
    [rice] = reading(lambda: goods.items.find(shelf.community_id, ["G01"])).values()
    shelf.take(G01=2)
    tries: list[int] = []

    def work() -> None:
        seen = rice.batches if not tries else goods.items.find(shelf.community_id, ["G01"])["G01"].batches
        tries.append(len(seen))
        wanted = {shelf.items["G01"]: 1}
        goods.stock.take(shelf.community_id, wanted, subject_id=new_id(), actor=shelf.clerk, seen=seen)

    transact(work)
    assert tries == [2, 1]
    assert shelf.left() == {"soon": 0, "late": 0}
    tries.clear()
    with pytest.raises(StockShort):
        transact(work)
    assert tries == [2, 0]


def test_what_comes_back_goes_to_the_batches_it_came_from(shelf: Shelf) -> None:
    shelf.receive("soon", "G01", 2, days=30)
    shelf.receive("late", "G01", 5, days=90)
    subject, kept = shelf.take(G01=3), shelf.take(G01=1)
    transact(lambda: goods.stock.put_back(shelf.community_id, subject, actor=shelf.clerk))
    assert shelf.left() == {"soon": 2, "late": 4}
    back = [one for one in shelf.moves() if one["kind"] == "return"]
    assert {one["number"]: one["quantity"] for one in back} == {"soon": 2, "late": 1}
    assert {one["subject_id"] for one in back} == {subject}
    assert kept != subject
    assert shelf.adds_up()


def test_what_comes_back_to_an_expired_batch_stays_there_and_is_not_given_again(shelf: Shelf) -> None:
    shelf.receive("RK1", "G01", 1, days=0)
    subject = shelf.take(G01=1)
    clock.set_now(clock.now() + timedelta(days=1))
    transact(lambda: goods.stock.put_back(shelf.community_id, subject, actor=shelf.clerk))
    assert shelf.left() == {"RK1": 1}
    with pytest.raises(BatchExpired):
        shelf.take(G01=1)


def test_a_redemption_that_took_nothing_gives_nothing_back(shelf: Shelf) -> None:
    shelf.receive("RK1", "G01", 1)
    transact(lambda: goods.stock.put_back(shelf.community_id, new_id(), actor=shelf.clerk))
    assert shelf.left() == {"RK1": 1}


@pytest.mark.parametrize(
    "kind, quantity, left", [("write_off", -2, 1), ("correction", -3, 0), ("correction", 4, 7)]
)
def test_a_batch_is_corrected_by_a_move(shelf: Shelf, kind: str, quantity: int, left: int) -> None:
    batch_id = shelf.receive("RK1", "G01", 3)
    correct(shelf, batch_id, quantity, kind)
    assert shelf.left() == {"RK1": left}
    last = shelf.moves()[-1]
    assert (last["kind"], last["quantity"], last["item_id"]) == (kind, quantity, shelf.items["G01"])
    assert shelf.adds_up()


def test_no_correction_brings_a_batch_below_zero(shelf: Shelf) -> None:
    batch_id = shelf.receive("RK1", "G01", 3)
    for kind in ("write_off", "correction"):
        with pytest.raises(QuantityWrong):
            correct(shelf, batch_id, -4, kind)
    assert shelf.left() == {"RK1": 3}
    assert len(shelf.moves()) == 1


@pytest.mark.parametrize("kind, quantity", [("write_off", 2), ("redemption", 2), ("gift", -1)])
def test_a_move_of_the_wrong_kind_is_refused_by_the_database_and_changes_nothing(
    shelf: Shelf, kind: str, quantity: int
) -> None:
    batch_id = shelf.receive("RK1", "G01", 3)
    with pytest.raises(sa.exc.IntegrityError):
        correct(shelf, batch_id, quantity, kind)
    assert shelf.left() == {"RK1": 3}


def test_the_database_itself_keeps_stock_above_zero_and_moves_as_they_are(shelf: Shelf) -> None:
    shelf.receive("RK1", "G01", 3)
    for statement in (
        "UPDATE goods_batch SET on_hand = -1",
        "UPDATE goods_stock_move SET quantity = 4",
        "DELETE FROM goods_stock_move",
    ):
        with pytest.raises(sa.exc.IntegrityError):
            transact(lambda statement=statement: db.session.execute(sa.text(statement)))
    assert shelf.adds_up()


def test_another_communitys_batch_is_out_of_reach(shelf: Shelf) -> None:
    batch_id, other = shelf.receive("RK1", "G01", 3), new_community("莲花社区")
    with pytest.raises(sa.exc.NoResultFound):
        transact(lambda: goods.stock.correct(other, batch_id, -1, kind="correction", actor=shelf.clerk))
    with pytest.raises(StockShort):
        take_elsewhere(shelf, other)
    assert shelf.left() == {"RK1": 3}


def test_what_another_community_gave_out_is_not_put_back(shelf: Shelf) -> None:
    shelf.receive("RK1", "G01", 3)
    subject, other = shelf.take(G01=2), new_community("莲花社区")
    transact(lambda: goods.stock.put_back(other, subject, actor=shelf.clerk))
    assert shelf.left() == {"RK1": 1}
    assert shelf.adds_up()


def take_elsewhere(shelf: Shelf, community_id: UUID) -> None:
    """Ask for a shelf's rice in another community, which has rice of its own name and none of it left."""
    new = goods.items.NewItem("G01", "大米5kg", "袋", 440)
    items = transact(lambda: goods.items.add(community_id, [new], effective_on=clock.today()))
    wanted = {items["G01"]: 1}
    transact(lambda: goods.stock.take(community_id, wanted, subject_id=new_id(), actor=shelf.clerk))


def correct(shelf: Shelf, batch_id: UUID, quantity: int, kind: str) -> None:
    """Correct a batch by so many pieces."""
    transact(
        lambda: goods.stock.correct(shelf.community_id, batch_id, quantity, kind=kind, actor=shelf.clerk)
    )


def test_what_never_expires_has_no_last_day_to_look_for(shelf: Shelf) -> None:
    shelf.receive("RK1", "G03", 3)
    subject = shelf.take(G03=1)
    [taken] = reading(lambda: goods.stock.batches_given(shelf.community_id, subject))["G03"]
    assert (taken.batch, taken.pieces, taken.until) == ("RK1", 1, None)


def test_a_shop_gives_out_what_stands_in_it_and_what_stands_in_none(shelf: Shelf) -> None:
    """Else two shops could sell one piece."""
    system = Actor(shelf.community_id, kind="system")
    here, there = (
        transact(lambda name=name: shop.shops.add(name, actor=system)) for name in ("东店", "西店")
    )
    shelf.receive("A1", "G01", 3, shop_id=here)
    shelf.receive("A2", "G01", 4, shop_id=there)
    shelf.receive("A3", "G01", 1)

    def seen(at: UUID | None) -> list[int]:
        rows = reading(lambda: goods.items.on_offer(shelf.community_id, shop_id=at))
        found = reading(lambda: goods.items.find(shelf.community_id, ["G01"], shop_id=at))
        return [one.on_hand for one in rows if one.code == "G01"] + [found["G01"].on_hand]

    assert [seen(here), seen(there), seen(None)] == [[4, 4], [5, 5], [8, 8]]
    wanted = {shelf.items["G01"]: 5}

    def take(at: UUID) -> None:
        goods.stock.take(shelf.community_id, wanted, subject_id=new_id(), actor=shelf.clerk, shop_id=at)

    with pytest.raises(StockShort) as refused:
        transact(lambda: take(here))
    assert refused.value.facts["left"] == 4
    transact(lambda: take(there))
    assert shelf.left() == {"A1": 3, "A2": 0, "A3": 0}
