"""Points given to a purse and points spent from it, each one transfer with its entry and lots."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from points.foundation import NEVER
from points.ledger import posting
from points.ledger.account_rows import own_account
from points.ledger.lot_rows import change_lots, grant_lot, paying_lots, write_lot_uses
from points.ledger.posting import change_balance, write_entry, write_transfer

#: what callers hand in or get back
Moved = posting.Moved
Note = posting.Note


def issue(
    community_id: UUID,
    txn_id: UUID,
    purse: UUID,
    tenths: int,
    *,
    note: Note,
    kind: str = "earned",
    lapses_on: date = NEVER,
) -> Moved:
    """Give new points to a purse, from the community's issued account."""
    standing = change_balance(community_id, purse, posted=tenths)
    lot = grant_lot(community_id, purse, kind=kind, lapses_on=lapses_on, tenths=tenths)
    source = own_account(community_id, "issued")
    transfer_id = write_transfer(
        community_id, txn_id, source=source, target=purse, tenths=tenths, point_kind=kind
    )
    write_lot_uses(community_id, transfer_id, {lot: tenths})
    return write_entry(community_id, purse, transfer_id, standing, note, tenths=tenths)


def spend(community_id: UUID, txn_id: UUID, purse: UUID, tenths: int, *, note: Note) -> Moved:
    """Take points from a purse to the shop, soonest lapsing first; refuses rather than going below zero."""
    standing = change_balance(community_id, purse, posted=-tenths)
    amounts = change_lots(community_id, paying_lots(community_id, purse, tenths))
    target = own_account(community_id, "shop")
    transfer_id = write_transfer(community_id, txn_id, source=purse, target=target, tenths=tenths)
    write_lot_uses(community_id, transfer_id, amounts)
    return write_entry(community_id, purse, transfer_id, standing, note, tenths=-tenths)
