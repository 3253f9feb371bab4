"""The steps every movement of points is made of: balance, transfer, entry, lots; it knows no use case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import add_rows, changed, clock, new_id, run
from points.foundation.database import upsert
from points.ledger.models import Balance, Entry, Lot, LotUse, Transfer
from points.ledger.policy import LotChange, LotLeft
from points.ledger.refusals import HoldSettled, NotEnough, PointsHeld


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
class Standing:
    """A purse's balance row after a change."""

    posted: int
    held: int
    version: int


def change_balance(community_id: UUID, purse: UUID, *, posted: int = 0, held: int = 0) -> Standing:
    """Change what a purse holds, or refuse; the row stays locked until the transaction ends."""
    values = {"community": community_id, "account": purse, "more": posted, "aside": held}
    row = run(_change(), values).one_or_none()
    if row is None:
        raise _why_not(community_id, purse, posted=posted, held=held)
    return Standing(row.posted, row.held, row.version)


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


def lock_purse(community_id: UUID, purse: UUID) -> Standing:
    """How a purse stands, with its row locked until the transaction ends; always before its lots."""
    row = run(
        sa.select(Balance.posted, Balance.held, Balance.version)
        .where(Balance.community_id == community_id, Balance.account_id == purse)
        .with_for_update()
    ).one()
    return Standing(row.posted, row.held, row.version)


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
    standing: Standing,
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


def lots_left(community_id: UUID, purse: UUID) -> list[LotLeft]:
    """Every lot of a purse that still has points, soonest lapsing first."""
    query = (
        sa.select(Lot.id, Lot.kind, Lot.remaining, Lot.lapses_on)
        .where(Lot.community_id == community_id, Lot.account_id == purse, Lot.remaining > 0)
        .order_by(Lot.lapses_on, Lot.id)
    )
    return [LotLeft(*row) for row in run(query)]


def change_lots(community_id: UUID, transfer_id: UUID, changes: Sequence[LotChange]) -> None:
    """Take from or give back to several lots with one statement, and write down each use."""
    amounts = {change.lot_id: change.tenths for change in changes}
    move_lots(community_id, amounts)
    write_lot_uses(community_id, transfer_id, amounts)


def move_lots(community_id: UUID, amounts: Mapping[UUID, int]) -> None:
    """Change what is left of several lots with one statement; the uses are written by the caller."""
    if not amounts:
        return
    step = sa.case(dict(amounts), value=Lot.id)
    found = changed(
        sa.update(Lot)
        .where(Lot.community_id == community_id, Lot.id.in_(amounts))
        .where(Lot.remaining + step >= 0, Lot.remaining + step <= Lot.granted)
        .values(remaining=Lot.remaining + step)
    )
    if found != len(amounts):
        raise RuntimeError("a lot changed under a locked purse")


def grant_lot(community_id: UUID, purse: UUID, *, kind: str, lapses_on: date, tenths: int) -> UUID:
    """Add points to the lot of this kind and lapse day, which may be new."""
    statement = upsert(Lot).values(
        community_id=community_id,
        id=new_id(),
        account_id=purse,
        kind=kind,
        granted=tenths,
        remaining=tenths,
        earned_at=clock.now(),
        lapses_on=lapses_on,
    )
    statement = statement.on_conflict_do_update(
        index_elements=["community_id", "account_id", "kind", "lapses_on"],
        set_={"granted": Lot.granted + tenths, "remaining": Lot.remaining + tenths},
    ).returning(Lot.id)
    found: UUID = run(statement).scalar_one()
    return found


def write_lot_uses(community_id: UUID, transfer_id: UUID, amounts: Mapping[UUID, int]) -> None:
    """Write down how a transfer changed each lot."""
    rows = [
        {"community_id": community_id, "transfer_id": transfer_id, "lot_id": lot, "tenths": tenths}
        for lot, tenths in amounts.items()
    ]
    add_rows(LotUse, rows)


def lot_uses(community_id: UUID, transfers: Sequence[UUID]) -> list[tuple[LotLeft, int]]:
    """What these transfers together took from each lot, as positive tenths."""
    query = (
        sa.select(Lot.id, Lot.kind, Lot.remaining, Lot.lapses_on, sa.func.sum(LotUse.tenths))
        .join(Lot, sa.and_(Lot.community_id == LotUse.community_id, Lot.id == LotUse.lot_id))
        .where(LotUse.community_id == community_id, LotUse.transfer_id.in_(transfers))
        .group_by(Lot.id, Lot.kind, Lot.remaining, Lot.lapses_on)
    )
    return [(LotLeft(*row[:4]), -int(row[4])) for row in run(query)]


def _why_not(
    community_id: UUID, purse: UUID, *, posted: int, held: int
) -> NotEnough | PointsHeld | HoldSettled:
    query = sa.select(Balance.posted, Balance.held).where(
        Balance.community_id == community_id, Balance.account_id == purse
    )
    row = run(query).one()
    if row.held + held < 0:
        # somebody else settled the hold after this transaction saw it open
        return HoldSettled()
    wanted, available = held - posted, row.posted - row.held
    facts = {"wanted": wanted, "available": available, "gap": wanted - available}
    if row.held and row.posted >= wanted:
        return PointsHeld(held=row.held, **facts)
    return NotEnough(**facts)
