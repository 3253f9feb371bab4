"""A lot is looked at again once its purse is locked: what somebody spent meanwhile does not lapse as well."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event

from points import ledger
from points.foundation import clock, db, reading, system_actor, transact
from tests.support.world import new_purse

READ = re.compile(r"^SELECT .*FROM (ledger_balance|ledger_lot)\b", re.DOTALL)


def test_the_purse_is_locked_before_what_is_left_is_read(community_id: UUID) -> None:
    new_purse(community_id, (50, "earned", clock.today()))
    clock.set_now(clock.now() + timedelta(days=1))
    [lot] = reading(lambda: ledger.lots.due(community_id))
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        gone = transact(lambda: ledger.lots.lapse(community_id, lot, actor=system_actor(community_id)))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    booked = next(at for at, one in enumerate(said) if one.startswith("INSERT INTO ledger_txn"))
    read = [found[1] for found in map(READ.match, said[:booked]) if found]
    assert (gone, read) == (50, ["ledger_lot", "ledger_balance", "ledger_lot"])
