"""Points that reached their last day: each lot lapses once, as a transfer to the lapsed account; and is given back whole
where the day was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, clock, db
from points.ledger import idempotency, reversal
from points.ledger.account_rows import own_account
from points.ledger.lot_rows import change_lots, write_lot_uses
from points.ledger.models import Lot, LotUse, Transfer
from points.ledger.policy import LotChange
from points.ledger.posting import Note, change_balance, lock_purse, write_entry, write_transfer


@dataclass(frozen=True)
class LapsedLot:
    """One lapse that stands: which transfer took how much of which purse, and when it was written."""

    transfer_id: UUID
    account_id: UUID
    tenths: int
    at: datetime


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
    # it may lapse again: on its day where it was given back, at once where what a voucher held came back after it; counted
    # before its points are looked at, so that a round which is held up in between does not take what another one took
    # and somebody gave back meanwhile
    before = _times_lapsed(community_id, lot_id)
    lot = db.session.execute(
        sa.select(Lot.account_id, Lot.lapses_on, Lot.kind, Lot.remaining).where(
            Lot.community_id == community_id, Lot.id == lot_id
        )
    ).one()
    if lot.lapses_on >= clock.ending() or lot.remaining == 0:
        return 0
    # the purse first: whoever lets the same lot lapse waits, and then finds it empty
    lock_purse(community_id, lot.account_id)
    remaining = db.session.execute(
        sa.select(Lot.remaining).where(Lot.community_id == community_id, Lot.id == lot_id)
    ).scalar_one()
    if remaining == 0:
        return 0
    taken = idempotency.begin(
        community_id,
        request_key=f"lapse:{lot_id}:{before}" if before else f"lapse:{lot_id}",
        body={"lot": str(lot_id)},
        answer={"lot": str(lot_id)},
        action="points.lapsed",
        actor=actor,
    )
    if taken.replayed:
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


def lapsed(community_id: UUID, since: datetime, until: datetime | None = None) -> Sequence[LapsedLot]:
    """Lapses written from an instant on, before another, that nobody gave back; oldest first."""
    back = aliased(Transfer)
    given_back = sa.and_(back.community_id == Transfer.community_id, back.reverses == Transfer.id)
    query = (
        sa.select(Transfer.id, Transfer.source_id, Transfer.tenths, Transfer.at)
        .where(
            Transfer.community_id == community_id, Transfer.target_id == own_account(community_id, "lapsed")
        )
        .where(Transfer.at >= since, ~sa.exists().where(given_back))
        .order_by(Transfer.at, Transfer.id)
    )
    if until is not None:
        query = query.where(Transfer.at < until)
    return [LapsedLot(*row) for row in db.session.execute(query)]


def give_back(community_id: UUID, transfer_id: UUID, *, actor: Actor) -> int:
    """Reverse one lapse: its lot has its points again until its day, or for the days of grace where that is over; says how
    many tenths, 0 where they were given back before."""
    taken = idempotency.begin(
        community_id,
        request_key=f"lapse_back:{transfer_id}",
        body={"transfer": str(transfer_id)},
        answer={"transfer": str(transfer_id)},
        action="points.given_back",
        actor=actor,
    )
    if taken.replayed:
        return 0
    used = sa.and_(LotUse.community_id == Transfer.community_id, LotUse.transfer_id == Transfer.id)
    query = sa.select(Transfer.tenths, LotUse.lot_id).join(LotUse, used)
    query = query.where(Transfer.community_id == community_id, Transfer.id == transfer_id)
    one = db.session.execute(query).one()
    note = Note("lapse_back", "system", clock.today(), subject_id=one.lot_id)
    reversal.reverse(community_id, taken.txn_id, transfer_id, note=note)
    return int(one.tenths)


def _times_lapsed(community_id: UUID, lot_id: UUID) -> int:
    lapse_of = sa.and_(Transfer.community_id == LotUse.community_id, Transfer.id == LotUse.transfer_id)
    query = sa.select(sa.func.count()).select_from(LotUse).join(Transfer, lapse_of)
    query = query.where(LotUse.community_id == community_id, LotUse.lot_id == lot_id)
    query = query.where(Transfer.target_id == own_account(community_id, "lapsed"))
    return db.session.execute(query).scalar_one()
