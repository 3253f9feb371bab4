"""Goods to come: noted by one, overdue when their day is over, withdrawn and put back, ended by the delivery that brings them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import stockroom
from points.foundation import NotAllowed, NotFound, clock, db, new_id, reading, transact
from points.foundation.database import LookAgain
from points.goods.refusals import QuantityWrong
from points.stockroom import expected_rows
from points.stockroom.policy import shares
from points.stockroom.refusals import DayOver, ExpectedElsewhere, SettledBefore
from tests.stockroom.conftest import Room
from tests.volunteering.test_races import at_once


def note(room: Room, code: str = "G07", quantity: int = 60, *, days: int = 3, **more: Any) -> UUID:
    """The manager notes it."""
    said: dict[str, Any] = {"source": "晨光米业", "source_kind": "donor", "note": "说好月底前送", **more}
    one = stockroom.expected.ToCome(
        room.item(code), quantity, due_on=clock.today() + timedelta(days=days), **said
    )
    return transact(lambda: stockroom.expected.note(one, actor=room.manager))


def bring(room: Room, quantity: int, *which: UUID, code: str = "G07") -> UUID:
    """A delivery that is said to be what was expected."""
    paper, line = room.paper(number=""), room.line(code, quantity)
    return transact(lambda: stockroom.deliveries.receive(paper, [line], came_of=which, actor=room.clerk))


def still(room: Room) -> list[tuple[UUID, int, int]]:
    """What is open: how much came, and how much is left."""
    found = reading(lambda: stockroom.expected.list_open(room.community_id))
    return [(one.expected_id, one.came, one.left) for one in found]


def pieces(room: Room) -> dict[UUID, int]:
    """What counts as to come."""
    return reading(lambda: stockroom.expected.pieces(room.community_id))


def test_what_is_to_come_is_noted_by_one_counts_until_its_day_is_over_and_moves_nothing(room: Room) -> None:
    before = room.batches()
    later, first = note(room, days=5), note(room, "G01", 7, days=0, note="")
    rows = reading(lambda: stockroom.expected.list_open(room.community_id))
    assert [one.expected_id for one in rows] == [first, later]
    one = rows[1]
    assert (one.code, one.quantity, one.source, one.source_kind, one.note, one.status) == (
        "G07", 60, "晨光米业", "donor", "说好月底前送", "open",
    )  # fmt: skip
    assert (one.noted_by_name, one.overdue) == ("工作3", False)
    assert room.batches() == before
    assert pieces(room) == {room.street.items["G07"]: 60, room.street.items["G01"]: 7}
    today = clock.today().isoformat()
    facts = {"item": "G01", "quantity": 7, "due_on": today}
    assert room.said("goods.expected") == facts
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert pieces(room) == {room.street.items["G07"]: 60}
        rows = reading(lambda: stockroom.expected.list_open(room.community_id))
        assert [one.overdue for one in rows] == [True, False]
    assert room.broken() == {}


def test_only_whom_the_shop_is_given_to_notes_it_and_never_of_a_day_that_is_over(room: Room) -> None:
    one = stockroom.expected.ToCome(room.item("G07"), 5, "晨光米业", "donor", clock.today())
    for actor in (room.clerk, room.officer):
        with pytest.raises(NotAllowed):
            transact(lambda actor=actor: stockroom.expected.note(one, actor=actor))
    with pytest.raises(DayOver):
        note(room, days=-1)
    with pytest.raises(QuantityWrong):
        note(room, quantity=0)
    which = note(room)
    for deed in (
        stockroom.expected.put_back,
        lambda key, **more: stockroom.expected.withdraw(key, reason="不", **more),
    ):
        with pytest.raises(NotAllowed):
            transact(lambda deed=deed: deed(which, actor=room.clerk))  # type: ignore[operator]
        with pytest.raises(NotFound):
            transact(lambda deed=deed: deed(new_id(), actor=room.manager))  # type: ignore[operator]


def test_it_is_withdrawn_with_a_reason_and_put_back_while_its_day_is_not_over(room: Room) -> None:
    which, manager = note(room, days=1), room.manager
    transact(lambda: stockroom.expected.withdraw(which, reason="今年不捐了", actor=manager))
    with pytest.raises(SettledBefore):
        transact(lambda: stockroom.expected.withdraw(which, reason="今年不捐了", actor=manager))
    with pytest.raises(SettledBefore):
        bring(room, 10, which)
    [one] = reading(lambda: stockroom.expected.list_ended(room.community_id))
    assert (one.status, one.why, one.withdrawn_by_name) == ("withdrawn", "今年不捐了", "工作3")
    assert (still(room), pieces(room)) == ([], {})
    assert room.said("goods.not_expected")["quantity"] == 60
    transact(lambda: stockroom.expected.put_back(which, actor=manager))
    assert still(room) == [(which, 0, 60)]
    assert room.said("goods.expected_again")["item"] == "G07"
    with pytest.raises(SettledBefore):
        transact(lambda: stockroom.expected.put_back(which, actor=manager))
    transact(lambda: stockroom.expected.withdraw(which, reason="还是不捐", actor=manager))
    with clock.standing_at(clock.now() + timedelta(days=2)), pytest.raises(DayOver):
        transact(lambda: stockroom.expected.put_back(which, actor=manager))
    assert room.broken() == {}


def test_a_delivery_ends_what_it_brings_and_the_rest_stays_open(room: Room) -> None:
    first, second = note(room, quantity=60, days=1), note(room, quantity=30, days=2)
    bring(room, 25, first)
    assert still(room) == [(first, 25, 35), (second, 0, 30)]
    assert room.said("delivery.received")["expected"] == 25
    # more than the first waits for goes to the next that was named, and what is beyond both is expected by nobody
    bring(room, 40, second, first)
    assert still(room) == [(second, 5, 25)]
    bring(room, 100, second)
    assert (still(room), room.said("delivery.received")["expected"]) == ([], 25)
    ended = reading(lambda: stockroom.expected.list_ended(room.community_id))
    assert {(one.expected_id, one.status, one.came) for one in ended} == {
        (first, "came", 60),
        (second, "came", 30),
    }
    bring(room, 3)
    assert "expected" not in room.said("delivery.received")
    assert room.broken() == {}


def test_what_is_named_must_be_there_on_the_paper_and_open(room: Room) -> None:
    salt = note(room)
    with pytest.raises(ExpectedElsewhere):
        bring(room, 5, salt, code="G01")
    with pytest.raises(NotFound):
        bring(room, 5, new_id())
    assert still(room) == [(salt, 0, 60)]
    bring(room, 60, salt)
    with pytest.raises(SettledBefore):
        bring(room, 5, salt)


def test_pieces_are_shared_in_turn_and_none_counts_twice() -> None:
    one, two, salt, rice, a, b = (new_id() for _ in range(6))
    lines = [(a, salt, 4), (b, salt, 5)]
    assert shares([(one, salt, 6), (two, salt, 6)], lines) == [(one, a, 4), (one, b, 2), (two, b, 3)]
    assert shares([(one, rice, 6), (two, salt, 4)], lines) == [(two, a, 4)]


def test_of_two_deliveries_at_once_both_are_counted(room: Room, app: Flask) -> None:
    for _ in range(3):
        which, paper, line = note(room, quantity=60), room.paper(number=""), room.line("G07", 20)

        def work(which: UUID = which, paper: Any = paper, line: Any = line) -> UUID:
            return transact(
                lambda: stockroom.deliveries.receive(paper, [line], came_of=[which], actor=room.clerk)
            )

        assert all(isinstance(one, UUID) for one in at_once(app, [work, work]))
        assert (which, 40, 20) in still(room)
    assert room.broken() == {}


def test_what_was_read_before_another_delivery_is_not_written_over_it(room: Room) -> None:
    which = note(room, quantity=60)
    [stale] = reading(lambda: stockroom.expected.list_open(room.community_id))
    bring(room, 20, which)

    def late() -> None:
        with pytest.raises(LookAgain):
            expected_rows._grow(room.community_id, stale, 10)

    transact(late)
    # without that look twenty pieces would be forgotten, and the check sees it
    past = sa.text("UPDATE stockroom_expectation SET came = 10")
    transact(lambda: db.session.execute(past))
    assert "expected_came" in room.broken()
