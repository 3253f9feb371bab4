"""Purses and their lots while many old movements are written: held in memory, written back once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, add_rows, clock, db, in_parts, new_id
from points.ledger.models import Balance, Lot, LotUse
from points.ledger.policy import LotChange, LotLeft


@dataclass
class HeldLot:
    """A lot as it will stand; `is_new` where it has no row yet."""

    id: UUID
    purse: UUID
    kind: str
    lapses_on: date
    granted: int = 0
    remaining: int = 0
    is_new: bool = True
    earned_at: datetime | None = None


@dataclass
class HeldPurse:
    """A purse as it will stand, with all its lots."""

    posted: int
    held: int
    version: int
    lots: list[HeldLot] = field(default_factory=list)

    @property
    def left(self) -> list[LotLeft]:
        """What is left of its lots, as policies take it."""
        return [
            LotLeft(lot.id, lot.kind, lot.remaining, lot.lapses_on) for lot in self.lots if lot.remaining > 0
        ]

    def change(self, changes: Iterable[LotChange]) -> None:
        """Give to lots, and take from them."""
        by_id = {lot.id: lot for lot in self.lots}
        for one in changes:
            by_id[one.lot_id].remaining += one.tenths


def event_row(request_key: str, action: str, subject_id: UUID | None, actor: Actor) -> dict[str, Any]:
    """The event that an old movement is, or its reversal."""
    return {
        "community_id": actor.community_id,
        "id": new_id(),
        "request_key": request_key,
        "digest": hashlib.sha256(request_key.encode()).digest(),
        "deed": action,
        "actor_id": actor.account_id,
        "answer": {"subject": None if subject_id is None else str(subject_id)},
        "at": clock.now(),
    }


def hold(community_id: UUID, accounts: set[UUID]) -> dict[UUID, HeldPurse]:
    """The purses with their lots, locked in the order of their ids."""
    found = {}
    for some in in_parts(sorted(accounts)):
        balances = (
            sa.select(Balance.account_id, Balance.posted, Balance.held, Balance.version)
            .where(Balance.community_id == community_id, Balance.account_id.in_(some))
            .order_by(Balance.account_id)
            .with_for_update()
        )
        for row in db.session.execute(balances):
            found[row.account_id] = HeldPurse(row.posted, row.held, row.version)
        lots = sa.select(Lot.id, Lot.account_id, Lot.kind, Lot.lapses_on, Lot.granted, Lot.remaining).where(
            Lot.community_id == community_id, Lot.account_id.in_(some)
        )
        for one in db.session.execute(lots):
            old = HeldLot(
                one.id, one.account_id, one.kind, one.lapses_on, one.granted, one.remaining, is_new=False
            )
            found[one.account_id].lots.append(old)
    return found


def write_lots(community_id: UUID, lots: Sequence[HeldLot]) -> None:
    """Lots as they stand now: new ones added, the others changed."""
    new = [
        {
            "community_id": community_id,
            "id": lot.id,
            "account_id": lot.purse,
            "kind": lot.kind,
            "granted": lot.granted,
            "remaining": lot.remaining,
            "earned_at": lot.earned_at,
            "lapses_on": lot.lapses_on,
        }
        for lot in lots
        if lot.is_new
    ]
    if new:
        add_rows(Lot, new)
    old = [
        {"own_community": community_id, "own_id": lot.id, "granted": lot.granted, "remaining": lot.remaining}
        for lot in lots
        if not lot.is_new
    ]
    if old:
        table = Lot.__table__
        change = sa.update(table).where(
            table.c.community_id == sa.bindparam("own_community"), table.c.id == sa.bindparam("own_id")
        )
        values = change.values(granted=sa.bindparam("granted"), remaining=sa.bindparam("remaining"))
        db.session.connection().execute(values, old)


def write_uses(community_id: UUID, uses: Sequence[tuple[UUID, UUID, int]]) -> None:
    """How transfers changed lots, as (transfer, lot, tenths)."""
    for some in in_parts(uses):
        add_rows(
            LotUse,
            [
                {"community_id": community_id, "transfer_id": transfer_id, "lot_id": lot_id, "tenths": tenths}
                for transfer_id, lot_id, tenths in some
            ],
        )


def write_balances(community_id: UUID, purses: dict[UUID, HeldPurse]) -> None:
    """Purses as they stand now."""
    table = Balance.__table__
    change = (
        sa.update(table)
        .where(
            table.c.community_id == sa.bindparam("own_community"),
            table.c.account_id == sa.bindparam("own_account"),
        )
        .values(posted=sa.bindparam("posted"), version=sa.bindparam("version"))
    )
    rows = [
        {"own_community": community_id, "own_account": account, "posted": one.posted, "version": one.version}
        for account, one in sorted(purses.items())
    ]
    db.session.connection().execute(change, rows)
