"""Points set aside: placed once, then captured once or released once, back to the lots they came from."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation.prepared import given, prepared
from points.ledger.account_rows import own_account
from points.ledger.lot_rows import change_lots, lot_uses, paying_lots, return_to_lots, write_lot_uses
from points.ledger.models import Transfer
from points.ledger.policy import give_back
from points.ledger.posting import (
    HoldTaken,
    Moved,
    Note,
    PurseState,
    change_balance,
    settle_hold,
    write_entry,
    write_transfer,
)
from points.ledger.refusals import HoldEnded


def place(community_id: UUID, txn_id: UUID, purse: UUID, tenths: int, *, note: Note) -> Moved:
    """Set points of a purse aside for the shop; their lots are used up now."""
    standing = change_balance(community_id, purse, held=tenths)
    amounts = change_lots(community_id, paying_lots(community_id, purse, tenths))
    target = own_account(community_id, "shop")
    transfer_id = write_transfer(
        community_id, txn_id, source=purse, target=target, tenths=tenths, phase="pending"
    )
    write_lot_uses(community_id, transfer_id, amounts)
    return write_entry(community_id, purse, transfer_id, standing, note, held=tenths)


def capture(community_id: UUID, txn_id: UUID, hold_id: UUID, tenths: int, *, note: Note) -> Moved:
    """Take `tenths` of a hold for good; what is over goes back to its lots with their old days."""
    standing, hold = _settled(community_id, hold_id, spent=tenths)
    # first what is unique: that a hold ends once is known before its lots are touched
    transfer_id = write_transfer(
        community_id,
        txn_id,
        source=hold.purse,
        target=hold.target,
        tenths=tenths,
        phase="post",
        resolves=hold_id,
    )
    if tenths < hold.tenths:
        uses = lot_uses(community_id, [hold_id])
        amounts = return_to_lots(community_id, hold.purse, give_back(uses, hold.tenths - tenths))
        write_lot_uses(community_id, transfer_id, amounts)
    return write_entry(
        community_id, hold.purse, transfer_id, standing, note, tenths=-tenths, held=-hold.tenths
    )


def release(community_id: UUID, txn_id: UUID, hold_id: UUID, *, note: Note) -> Moved:
    """Free a hold; every point goes back to the lot it came from."""
    standing, hold = _settled(community_id, hold_id, spent=None)
    transfer_id = write_transfer(
        community_id,
        txn_id,
        source=hold.purse,
        target=hold.target,
        tenths=hold.tenths,
        phase="void",
        resolves=hold_id,
    )
    amounts = return_to_lots(community_id, hold.purse, lot_uses(community_id, [hold_id]))
    write_lot_uses(community_id, transfer_id, amounts)
    return write_entry(community_id, hold.purse, transfer_id, standing, note, held=-hold.tenths)


def _settled(community_id: UUID, hold_id: UUID, *, spent: int | None) -> tuple[PurseState, HoldTaken]:
    """The purse and the hold, or why it cannot be settled so."""
    if spent is not None and spent <= 0:
        raise ValueError("a capture takes part of its hold")
    found = settle_hold(community_id, hold_id, spent=spent)
    if found is not None:
        return found
    hold = _hold().one(community=community_id, hold=hold_id)
    if not hold.settled and spent is not None and spent > hold.tenths:
        raise ValueError("a capture takes part of its hold")
    raise HoldEnded(hold_id=hold_id)


@prepared
def _hold() -> sa.Executable:
    settling = aliased(Transfer)
    settled = (
        sa.select(settling.id)
        .where(settling.community_id == given("community"), settling.resolves == given("hold"))
        .exists()
    )
    return sa.select(Transfer.tenths, settled.label("settled")).where(
        Transfer.community_id == given("community"), Transfer.id == given("hold"), Transfer.phase == "pending"
    )
