"""Old movements taken back at once: what a purse lacks for it the correction account lends, in points of their own."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import ledger
from points.foundation import clock, db, reading, system_actor, transact
from points.ledger.old_reversals import OldReversal
from tests.support.world import claimed, key, new_purse, note


def lots(purse: UUID) -> list[tuple[date, int, int]]:
    """Every lot of a purse by its last day: what it was granted, what it holds."""
    lot = db.metadata.tables["ledger_lot"]
    query = sa.select(lot.c.lapses_on, lot.c.granted, lot.c.remaining).where(lot.c.account_id == purse)
    return reading(lambda: sorted(tuple(one) for one in db.session.execute(query)))


def taken_back(community_id: UUID, transfer_id: UUID) -> None:
    """As an import that is taken back."""
    wanted = OldReversal(key("out"), "test.done", transfer_id, note("reversal"))
    house = system_actor(community_id)
    transact(lambda: ledger.old_reversals.take_back([wanted], actor=house))


def test_what_is_lent_is_a_lot_of_today_and_no_older_one_grows(community_id: UUID) -> None:
    until = clock.today() + timedelta(days=365)
    purse = new_purse(community_id, (40, "earned", until))
    came = transact(
        lambda: ledger.movements.issue(
            community_id, claimed(community_id), purse, 100, note=note(), kind="earned", lapses_on=until
        )
    )
    transact(
        lambda: ledger.movements.spend(
            community_id, claimed(community_id), purse, 130, note=note("redemption")
        )
    )
    taken_back(community_id, came.transfer_id)
    assert lots(purse) == [(clock.today(), 90, 0), (until, 140, 0)]
    found = reading(lambda: ledger.balances.get(community_id, purse))
    assert (found.posted, found.held) == (0, 0)
