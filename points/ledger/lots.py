"""Points that reached their last day: each lot lapses once, as a transfer to the lapsed account."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock, db
from points.ledger import idempotency
from points.ledger.account_rows import own_account
from points.ledger.lot_rows import change_lots, write_lot_uses
from points.ledger.models import Lot
from points.ledger.policy import LotChange
from points.ledger.posting import Note, change_balance, lock_purse, write_entry, write_transfer


def due(community_id: UUID, limit: int = 500) -> list[UUID]:
    """Lots with points left whose last day is over, oldest first."""
    query = (
        sa.select(Lot.id)
        .where(Lot.community_id == community_id, Lot.remaining > 0, Lot.lapses_on < clock.ending())
        .order_by(Lot.lapses_on, Lot.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def lapse(community_id: UUID, lot_id: UUID, *, actor: Actor) -> int:
    """Let one lot lapse and say how many tenths went; 0 where it had lapsed before."""
    lot = db.session.execute(
        sa.select(Lot.account_id, Lot.lapses_on, Lot.kind).where(
            Lot.community_id == community_id, Lot.id == lot_id
        )
    ).one()
    if lot.lapses_on >= clock.ending():
        return 0
    taken = idempotency.begin(
        community_id,
        request_key=f"lapse:{lot_id}",
        body={"lot": str(lot_id)},
        answer={"lot": str(lot_id)},
        action="points.lapsed",
        actor=actor,
    )
    if taken.replayed:
        return 0
    lock_purse(community_id, lot.account_id)
    remaining = db.session.execute(
        sa.select(Lot.remaining).where(Lot.community_id == community_id, Lot.id == lot_id)
    ).scalar_one()
    if remaining == 0:
        return 0
    standing = change_balance(community_id, lot.account_id, posted=-remaining)
    amounts = change_lots(community_id, [LotChange(lot_id, -remaining)])
    target = own_account(community_id, "lapsed")
    transfer = write_transfer(
        community_id,
        taken.txn_id,
        source=lot.account_id,
        target=target,
        tenths=remaining,
        point_kind=lot.kind,
    )
    write_lot_uses(community_id, transfer, amounts)
    note = Note("lapse", "system", lot.lapses_on, subject_id=lot_id)
    write_entry(community_id, lot.account_id, transfer, standing, note, tenths=-remaining)
    return int(remaining)
