"""A delivery put right by two: the old line stays, pieces come and go by moves, what went out keeps its day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from points import stockroom
from points.foundation import Actor, NotAllowed, clock, reading, transact
from points.people.refusals import OtherHandNeeded
from points.stockroom.refusals import MendingWaits, NothingMended, NotYours, PiecesGone, SettledBefore
from tests.stockroom.conftest import Room

WHY = "多打了一个零"


def ask(room: Room, delivery: UUID, quantity: int, *, days: int = 90, actor: Actor | None = None) -> UUID:
    """Ask that its line says this."""
    [line] = room.lines(delivery)
    day = clock.today() + timedelta(days=days)
    who = actor or room.clerk
    return transact(lambda: stockroom.mending.ask(line.line_id, quantity, day, reason=WHY, actor=who))


def confirm(which: UUID, actor: Actor) -> None:
    """As somebody."""
    transact(lambda: stockroom.mending.confirm(which, actor=actor))


def test_another_person_puts_a_line_right_and_the_old_one_stays_to_be_seen(room: Room) -> None:
    made = room.receive(room.line("G01", 50))
    which = ask(room, made, 5)
    [line] = room.lines(made)
    assert (line.batch.on_hand, line.waiting.quantity if line.waiting else None) == (50, 5)
    confirm(which, room.manager)
    [line] = room.lines(made)
    assert (line.quantity, line.now_quantity, line.batch.on_hand) == (50, 5, 5)
    assert room.moves(line.batch.batch_id) == [("delivery", 50), ("correction", -45)]
    [done] = line.mendings
    assert (done.status, done.asked_by_name, done.decided_by_name, done.reason) == (
        "confirmed",
        "工作2",
        "工作3",
        WHY,
    )
    facts = {"batch": line.batch.number, "before": 50, "quantity": 5}
    assert (room.said("delivery.mending_asked"), room.said("delivery.mended")) == (facts, facts)


def test_a_wrong_last_day_makes_a_batch_of_its_own_and_what_went_out_keeps_its_day(room: Room) -> None:
    made = room.receive(room.line("G01", 10, number="A1"))
    [line] = room.lines(made)
    old = line.batch.batch_id
    room.sell(old, 3)
    confirm(ask(room, made, 12, days=20), room.officer)
    [line] = room.lines(made)
    assert (line.batch.number, line.batch.on_hand, line.now_quantity) == ("A1-2", 9, 12)
    assert line.batch.expires_on == clock.today() + timedelta(days=20)
    assert (line.batch.source, line.batch.shop_id) == ("锦溪粮油配送", room.shop_id)
    assert (room.left(old), room.moves(old)[-1]) == (0, ("correction", -7))
    # and once more, to the day it had
    confirm(ask(room, made, 3, days=90), room.officer)
    [line] = room.lines(made)
    assert (line.batch.number, line.batch.on_hand, line.now_quantity) == ("A1-2", 0, 3)


def test_a_line_that_never_came_is_put_to_nothing_and_not_below_what_went_out(room: Room) -> None:
    made = room.receive(room.line("G01", 10))
    [line] = room.lines(made)
    waits = ask(room, made, 2)
    room.sell(line.batch.batch_id, 3)
    with pytest.raises(PiecesGone) as refused:
        confirm(waits, room.manager)
    assert refused.value.facts == {"gone": 3, "wanted": 2, "unit": "袋"}
    transact(lambda: stockroom.mending.withdraw(waits, actor=room.clerk))
    with pytest.raises(PiecesGone):
        ask(room, made, 2)
    other = room.receive(room.line("G07", 4), number="2")
    confirm(ask(room, other, 0), room.manager)
    assert room.lines(other)[0].batch.on_hand == 0


def test_nobody_confirms_their_own_and_one_change_waits_at_a_time(room: Room) -> None:
    made = room.receive(room.line("G01", 10))
    with pytest.raises(NothingMended):
        ask(room, made, 10)
    with pytest.raises(NotAllowed):
        ask(room, made, 9, actor=room.officer)
    which = ask(room, made, 9)
    with pytest.raises(MendingWaits):
        ask(room, made, 8, actor=room.manager)
    with pytest.raises(OtherHandNeeded):
        confirm(which, room.clerk)
    with pytest.raises(NotYours):
        transact(lambda: stockroom.mending.withdraw(which, actor=room.manager))
    [(delivery, waiting)] = reading(lambda: stockroom.mending.waiting(room.community_id))
    assert (delivery, waiting.mending_id) == (made, which)
    transact(lambda: stockroom.mending.decline(which, reason="单子没错", actor=room.manager))
    for again in (
        confirm,
        lambda one, who: transact(lambda: stockroom.mending.withdraw(one, actor=room.clerk)),
    ):
        with pytest.raises(SettledBefore):
            again(which, room.manager)
    assert room.lines(made)[0].batch.on_hand == 10
    assert room.said("delivery.mending_declined")["quantity"] == 9
    last = ask(room, made, 7)
    transact(lambda: stockroom.mending.withdraw(last, actor=room.clerk))
    assert room.said("delivery.mending_withdrawn")["quantity"] == 7


def test_the_books_hold_with_all_of_it(room: Room) -> None:
    made = room.receive(room.line("G01", 10))
    confirm(ask(room, made, 12, days=20), room.officer)
    assert room.broken() == {}
