"""Old movements taken back at once, each whole and by a transfer of its own, as if each had been reversed by itself.

Points that were spent return to the lots they came from, past their day or not: what an old book said is undone as it
was. What came to a purse is taken from the lots that it was granted to, then from others; what the purse lacks then the
correction account pays, and it is noted as recoverable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, add_rows, clock, db, in_parts, new_id
from points.ledger import policy
from points.ledger.account_rows import own_account
from points.ledger.models import Entry, LotUse, Recoverable, Transfer, Txn
from points.ledger.old_purses import (
    HeldLot,
    HeldPurse,
    event_row,
    hold,
    write_balances,
    write_lots,
    write_uses,
)
from points.ledger.policy import LotChange
from points.ledger.posting import Note, PurseState, entry_row, transfer_row
from points.ledger.refusals import AlreadyReversed


@dataclass(frozen=True, slots=True)
class OldReversal:
    """A transfer that is to be taken back, and what the purse's line says of it."""

    request_key: str
    action: str
    transfer_id: UUID
    note: Note


@dataclass(frozen=True, slots=True)
class _Original:
    id: UUID
    source_id: UUID
    target_id: UUID
    tenths: int
    point_kind: str
    uses: tuple[tuple[UUID, int], ...]


@dataclass
class _Writing:
    """What is written of all of them, in the order in which it must be."""

    actor: Actor
    correction: UUID
    txns: list[dict[str, Any]] = field(default_factory=list)
    transfers: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    lent: list[dict[str, Any]] = field(default_factory=list)
    uses: list[tuple[UUID, UUID, int]] = field(default_factory=list)

    def begin(self, one: OldReversal) -> UUID:
        """The event that a reversal is."""
        self.txns.append(event_row(one.request_key, one.action, one.note.subject_id, self.actor))
        txn_id: UUID = self.txns[-1]["id"]
        return txn_id

    def move(
        self, purse: UUID, standing: HeldPurse, transfer: dict[str, Any], note: Note, tenths: int
    ) -> None:
        """One transfer with the purse's line."""
        standing.posted += tenths
        standing.version += 1
        self.transfers.append(transfer)
        state = PurseState(standing.posted, standing.held, standing.version)
        self.entries.append(
            entry_row(self.actor.community_id, purse, transfer["id"], state, note, tenths=tenths)
        )

    def use(self, purse: HeldPurse, transfer: dict[str, Any], changes: Sequence[LotChange]) -> None:
        """How one transfer changes lots."""
        purse.change(changes)
        self.uses += [(transfer["id"], one.lot_id, one.tenths) for one in changes]

    def write(self, purses: Mapping[UUID, HeldPurse]) -> None:
        """All of it."""
        community_id = self.actor.community_id
        for model, rows in ((Txn, self.txns), (Transfer, self.transfers), (Entry, self.entries)):
            add_rows(model, rows)
        if self.txns:
            write_lots(community_id, [lot for purse in purses.values() for lot in purse.lots])
            write_uses(community_id, self.uses)
            write_balances(community_id, dict(purses))
        add_rows(Recoverable, self.lent)


def take_back(wanted: Sequence[OldReversal], *, actor: Actor) -> dict[UUID, UUID]:
    """Reverse these in this order, and say by transfer which event that was; refuses one that was reversed before."""
    community_id = actor.community_id
    originals = _originals(community_id, [one.transfer_id for one in wanted])
    issued = own_account(community_id, "issued")
    purses = hold(community_id, {_purse(one, issued) for one in originals.values()})
    writing = _Writing(actor, own_account(community_id, "correction"))
    events = {}
    for one in wanted:
        original = originals[one.transfer_id]
        purse = _purse(original, issued)
        events[original.id] = txn_id = writing.begin(one)
        if original.source_id == issued:
            _take(writing, txn_id, original, purses[purse], one.note)
        else:
            _give(writing, txn_id, original, purses[purse], one.note)
    writing.write(purses)
    return events


def _purse(original: _Original, issued: UUID) -> UUID:
    return original.target_id if original.source_id == issued else original.source_id


def _give(writing: _Writing, txn_id: UUID, original: _Original, purse: HeldPurse, note: Note) -> None:
    transfer = transfer_row(
        writing.actor.community_id,
        txn_id,
        source=original.target_id,
        target=original.source_id,
        tenths=original.tenths,
        reverses=original.id,
    )
    back = [LotChange(lot_id, -tenths) for lot_id, tenths in original.uses]
    writing.use(purse, transfer, back)
    writing.move(original.source_id, purse, transfer, note, original.tenths)


def _take(writing: _Writing, txn_id: UUID, original: _Original, purse: HeldPurse, note: Note) -> None:
    _lend(writing, txn_id, original, purse, note)
    transfer = transfer_row(
        writing.actor.community_id,
        txn_id,
        source=original.target_id,
        target=original.source_id,
        tenths=original.tenths,
        point_kind=original.point_kind,
        reverses=original.id,
    )
    granted = {lot_id for lot_id, _ in original.uses}
    writing.use(purse, transfer, policy.take_back(purse.left, granted, original.tenths))
    writing.move(original.target_id, purse, transfer, note, -original.tenths)


def _lend(writing: _Writing, txn_id: UUID, original: _Original, purse: HeldPurse, note: Note) -> None:
    """What the purse lacks for it; nothing where it lacks nothing."""
    lacking = original.tenths - (purse.posted - purse.held)
    if lacking <= 0:
        return
    community_id, today = writing.actor.community_id, clock.today()
    lot = next(
        (one for one in purse.lots if one.kind == original.point_kind and one.lapses_on == today), None
    )
    if lot is None:
        lot = HeldLot(new_id(), original.target_id, original.point_kind, today, earned_at=clock.now())
        purse.lots.append(lot)
    lot.granted += lacking
    lot.remaining += lacking
    paid = transfer_row(
        community_id, txn_id, source=writing.correction, target=original.target_id, tenths=lacking
    )
    writing.uses.append((paid["id"], lot.id, lacking))
    lent = Note("correction", note.origin, note.happened_on, note.subject_id, note.person_id)
    writing.move(original.target_id, purse, paid, lent, lacking)
    writing.lent.append(
        {
            "community_id": community_id,
            "id": new_id(),
            "account_id": original.target_id,
            "transfer_id": paid["id"],
            "tenths": lacking,
            "at": clock.now(),
        }
    )


def _originals(community_id: UUID, transfers: Sequence[UUID]) -> dict[UUID, _Original]:
    uses = _uses(community_id, transfers)
    found: dict[UUID, _Original] = {}
    for some in in_parts(transfers):
        again = db.session.scalar(
            sa.select(Transfer.reverses).where(
                Transfer.community_id == community_id, Transfer.reverses.in_(some)
            )
        )
        if again is not None:
            raise AlreadyReversed(transfer_id=again)
        query = sa.select(
            Transfer.id, Transfer.source_id, Transfer.target_id, Transfer.tenths, Transfer.point_kind
        ).where(Transfer.community_id == community_id, Transfer.id.in_(some))
        for row in db.session.execute(query):
            found[row.id] = _Original(*row, uses=tuple(uses[row.id]))
    return found


def _uses(community_id: UUID, transfers: Sequence[UUID]) -> Mapping[UUID, list[tuple[UUID, int]]]:
    found: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    for some in in_parts(transfers):
        query = sa.select(LotUse.transfer_id, LotUse.lot_id, LotUse.tenths).where(
            LotUse.community_id == community_id, LotUse.transfer_id.in_(some)
        )
        for row in db.session.execute(query):
            found[row.transfer_id].append((row.lot_id, row.tenths))
    return found
