"""The steps every movement of points is made of: balance, transfer, entry, lots; it knows no use case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import add_rows, clock, new_id, run
from points.ledger.models import Balance, Entry, Transfer
from points.ledger.refusals import HoldEnded, NotEnough, PointsHeld


@dataclass(frozen=True)
class Note:
    """What a line of a purse says: for whom, what kind of line, whence, and what it points at."""

    what: str
    origin: str
    happened_on: date
    subject_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class Moved:
    """A movement that was made, and how the purse stands after it, in tenths."""

    transfer_id: UUID
    posted: int
    held: int
    version: int

    @property
    def available(self) -> int:
        """What can be spent now."""
        return self.posted - self.held


@dataclass(frozen=True)
class PurseState:
    """A purse's balance row after a change."""

    posted: int
    held: int
    version: int


def change_balance(community_id: UUID, purse: UUID, *, posted: int = 0, held: int = 0) -> PurseState:
    """Change what a purse holds, or refuse; the row stays locked until the transaction ends."""
    values = {"community": community_id, "account": purse, "more": posted, "aside": held}
    row = run(_change(), values).one_or_none()
    if row is None:
        raise _why_not(community_id, purse, posted=posted, held=held)
    return PurseState(row.posted, row.held, row.version)


@cache
def _change() -> sa.UpdateBase:
    """Built once: the statement every movement runs."""
    more, aside = sa.bindparam("more", type_=sa.BigInteger()), sa.bindparam("aside", type_=sa.BigInteger())
    return (
        sa.update(Balance)
        .where(Balance.community_id == sa.bindparam("community", type_=sa.Uuid()))
        .where(Balance.account_id == sa.bindparam("account", type_=sa.Uuid()))
        .where(Balance.posted + more - Balance.held - aside >= 0, Balance.held + aside >= 0)
        .values(posted=Balance.posted + more, held=Balance.held + aside, version=Balance.version + 1)
        .returning(Balance.posted, Balance.held, Balance.version)
    )


def lock_purse(community_id: UUID, purse: UUID) -> PurseState:
    """How a purse stands, with its row locked until the transaction ends; always before its lots."""
    row = run(
        sa.select(Balance.posted, Balance.held, Balance.version)
        .where(Balance.community_id == community_id, Balance.account_id == purse)
        .with_for_update()
    ).one()
    return PurseState(row.posted, row.held, row.version)


def write_transfer(
    community_id: UUID,
    txn_id: UUID,
    *,
    source: UUID,
    target: UUID,
    tenths: int,
    **facts: Any,
) -> UUID:
    """Add one transfer. `facts`: phase, point_kind, resolves, reverses."""
    transfer_id = new_id()
    row = {
        "community_id": community_id,
        "id": transfer_id,
        "txn_id": txn_id,
        "phase": "single",
        "source_id": source,
        "target_id": target,
        "tenths": tenths,
        "point_kind": "earned",
        "resolves": None,
        "reverses": None,
        "at": clock.now(),
    }
    add_rows(Transfer, [{**row, **facts}])
    return transfer_id


def write_entry(
    community_id: UUID,
    purse: UUID,
    transfer_id: UUID,
    standing: PurseState,
    note: Note,
    *,
    tenths: int = 0,
    held: int = 0,
) -> Moved:
    """Add the purse's line for a transfer, with what stands after it."""
    row = {
        "community_id": community_id,
        "account_id": purse,
        "version": standing.version,
        "transfer_id": transfer_id,
        "person_id": note.person_id,
        "tenths": tenths,
        "held": held,
        "balance_after": standing.posted,
        "held_after": standing.held,
        "what": note.what,
        "origin": note.origin,
        "subject_id": note.subject_id,
        "happened_on": note.happened_on,
        "at": clock.now(),
    }
    add_rows(Entry, [row])
    return Moved(transfer_id, standing.posted, standing.held, standing.version)


def _why_not(
    community_id: UUID, purse: UUID, *, posted: int, held: int
) -> NotEnough | PointsHeld | HoldEnded:
    query = sa.select(Balance.posted, Balance.held).where(
        Balance.community_id == community_id, Balance.account_id == purse
    )
    row = run(query).one()
    if row.held + held < 0:
        # somebody else settled the hold after this transaction saw it open
        return HoldEnded()
    wanted, available = held - posted, row.posted - row.held
    facts = {"wanted": wanted, "available": available, "gap": wanted - available}
    if row.held and row.posted >= wanted:
        return PointsHeld(held=row.held, **facts)
    return NotEnough(**facts)
