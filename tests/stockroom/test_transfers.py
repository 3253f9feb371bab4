"""From shop to shop: signed out by one, signed in by another; on the way counted once; a difference is said."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from points import goods, stockroom
from points.foundation import Actor, NotAllowed, clock, reading, transact
from points.goods.refusals import QuantityWrong
from points.people.refusals import OtherHandNeeded
from points.stockroom.refusals import (
    BatchShort,
    DifferenceUnsaid,
    ExpiredStaysHere,
    NotYours,
    SameShop,
    SettledBefore,
    TransferEmpty,
)
from tests.stockroom.conftest import Room


def send(room: Room, pieces: dict[UUID, int], *, to: UUID | None = None, actor: Actor | None = None) -> UUID:
    """The clerk sends."""
    return transact(
        lambda: stockroom.transfers.send(
            to or room.other_shop,
            pieces,
            from_shop_id=room.shop_id,
            note="东店没有了",
            actor=actor or room.clerk,
        )
    )


def receive(room: Room, which: UUID, arrived: dict[UUID, int] | None = None, **more: str) -> None:
    """The manager signs it in."""
    transact(lambda: stockroom.transfers.receive(which, arrived or {}, actor=room.manager, **more))


def get(room: Room, which: UUID) -> stockroom.transfers.TransferInfo:
    """As it stands."""
    return reading(lambda: stockroom.transfers.get(room.community_id, which))


def on_the_way(room: Room) -> dict[UUID, int]:
    """What stands in no shop."""
    return reading(lambda: goods.moves.on_the_way(room.community_id))


def test_goods_leave_one_shop_and_come_into_the_other_counted_once_all_the_while(room: Room) -> None:
    batch, salt = room.batch("G07", 10, number="A1", days=40), room.street.items["G07"]
    which = send(room, {batch: 4})
    assert (room.left(batch), on_the_way(room)) == (6, {salt: 4})
    assert room.broken() == {}
    receive(room, which)
    assert on_the_way(room) == {}
    assert room.batches()["A1"] + room.batches()["A1-2"] == 10
    [new] = [
        one
        for one in reading(lambda: goods.batches.left_in(room.community_id, room.other_shop, most=50))
        if one.number == "A1-2"
    ]
    assert (new.on_hand, new.shop_id, new.source) == (4, room.other_shop, "锦溪粮油配送")
    assert new.expires_on == clock.today() + timedelta(days=40)
    found = get(room, which)
    assert (found.status, found.sent_by_name, found.received_by_name, found.lines[0].arrived) == (
        "arrived",
        "工作2",
        "工作3",
        4,
    )
    assert (room.said("goods.sent"), room.said("goods.arrived")) == ({"quantity": 4}, {"quantity": 4})
    assert room.broken() == {}


def test_a_difference_on_arrival_is_said_and_corrected_where_it_arrived(room: Room) -> None:
    batch = room.batch("G07", 10, number="A1")
    which = send(room, {batch: 4})
    [line] = get(room, which).lines
    with pytest.raises(DifferenceUnsaid):
        receive(room, which, {line.line_id: 3})
    receive(room, which, {line.line_id: 3}, note="路上破了一袋")
    assert (room.batches()["A1-2"], get(room, which).answer, on_the_way(room)) == (3, "路上破了一袋", {})
    assert room.said("goods.arrived") == {"quantity": 3}
    assert room.broken() == {}


def test_who_sent_it_does_not_sign_it_in_and_it_comes_in_once(room: Room) -> None:
    which = send(room, {room.batch("G07", 10): 4})
    with pytest.raises(OtherHandNeeded):
        transact(lambda: stockroom.transfers.receive(which, {}, actor=room.clerk))
    receive(room, which)
    with pytest.raises(SettledBefore):
        receive(room, which)
    with pytest.raises(SettledBefore):
        transact(lambda: stockroom.transfers.call_back(which, note="不送了", actor=room.clerk))


def test_what_is_called_back_stands_where_it_stood(room: Room) -> None:
    batch = room.batch("G07", 10)
    which = send(room, {batch: 4})
    with pytest.raises(NotYours):
        transact(lambda: stockroom.transfers.call_back(which, note="不送了", actor=room.manager))
    transact(lambda: stockroom.transfers.call_back(which, note="不送了", actor=room.clerk))
    assert (room.left(batch), on_the_way(room), get(room, which).status) == (10, {}, "called_back")
    assert room.said("goods.called_back") == {"quantity": 4}
    assert [one.transfer_id for one in reading(lambda: stockroom.transfers.list_all(room.community_id))] == [
        which
    ]
    assert room.broken() == {}


def test_only_what_stands_there_in_date_is_sent(room: Room) -> None:
    batch = room.batch("G07", 3, days=1)
    for pieces, more, refusal in (
        ({}, {}, TransferEmpty),
        ({batch: 0}, {}, TransferEmpty),
        ({batch: -1}, {}, QuantityWrong),
        ({batch: 4}, {}, BatchShort),
        ({batch: 1}, {"to": room.shop_id}, SameShop),
        ({batch: 1}, {"actor": room.officer}, NotAllowed),
    ):
        with pytest.raises(refusal):
            send(room, pieces, **more)  # type: ignore[arg-type]
    with pytest.raises(BatchShort):
        transact(
            lambda: stockroom.transfers.send(
                room.shop_id, {batch: 1}, from_shop_id=room.other_shop, actor=room.clerk
            )
        )
    which = send(room, {batch: 1})
    [line] = get(room, which).lines
    with pytest.raises(QuantityWrong):
        receive(room, which, {line.line_id: -1}, note="少了")
    clock.set_now(clock.now() + timedelta(days=2))
    with pytest.raises(ExpiredStaysHere):
        send(room, {batch: 1})
