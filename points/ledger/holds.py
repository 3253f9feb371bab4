"""Points set aside: placed once, then captured once or released once, back to the lots they came from."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.ledger.account_rows import own_account
from points.ledger.lot_rows import change_lots, lot_uses, paying_lots, return_to_lots
from points.ledger.models import Transfer
from points.ledger.policy import give_back
from points.ledger.posting import Moved, Note, change_balance, write_entry, write_transfer
from points.ledger.refusals import HoldEnded


def place(community_id: UUID, txn_id: UUID, purse: UUID, tenths: int, *, note: Note) -> Moved:
    """Set points of a purse aside for the shop; their lots are used up now."""
    standing = change_balance(community_id, purse, held=tenths)
    changes = paying_lots(community_id, purse, tenths)
    target = own_account(community_id, "shop")
    transfer_id = write_transfer(
        community_id, txn_id, source=purse, target=target, tenths=tenths, phase="pending"
    )
    change_lots(community_id, transfer_id, changes)
    return write_entry(community_id, purse, transfer_id, standing, note, held=tenths)


def capture(community_id: UUID, txn_id: UUID, hold_id: UUID, tenths: int, *, note: Note) -> Moved:
    """Take `tenths` of a hold for good; what is over goes back to its lots with their old days."""
    hold = _open_hold(community_id, hold_id)
    if not 0 < tenths <= hold.tenths:
        raise ValueError("a capture takes part of its hold")
    standing = change_balance(community_id, hold.source_id, posted=-tenths, held=-hold.tenths)
    transfer_id = write_transfer(
        community_id,
        txn_id,
        source=hold.source_id,
        target=hold.target_id,
        tenths=tenths,
        phase="post",
        resolves=hold_id,
    )
    if tenths < hold.tenths:
        uses = lot_uses(community_id, [hold_id])
        return_to_lots(community_id, hold.source_id, transfer_id, give_back(uses, hold.tenths - tenths))
    return write_entry(
        community_id, hold.source_id, transfer_id, standing, note, tenths=-tenths, held=-hold.tenths
    )


def release(community_id: UUID, txn_id: UUID, hold_id: UUID, *, note: Note) -> Moved:
    """Free a hold; every point goes back to the lot it came from."""
    hold = _open_hold(community_id, hold_id)
    standing = change_balance(community_id, hold.source_id, held=-hold.tenths)
    transfer_id = write_transfer(
        community_id,
        txn_id,
        source=hold.source_id,
        target=hold.target_id,
        tenths=hold.tenths,
        phase="void",
        resolves=hold_id,
    )
    return_to_lots(community_id, hold.source_id, transfer_id, lot_uses(community_id, [hold_id]))
    return write_entry(community_id, hold.source_id, transfer_id, standing, note, held=-hold.tenths)


def _open_hold(community_id: UUID, hold_id: UUID) -> Transfer:
    settled = sa.select(Transfer.id).where(
        Transfer.community_id == community_id, Transfer.resolves == hold_id
    )
    query = sa.select(Transfer, settled.exists().label("settled")).where(
        Transfer.community_id == community_id, Transfer.id == hold_id, Transfer.phase == "pending"
    )
    row = db.session.execute(query).one()
    if row.settled:
        raise HoldEnded(hold_id=hold_id)
    hold: Transfer = row[0]
    return hold
