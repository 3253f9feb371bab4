"""Vouchers that ended on a day that was none: opened again with the same code, where their points are still there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger
from points.foundation import Actor, changed, clock, db
from points.shop import voucher_rows
from points.shop.models import Voucher


@dataclass(frozen=True)
class LapsedVoucher:
    """One that ended and could be open still, by its last day."""

    voucher_id: UUID
    account_id: UUID
    tenths: int
    at: datetime


def ended(community_id: UUID, since: datetime, until: datetime | None = None) -> Sequence[LapsedVoucher]:
    """Vouchers that the night ended from an instant on, before another, and whose last day is not over; oldest first."""
    query = (
        sa.select(Voucher.id, Voucher.account_id, Voucher.tenths, Voucher.ended_at)
        .where(Voucher.community_id == community_id, Voucher.status == "lapsed")
        .where(Voucher.ended_at >= since, Voucher.valid_until >= clock.today())
        .order_by(Voucher.ended_at, Voucher.id)
    )
    if until is not None:
        query = query.where(Voucher.ended_at < until)
    rows = db.session.execute(query)
    return [LapsedVoucher(one, account, tenths, at) for one, account, tenths, at in rows if at]


def open_again(community_id: UUID, voucher_id: UUID, *, actor: Actor) -> bool:
    """Set the points of an ended voucher aside again; False where it is open, or its purse does not have them any more."""
    card = voucher_rows.get(community_id, voucher_id)
    if card.status != "lapsed" or card.valid_until < clock.ending():
        return False
    if _spoken_elsewhere(community_id, card.spoken):
        return False
    taken = ledger.idempotency.begin(
        community_id,
        request_key=f"voucher_back:{card.hold_id}",
        body={"voucher": str(card.id)},
        answer={"voucher": str(card.id)},
        action="voucher.opened_again",
        actor=actor,
    )
    if taken.replayed:
        return False
    note = ledger.movements.Note("voucher", "voucher", clock.today(), card.id, card.person_id)
    held = ledger.holds.place(community_id, taken.txn_id, card.account_id, card.tenths, note=note)
    opening = sa.update(Voucher).where(Voucher.community_id == community_id, Voucher.id == card.id)
    if not changed(
        opening.where(Voucher.status == "lapsed").values(
            status="open", ended_at=None, hold_id=held.transfer_id
        )
    ):
        raise RuntimeError("a voucher changed under its own key")
    audit.records.record(
        "voucher.opened_again",
        actor=actor,
        subject_kind="voucher",
        subject_id=card.id,
        # the hold that had ended: a check of the books knows it by this as one of the voucher's
        facts={"tenths": card.tenths, "account_id": card.account_id, "transfer_id": card.hold_id},
    )
    return True


def _spoken_elsewhere(community_id: UUID, spoken: str) -> bool:
    """Whether another open voucher was given this spoken number since."""
    query = sa.select(Voucher.id).where(
        Voucher.community_id == community_id, Voucher.spoken == spoken, Voucher.status == "open"
    )
    return db.session.scalar(query) is not None
