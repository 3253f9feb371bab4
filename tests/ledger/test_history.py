"""Old movements take from the lots that were good on their day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from points import ledger
from points.foundation import system_actor, transact
from points.ledger.history import OldMovement
from points.ledger.posting import Note
from tests.ledger.test_movements import lots
from tests.support.world import key, new_purse

DAY = date(2025, 3, 5)


@pytest.mark.parametrize(("after", "taken_from"), [(0, DAY), (1, DAY + timedelta(days=10))])
def test_a_lot_is_good_on_its_last_day_and_no_longer(
    community_id: UUID, after: int, taken_from: date
) -> None:
    purse = new_purse(community_id)

    def moved(tenths: int, on: date, lapses_on: date = DAY) -> OldMovement:
        what = "award" if tenths > 0 else "redemption"
        return OldMovement(
            key("old"), "test.done", purse, tenths, Note(what, "test", on), lapses_on=lapses_on
        )

    earlier = DAY - timedelta(days=9)
    every = [
        moved(50, earlier),
        moved(50, earlier, DAY + timedelta(days=10)),
        moved(-30, DAY + timedelta(days=after)),
    ]
    transact(lambda: ledger.history.post(every, actor=system_actor(community_id)))
    left = {day: tenths for (_, day), tenths in lots(community_id, purse).items()}
    assert left == {DAY: 50, DAY + timedelta(days=10): 50} | {taken_from: 20}
