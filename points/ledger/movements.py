"""Points given to a purse and points spent from it, each one transfer with its entry and lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NEVER, add_rows_later
from points.foundation.prepared import given
from points.ledger import posting
from points.ledger.account_rows import own_account
from points.ledger.balance_rows import lock_purses, set_purses
from points.ledger.lot_rows import (
    change_lots,
    grant_lot,
    grant_lots,
    lot_use_row,
    paying_lots,
    write_lot_uses,
)
from points.ledger.models import Entry, LotUse, Transfer
from points.ledger.posting import (
    PurseState,
    change_balance,
    entry_row,
    transfer_row,
    write_entry,
    write_transfer,
)

#: what callers hand in or get back
Moved = posting.Moved
Note = posting.Note


@dataclass(frozen=True)
class Issue:
    """New points for a purse, before they are given."""

    txn_id: UUID
    purse: UUID
    tenths: int
    note: Note


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


def issue_many(
    community_id: UUID, issues: Sequence[Issue], *, kind: str = "earned", lapses_on: date = NEVER
) -> list[Moved]:
    """The same several times, in this order, with as few statements as once."""
    if not issues:
        return []
    amounts: Counter[UUID] = Counter()
    for one in issues:
        amounts[one.purse] += one.tenths
    before = lock_purses(community_id, amounts)
    after = dict(before)
    lots = grant_lots(community_id, amounts, kind=kind, lapses_on=lapses_on)
    source = own_account(community_id, "issued")
    transfers, uses, entries, moved = [], [], [], []
    for one in issues:
        was = after[one.purse]
        state = after[one.purse] = PurseState(was.posted + one.tenths, was.held, was.version + 1)
        row = transfer_row(
            community_id, one.txn_id, source=source, target=one.purse, tenths=one.tenths, point_kind=kind
        )
        transfers.append(row)
        uses.append(lot_use_row(community_id, row["id"], lots[one.purse], one.tenths))
        entries.append(entry_row(community_id, one.purse, row["id"], state, one.note, tenths=one.tenths))
        moved.append(Moved(row["id"], state.posted, state.held, state.version))
    set_purses(community_id, before, after)
    add_rows_later(Transfer, transfers)
    add_rows_later(LotUse, uses)
    add_rows_later(Entry, entries)
    return moved


def spend(community_id: UUID, txn_id: UUID, purse: UUID, tenths: int, *, note: Note) -> Moved:
    """Take points from a purse to the shop, soonest lapsing first; refuses rather than going below zero."""
    standing = change_balance(community_id, purse, posted=-tenths)
    amounts = change_lots(community_id, paying_lots(community_id, purse, tenths))
    target = own_account(community_id, "shop")
    transfer_id = write_transfer(community_id, txn_id, source=purse, target=target, tenths=tenths)
    write_lot_uses(community_id, transfer_id, amounts)
    return write_entry(community_id, purse, transfer_id, standing, note, tenths=-tenths)


def moved_by(transfer: sa.SQLColumnExpression[UUID]) -> sa.ScalarSelect[int]:
    """What the transfer in a column moved: the ledger's own word beside a row of a room above, in its statement, which
    gives the `community`."""
    return _total(Transfer.id == transfer)


def given_back_of(transfer: sa.SQLColumnExpression[UUID]) -> sa.ScalarSelect[int]:
    """The same of what the reversals of the transfer in a column gave back."""
    return _total(Transfer.reverses == transfer)


def _total(which: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    total = sa.select(sa.func.coalesce(sa.func.sum(Transfer.tenths), 0))
    return total.where(Transfer.community_id == given("community"), which).scalar_subquery()
