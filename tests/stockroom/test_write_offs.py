"""Writing off by two, with a photo or a note; until then the pieces stay, and what expired never leaves by a sale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from points import goods, stockroom
from points.foundation import Actor, NotAllowed, clock, new_id, reading, transact
from points.goods.refusals import BatchExpired, QuantityWrong
from points.people.refusals import OtherHandNeeded
from points.stockroom.refusals import BatchShort, NotYours, ProofMissing, SettledBefore
from tests.stockroom.conftest import Room


def ask(room: Room, batch: UUID, quantity: int = 2, **more: Any) -> UUID:
    """The clerk asks."""
    said: dict[str, Any] = {"reason": "broken", "note": "袋子破了", "actor": room.clerk, **more}
    return transact(lambda: stockroom.write_offs.ask(batch, quantity, **said))


def confirm(which: UUID, actor: Actor) -> None:
    """As somebody."""
    transact(lambda: stockroom.write_offs.confirm(which, actor=actor))


def take(room: Room, code: str, quantity: int) -> list[str]:
    """A sale's pieces, and the numbers of the batches they came from."""
    wanted = {room.street.items[code]: quantity}
    picks = transact(
        lambda: goods.stock.take(room.community_id, wanted, subject_id=new_id(), actor=room.clerk)
    )
    return [one.batch.number for one in picks]


def test_pieces_leave_the_shelf_when_another_person_has_looked(room: Room) -> None:
    batch = room.batch("G07", 10)
    which = ask(room, batch)
    assert room.left(batch) == 10
    [waiting] = reading(lambda: stockroom.write_offs.list_lately(room.community_id))[0]
    assert (waiting.quantity, waiting.reason, waiting.note, waiting.asked_by_name) == (
        2,
        "broken",
        "袋子破了",
        "工作2",
    )
    confirm(which, room.officer)
    assert room.moves(batch) == [("delivery", 10), ("write_off", -2)]
    [done] = reading(lambda: stockroom.write_offs.list_lately(room.community_id))[1]
    assert (done.status, done.decided_by_name, done.batch.on_hand) == ("confirmed", "工作0", 8)
    facts = {"batch": done.batch.number, "quantity": 2, "why": "broken"}
    assert (room.said("write_off.asked"), room.said("write_off.confirmed")) == (facts, facts)
    assert room.broken() == {}


def test_nobody_writes_off_alone_without_proof_or_more_than_there_is(room: Room) -> None:
    batch = room.batch("G07", 3)
    for wrong, refusal in (
        ({"quantity": 0}, QuantityWrong),
        ({"quantity": 4}, BatchShort),
        ({"note": "  "}, ProofMissing),
        ({"actor": room.officer}, NotAllowed),
    ):
        with pytest.raises(refusal):
            ask(room, batch, **wrong)
    which = ask(room, batch, 3)
    with pytest.raises(OtherHandNeeded):
        confirm(which, room.clerk)
    with pytest.raises(NotYours):
        transact(lambda: stockroom.write_offs.withdraw(which, actor=room.manager))
    room.sell(batch, 1)
    with pytest.raises(BatchShort) as refused:
        confirm(which, room.officer)
    assert refused.value.facts["left"] == 2
    assert [
        one.status for one in reading(lambda: stockroom.write_offs.list_lately(room.community_id))[0]
    ] == ["asked"]


def test_what_is_declined_or_taken_back_stays_on_the_shelf_and_is_settled_once(room: Room) -> None:
    batch = room.batch("G07", 3)
    which, other = ask(room, batch), ask(room, batch)
    transact(lambda: stockroom.write_offs.decline(which, reason="还能吃", actor=room.officer))
    transact(lambda: stockroom.write_offs.withdraw(other, actor=room.clerk))
    for one in (which, other):
        with pytest.raises(SettledBefore):
            confirm(one, room.officer)
    assert room.left(batch) == 3
    settled = reading(lambda: stockroom.write_offs.list_lately(room.community_id))[1]
    assert {(one.status, one.answer) for one in settled} == {("declined", "还能吃"), ("withdrawn", None)}
    assert (room.said("write_off.declined")["quantity"], room.said("write_off.withdrawn")["why"]) == (
        2,
        "broken",
    )


def test_check_7_an_expired_batch_cannot_leave_and_is_written_off(room: Room) -> None:
    batch = room.batch("G03", 4, days=1)
    clock.set_now(clock.now() + timedelta(days=2))
    with pytest.raises(BatchExpired):
        take(room, "G03", 1)
    confirm(ask(room, batch, 4, reason="expired"), room.officer)
    assert room.left(batch) == 0
    assert room.broken() == {}


def test_check_7_of_two_batches_the_sooner_goes_first(room: Room) -> None:
    room.receive(room.line("G03", 2, days=90, number="late"), room.line("G03", 2, days=20, number="soon"))
    assert take(room, "G03", 3) == ["soon", "late"]


def test_what_expires_within_a_month_or_two_is_listed_the_first_first(room: Room) -> None:
    room.receive(
        *(room.line("G07", 2, days=days, number=f"D{days}") for days in (70, 50, 31, 30, 5)), number="9"
    )
    today, cid = clock.today(), room.community_id

    def listed(first: int, last: int) -> list[str]:
        span = {"first": today + timedelta(days=first), "last": today + timedelta(days=last)}
        found = reading(lambda: goods.batches.left_in(cid, room.shop_id, **span, most=50))
        assert reading(lambda: goods.batches.left_counts(cid, {"it": (span["first"], span["last"])})) == {
            "it": len(found)
        }
        return [one.number for one in found if one.number.startswith("D")]

    assert (listed(0, 30), listed(31, 60)) == (["D5", "D30"], ["D31", "D50"])
    elsewhere = reading(lambda: goods.batches.left_in(cid, room.other_shop, most=50))
    assert not [one for one in elsewhere if one.number.startswith("D")]
