"""Deliveries: all lines or none, once, odd numbers twice, nothing that expired, and everything known of where it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from points import goods, stockroom
from points.foundation import NEVER, NotAllowed, NotFound, clock, db, reading, transact
from points.goods.refusals import QuantityWrong
from points.stockroom.refusals import (
    DayAhead,
    DeliveryEmpty,
    DeliveryThere,
    ExpiredOnArrival,
    QuantityDoubted,
    SumDoubted,
)
from tests.stockroom.conftest import Room


def test_a_delivery_is_batches_on_the_shelf_of_its_shop_with_its_paper(room: Room) -> None:
    until = clock.today() + timedelta(days=9)
    made = room.receive(
        room.line("G01", 20, number="251028", unit_fen=2800),
        room.line("G07", 30, days=None),
        sum_fen=None,
        wish="只给困难户",
        wish_until=until,
    )
    rice, salt = room.lines(made)
    assert (rice.batch.number, rice.batch.on_hand, rice.batch.shop_id) == ("251028", 20, room.shop_id)
    assert (rice.batch.wish, rice.batch.wished, rice.batch.source) == (
        "只给困难户",
        "只给困难户",
        "锦溪粮油配送",
    )
    assert (salt.batch.number, salt.batch.expires_on) == (f"{clock.today():%y%m%d}-G07", NEVER)
    paper = reading(lambda: stockroom.deliveries.get(room.community_id, made))
    assert (paper.number, paper.source_kind, paper.lines, paper.entered_by_name) == (
        "0011263",
        "purchase",
        2,
        "工作2",
    )
    assert room.said("delivery.received") == {
        "number": "0011263",
        "shop_id": str(room.shop_id),
        "lines": 2,
        "quantity": 50,
        "batches": ["251028", f"{clock.today():%y%m%d}-G07"],
    }
    clock.set_now(clock.now() + timedelta(days=10))
    assert reading(lambda: goods.batches.get(room.community_id, rice.batch.batch_id)).wished == ""


def test_a_number_on_the_box_that_is_taken_gets_one_behind_it(room: Room) -> None:
    first = room.receive(room.line("G01", 2, number="A1"), number="1")
    again = room.receive(room.line("G01", 2, number="A1"), room.line("G07", 2, number="A1"), number="2")
    assert [one.batch.number for one in [*room.lines(first), *room.lines(again)]] == ["A1", "A1-2", "A1-3"]


@pytest.mark.parametrize(
    "wrong, refusal",
    [
        ({"quantity": 0}, QuantityWrong),
        ({"expires_on": clock.today() - timedelta(days=1)}, ExpiredOnArrival),
        ({"quantity": 5000}, QuantityDoubted),
        ({"quantity": 5000, "again": 500}, QuantityDoubted),
    ],
)
def test_one_line_that_cannot_be_keeps_every_line_out(room: Room, wrong: dict, refusal: type) -> None:  # type: ignore[type-arg]
    before = room.batches()
    with pytest.raises(refusal):
        room.receive(room.line("G01", 2), replace(room.line("G07", 3), **wrong))
    assert room.batches() == before
    assert reading(lambda: stockroom.deliveries.page(room.community_id))[0] == []


def test_5000_typed_for_500_at_goods_that_never_had_more_than_120_is_asked_twice(room: Room) -> None:
    """Check 29."""
    room.receive(room.line("G01", 120, again=120), number="1")
    eggs = room.line("G01", 5000)
    assert (eggs.item.least, eggs.item.most) == (1, 120)
    assert list(stockroom.deliveries.doubts(room.paper(), [room.line("G07", 3), eggs]).lines) == [1]
    with pytest.raises(QuantityDoubted) as refused:
        room.receive(eggs)
    assert refused.value.facts["quantity"] == 5000
    made = room.receive(replace(eggs, again=5000))
    assert room.lines(made)[0].batch.on_hand == 5000
    assert stockroom.deliveries.doubts(room.paper(), [room.line("G01", 360)]).lines == {}


def test_a_sum_that_leaves_the_papers_is_asked_and_says_what_would_fit(room: Room) -> None:
    lines = [room.line("G01", 5000, unit_fen=70), room.line("G07", 20, unit_fen=2800)]
    paper = room.paper(sum_fen=91000)
    found = stockroom.deliveries.doubts(paper, lines)
    assert (found.lines, found.off_fen) == ({0: 500}, 5000 * 70 + 56000 - 91000)
    with pytest.raises(SumDoubted):
        room.receive(room.line("G01", 3, unit_fen=70), sum_fen=200)
    room.receive(room.line("G01", 3, unit_fen=70), sum_fen=200, sum_again=200)
    room.receive(room.line("G01", 3, unit_fen=70), sum_fen=210, number="2")
    # a line without a price says nothing of the sum
    room.receive(room.line("G01", 3), sum_fen=210, number="3")


def test_a_short_life_is_said_and_stops_nothing(room: Room) -> None:
    lines = [room.line("G01", 2, days=20), room.line("G07", 2, days=None), room.line("G06", 2, days=45)]
    assert stockroom.deliveries.short_lives(clock.today(), lines) == [0]


def test_the_same_paper_is_taken_in_once_and_the_second_is_told_by_whom(room: Room) -> None:
    first = room.receive(room.line("G01", 2))
    with pytest.raises(DeliveryThere) as refused:
        room.receive(room.line("G01", 2))
    assert (refused.value.facts["name"], refused.value.facts["at"].date()) == ("工作2", clock.now().date())
    second = room.receive(room.line("G01", 2), another=True)
    parts = [one.part for one in reading(lambda: stockroom.deliveries.page(room.community_id))[0]]
    assert (sorted(parts), first != second) == ([1, 2], True)
    # the same number of somebody else, and papers without a number, are other papers
    room.receive(room.line("G01", 2), source="晨光米业")
    room.receive(room.line("G01", 2), number="")
    room.receive(room.line("G01", 2), number="")


def test_who_does_not_work_in_the_shop_takes_nothing_in(room: Room) -> None:
    lines = [room.line("G01", 2)]
    with pytest.raises(NotAllowed):
        transact(lambda: stockroom.deliveries.receive(room.paper(), lines, actor=room.officer))
    with pytest.raises(DeliveryEmpty):
        room.receive()
    with pytest.raises(DayAhead):
        room.receive(*lines, came_on=clock.today() + timedelta(days=1))


def test_deliveries_are_found_by_number_and_by_source_page_by_page(room: Room) -> None:
    for number in range(33):
        room.receive(
            room.line("G07", 1, days=None), number=f"N{number}", source="晨光" if number % 2 else "老街"
        )
    first, key = reading(lambda: stockroom.deliveries.page(room.community_id))
    rest, end = reading(lambda: stockroom.deliveries.page(room.community_id, after=key or ""))
    assert [one.number for one in [*first, *rest]] == [f"N{number}" for number in reversed(range(33))]
    assert (len(first), end) == (30, None)
    some, _ = reading(lambda: stockroom.deliveries.page(room.community_id, "晨光"))
    assert {one.source for one in some} == {"晨光"}
    assert [
        one.number for one in reading(lambda: stockroom.deliveries.page(room.community_id, "N31"))[0]
    ] == ["N31"]


def test_a_delivery_is_never_changed_in_the_database(room: Room) -> None:
    made = room.receive(room.line("G01", 2))
    for table in ("stockroom_delivery", "stockroom_delivery_line"):
        with pytest.raises(sa.exc.IntegrityError):
            transact(lambda table=table: db.session.execute(sa.text(f"DELETE FROM {table}")))
    assert len(room.lines(made)) == 1
    with pytest.raises(NotFound):
        reading(lambda: stockroom.deliveries.get(room.community_id, room.shop_id))


def test_what_was_meant_is_found_by_code_barcode_and_name(room: Room) -> None:
    words = ["G02", "6900000011997", "小包装米2.5kg", "G02 小包装米2.5kg", "小包装", "米", "没有的"]
    found = reading(lambda: goods.arrivals.find(room.community_id, words))
    assert {word: [one.code for one in some] for word, some in found.items()} == {
        **{one: ["G02"] for one in words[:5]},
        "米": ["G01", "G02"],
        "没有的": [],
    }
