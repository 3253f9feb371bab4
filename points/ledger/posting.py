"""The steps every movement of points is made of: balance, transfer, entry, lots; it knows no use case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import add_rows, add_rows_later, clock, marks, new_id, run
from points.foundation.prepared import given, prepared
from points.ledger import balances
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
    row = _change().first(**values)
    if row is None:
        raise _why_not(community_id, purse, posted=posted, held=held)
    return PurseState(row.posted, row.held, row.version)


@dataclass(frozen=True)
class HoldTaken:
    """A hold that a change of its purse settled: where its points came from and go to, and how many they are."""

    purse: UUID
    target: UUID
    tenths: int


def settle_hold(
    community_id: UUID, hold_id: UUID, *, spent: int | None
) -> tuple[PurseState, HoldTaken] | None:
    """Change a purse by the end of one of its holds: `spent` tenths of it go for good, None where none do.

    None comes back where the hold is not open any more or the purse cannot bear it. The row stays locked until the
    transaction ends; that a hold ends once is kept by the transfer that resolves it, which is unique.
    """
    row = _settle().first(community=community_id, hold=hold_id, spent=spent or 0)
    if row is None:
        return None
    return PurseState(row.posted, row.held, row.version), HoldTaken(row.account_id, row.target, row.tenths)


@prepared
def _settle() -> sa.Executable:
    hold, settling = aliased(Transfer), aliased(Transfer)
    spent = sa.bindparam("spent", type_=sa.BigInteger())
    open_hold = sa.and_(
        hold.community_id == given("community"), hold.id == given("hold"), hold.phase == "pending"
    )
    settled = (
        sa.select(settling.id)
        .where(settling.community_id == given("community"), settling.resolves == given("hold"))
        .exists()
    )
    tenths = sa.select(hold.tenths).where(open_hold).scalar_subquery()
    source = sa.select(hold.source_id).where(open_hold).scalar_subquery()
    target = sa.select(hold.target_id).where(open_hold).scalar_subquery()
    return (
        sa.update(Balance)
        .where(Balance.community_id == given("community"), Balance.account_id == source, ~settled)
        .where(Balance.held >= tenths, spent <= tenths)
        .values(posted=Balance.posted - spent, held=Balance.held - tenths, version=Balance.version + 1)
        .returning(
            Balance.account_id,
            Balance.posted,
            Balance.held,
            Balance.version,
            tenths.label("tenths"),
            target.label("target"),
        )
        .execution_options(synchronize_session=False)
    )


@prepared
def _change() -> sa.Executable:
    more, aside = sa.bindparam("more", type_=sa.BigInteger()), sa.bindparam("aside", type_=sa.BigInteger())
    return (
        sa.update(Balance)
        .where(Balance.community_id == given("community"), Balance.account_id == given("account"))
        .where(Balance.posted + more - Balance.held - aside >= 0, Balance.held + aside >= 0)
        .values(posted=Balance.posted + more, held=Balance.held + aside, version=Balance.version + 1)
        .returning(Balance.posted, Balance.held, Balance.version)
    )


def lock_purse(community_id: UUID, purse: UUID) -> PurseState:
    """How a purse stands, with its row locked until the transaction ends; always before its lots."""
    return PurseState(*_locked().one(community=community_id, account=purse))


@prepared
def _locked() -> sa.Executable:
    return (
        sa.select(Balance.posted, Balance.held, Balance.version)
        .where(Balance.community_id == given("community"), Balance.account_id == given("account"))
        .with_for_update()
    )


def write_transfer(
    community_id: UUID,
    txn_id: UUID,
    *,
    source: UUID,
    target: UUID,
    tenths: int,
    **facts: Any,
) -> UUID:
    """Add one transfer. `facts`: phase, point_kind, resolves, reverses.

    One that ends or reverses another is written at once: that it is the only one is known before lots are touched.
    """
    row = transfer_row(community_id, txn_id, source=source, target=target, tenths=tenths, **facts)
    add = add_rows_later if row["resolves"] is None and row["reverses"] is None else add_rows
    add(Transfer, [row])
    transfer_id: UUID = row["id"]
    return transfer_id


def transfer_row(
    community_id: UUID,
    txn_id: UUID,
    *,
    source: UUID,
    target: UUID,
    tenths: int,
    begins: bool = False,
    **facts: Any,
) -> dict[str, Any]:
    """One transfer before it is written; none is, in books that lack what somebody was told is in them.

    `begins`: it is one that books may begin with (`marks.must_hold`).
    """
    marks.must_hold(begins=begins)
    return {
        "community_id": community_id,
        "id": new_id(),
        "txn_id": txn_id,
        "phase": "single",
        "source_id": source,
        "target_id": target,
        "tenths": tenths,
        "point_kind": "earned",
        "resolves": None,
        "reverses": None,
        "at": clock.now(),
        **facts,
    }


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
    row = entry_row(community_id, purse, transfer_id, standing, note, tenths=tenths, held=held)
    add_rows_later(Entry, [row])
    return Moved(transfer_id, standing.posted, standing.held, standing.version)


def entry_row(
    community_id: UUID,
    purse: UUID,
    transfer_id: UUID,
    standing: PurseState,
    note: Note,
    *,
    tenths: int,
    held: int = 0,
) -> dict[str, Any]:
    """Such a line before it is written."""
    return {
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
    return balances.short_of(wanted, available=available, held=row.held)
