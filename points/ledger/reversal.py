"""Corrections: whole reversals, one per transfer, linked to it; nothing is edited and no purse goes below zero."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import add_rows, clock, db, new_id
from points.ledger import posting
from points.ledger.account_rows import own_account
from points.ledger.lot_rows import change_lots, grant_lot, lot_uses, lots_left, return_to_lots, write_lot_uses
from points.ledger.models import Entry, Recoverable, Transfer
from points.ledger.policy import give_back, take_back
from points.ledger.posting import Moved, Note, change_balance, lock_purse, write_entry, write_transfer
from points.ledger.refusals import AlreadyReversed


def reverse(community_id: UUID, txn_id: UUID, transfer_id: UUID, *, note: Note) -> Moved:
    """Undo one posted transfer whole. A spend gives back to its lots; an award is taken back from the purse."""
    original = _posted(community_id, transfer_id)
    if original.source_id == own_account(community_id, "issued"):
        return _take_back(community_id, txn_id, original, note)
    return _give_back(community_id, txn_id, original, note)


def left_after(community_id: UUID, transfer_id: UUID, account_id: UUID) -> int | None:
    """What a purse could spend right after this transfer was reversed; None while it stands."""
    back = sa.and_(Transfer.community_id == Entry.community_id, Transfer.id == Entry.transfer_id)
    query = sa.select(Entry.balance_after - Entry.held_after).join(Transfer, back)
    query = query.where(Entry.community_id == community_id, Entry.account_id == account_id)
    return db.session.scalar(query.where(Transfer.reverses == transfer_id))


def _give_back(community_id: UUID, txn_id: UUID, original: Transfer, note: Note) -> Moved:
    purse = original.source_id
    standing = change_balance(community_id, purse, posted=original.tenths)
    back = write_transfer(
        community_id,
        txn_id,
        source=original.target_id,
        target=purse,
        tenths=original.tenths,
        reverses=original.id,
    )
    sources = [original.id] if original.resolves is None else [original.id, original.resolves]
    uses = [(lot, used) for lot, used in lot_uses(community_id, sources) if used > 0]
    lapsed = original.target_id == own_account(community_id, "lapsed")
    parts = give_back(uses, original.tenths)
    write_lot_uses(community_id, back, return_to_lots(community_id, purse, parts, by_mistake=lapsed))
    return write_entry(community_id, purse, back, standing, note, tenths=original.tenths)


def _take_back(community_id: UUID, txn_id: UUID, original: Transfer, note: Note) -> Moved:
    purse = original.target_id
    before = lock_purse(community_id, purse)
    lacking = original.tenths - (before.posted - before.held)
    if lacking > 0:
        _lend(community_id, txn_id, purse, lacking, original=original, note=note)
    standing = change_balance(community_id, purse, posted=-original.tenths)
    back = write_transfer(
        community_id,
        txn_id,
        source=purse,
        target=original.source_id,
        tenths=original.tenths,
        point_kind=original.point_kind,
        reverses=original.id,
    )
    granted = {lot.id for lot, _ in lot_uses(community_id, [original.id])}
    changes = take_back(lots_left(community_id, purse), granted, original.tenths)
    write_lot_uses(community_id, back, change_lots(community_id, changes))
    return write_entry(community_id, purse, back, standing, note, tenths=-original.tenths)


def _lend(
    community_id: UUID, txn_id: UUID, purse: UUID, lacking: int, *, original: Transfer, note: Note
) -> None:
    """The correction account pays what the purse lacks, and it is noted as recoverable."""
    standing: posting.PurseState = change_balance(community_id, purse, posted=lacking)
    lot = grant_lot(community_id, purse, kind=original.point_kind, lapses_on=clock.today(), tenths=lacking)
    source = own_account(community_id, "correction")
    paid = write_transfer(community_id, txn_id, source=source, target=purse, tenths=lacking)
    write_lot_uses(community_id, paid, {lot: lacking})
    lent = Note("correction", note.origin, note.happened_on, note.subject_id, note.person_id)
    write_entry(community_id, purse, paid, standing, lent, tenths=lacking)
    row = {
        "community_id": community_id,
        "id": new_id(),
        "account_id": purse,
        "transfer_id": paid,
        "tenths": lacking,
        "at": clock.now(),
    }
    add_rows(Recoverable, [row])


def _posted(community_id: UUID, transfer_id: UUID) -> Transfer:
    reversing = sa.select(Transfer.id).where(
        Transfer.community_id == community_id, Transfer.reverses == transfer_id
    )
    query = sa.select(Transfer, reversing.exists().label("reversed")).where(
        Transfer.community_id == community_id,
        Transfer.id == transfer_id,
        Transfer.phase.in_(("single", "post")),
    )
    row = db.session.execute(query).one()
    if row.reversed:
        raise AlreadyReversed(transfer_id=transfer_id)
    found: Transfer = row[0]
    return found
