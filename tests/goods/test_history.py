"""Old stock taken in at once: pieces that went out before, each from its batch and with its day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from points import goods
from points.foundation import clock, new_id, reading, transact
from points.goods.history import OldPick
from points.goods.refusals import QuantityWrong
from tests.goods.conftest import Shelf


def pick(shelf: Shelf, batch_id: UUID, quantity: int, day: date, code: str = "G01") -> OldPick:
    """So many pieces that went out on a day."""
    return OldPick(batch_id, shelf.items[code], quantity, new_id(), day)


def hand_out(shelf: Shelf, *picks: OldPick) -> None:
    """Write them all down."""
    transact(lambda: goods.history.hand_out(picks, actor=shelf.clerk))


def test_old_pieces_leave_their_batches_on_the_days_they_left(shelf: Shelf) -> None:
    rice, oil = shelf.receive("RK1", "G01", 9, days=-5), shelf.receive("RK2", "G02", 4)
    march, may = date(2025, 3, 1), date(2025, 5, 1)
    picks = [pick(shelf, rice, 2, march), pick(shelf, rice, 3, may), pick(shelf, oil, 4, may, "G02")]
    hand_out(shelf, *picks)
    assert shelf.left() == {"RK1": 4, "RK2": 0}
    out = [one for one in shelf.moves() if one["kind"] == "redemption"]
    assert {(one["subject_id"], one["quantity"], one["moved_on"]) for one in out} == {
        (one.subject_id, -one.quantity, one.moved_on) for one in picks
    }
    assert shelf.adds_up()


def test_more_than_came_in_is_refused_and_nothing_leaves(shelf: Shelf) -> None:
    rice, oil = shelf.receive("RK1", "G01", 4), shelf.receive("RK2", "G02", 4)
    day = clock.today() - timedelta(days=3)
    with pytest.raises(QuantityWrong):
        hand_out(shelf, pick(shelf, oil, 1, day, "G02"), pick(shelf, rice, 3, day), pick(shelf, rice, 2, day))
    assert shelf.left() == {"RK1": 4, "RK2": 4}
    assert {one["kind"] for one in shelf.moves()} == {"delivery"}


def test_nothing_handed_out_is_nothing_written(shelf: Shelf) -> None:
    hand_out(shelf)
    assert shelf.moves() == []


def test_batches_are_locked_with_what_is_left_of_them(shelf: Shelf) -> None:
    rice = shelf.receive("RK1", "G01", 4)
    shelf.receive("RK2", "G02", 4)
    shelf.take(G01=1)
    locked = transact(lambda: goods.history.lock_batches(shelf.community_id, {rice, new_id()}))
    assert locked == {rice: 3}
    assert reading(lambda: goods.history.known_batches(shelf.community_id))["RK1"] == (rice, 3)
