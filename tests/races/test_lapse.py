"""Two nightly rounds and a day that is given back: a lot lapses once for each time it has its points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event, get_ident
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from points import ledger
from points.foundation import clock, db, reading, system_actor, transact
from points.ledger.account_rows import own_account
from points.ledger.lot_rows import change_lots
from points.ledger.models import Lot, Transfer
from points.ledger.policy import LotChange
from points.ledger.posting import change_balance, write_transfer
from tests.races.storm import answers, at_once, meeting
from tests.support.world import claimed, new_purse

DAY = timedelta(days=1)
#: what is left of a lot, and how a lapse goes on from there, by a part of each statement
SEEN = ("FROM ledger_lot", "lapses_on")
STEPS = {
    "how_often_given_back": ("FROM ledger_lot_use",),
    "what_is_left": SEEN,
    "its_key": ("INSERT INTO ledger_txn",),
}


@pytest.fixture
def purse(app: Flask, community_id: UUID) -> UUID:
    """A purse with five points until in ten days, on a machine whose clock is fifteen days ahead."""
    made = new_purse(community_id, (50, "earned", clock.today() + 10 * DAY))
    clock.set_now(clock.now() + 15 * DAY)
    return made


def lapse(community_id: UUID, lot: UUID) -> int:
    return transact(lambda: ledger.lots.lapse(community_id, lot, actor=system_actor(community_id)))


def lapses(community_id: UUID) -> int:
    """How often points went to the lapsed account."""
    query = sa.select(sa.func.count()).where(Transfer.community_id == community_id)
    query = query.where(Transfer.target_id == own_account(community_id, "lapsed"))
    return int(reading(lambda: db.session.scalar(query)) or 0)


def left(community_id: UUID, purse: UUID) -> int:
    return reading(lambda: ledger.balances.get(community_id, purse)).posted


def take_back(community_id: UUID) -> None:
    """The clock is put right, and every lapse of the wrong day is given back."""
    clock.set_now(clock.now() - 15 * DAY)
    for one in reading(lambda: ledger.lots.lapsed(community_id, clock.now())):
        transact(
            lambda one=one: ledger.lots.give_back(  # type: ignore[misc]
                community_id, one.transfer_id, actor=system_actor(community_id)
            )
        )


class HeldUp:
    """One thread that stands still before a statement of its own, until somebody else is done; no longer than a while
    where that one waits for the lot, and a moment on SQLite, where nobody else may write meanwhile."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.there, self.go_on = Event(), Event()
        self._words, self._thread = words, 0

    def run(self, work: Callable[[], int]) -> int:
        self._thread = get_ident()
        event.listen(db.engine, "before_cursor_execute", self._pause)
        try:
            return work()
        finally:
            self.there.set()
            event.remove(db.engine, "before_cursor_execute", self._pause)

    def _pause(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        mine = get_ident() == self._thread and all(one in statement for one in self._words)
        if self.there.is_set() or not mine:
            return
        self.there.set()
        self.go_on.wait(3 if db.engine.dialect.name == "postgresql" else 0.2)


def meanwhile(app: Flask, community_id: UUID, late: Callable[[], int], *before: str) -> list[int]:
    """What a late round does that stands before one of its steps while another lets the same lot lapse and the day is
    given back; and what that one did."""
    held = HeldUp(before)
    [lot] = reading(lambda: ledger.lots.due(community_id))

    def other() -> int:
        assert held.there.wait(10)
        try:
            gone = lapse(community_id, lot)
            take_back(community_id)
        finally:
            held.go_on.set()
        return gone

    return answers(at_once(app, [lambda: held.run(late), other]))


def test_two_rounds_at_once_let_a_lot_lapse_once(app: Flask, community_id: UUID, purse: UUID) -> None:
    [lot] = reading(lambda: ledger.lots.due(community_id))
    with meeting(2, *SEEN):
        gone = answers(at_once(app, [lambda: lapse(community_id, lot)] * 2))
    assert sorted(gone) == [0, 50]
    assert (lapses(community_id), left(community_id, purse)) == (1, 0)


@pytest.mark.parametrize("step", STEPS.values(), ids=list(STEPS))
def test_a_round_that_was_held_up_takes_nothing_that_was_given_back_meanwhile(
    app: Flask, community_id: UUID, purse: UUID, step: tuple[str, ...]
) -> None:
    [lot] = reading(lambda: ledger.lots.due(community_id))
    gone = meanwhile(app, community_id, lambda: lapse(community_id, lot), *step)
    assert sorted(gone) == [0, 50]
    assert (lapses(community_id), left(community_id, purse)) == (1, 50)


@pytest.mark.only_on("postgresql")
def test_the_control_a_round_that_takes_no_key_takes_them_again(
    app: Flask, community_id: UUID, purse: UUID
) -> None:
    """As if the key of a lapse were not asked whether somebody has it: what was seen is what is taken."""
    [lot] = reading(lambda: ledger.lots.due(community_id))

    def by_what_it_saw() -> int:
        seen = db.session.execute(sa.select(Lot.remaining, Lot.lapses_on).where(Lot.id == lot)).one()
        txn = claimed(community_id)
        change_balance(community_id, purse, posted=-seen.remaining)
        change_lots(community_id, [LotChange(lot, -seen.remaining)])
        target = own_account(community_id, "lapsed")
        write_transfer(community_id, txn, source=purse, target=target, tenths=seen.remaining)
        return int(seen.remaining)

    gone = meanwhile(app, community_id, lambda: transact(by_what_it_saw), *STEPS["its_key"])
    assert gone == [50, 50]
    assert (lapses(community_id), left(community_id, purse)) == (2, 0)
