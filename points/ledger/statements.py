"""Reading the book of points: balances, statements by key, what lapses when, the community's totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import NEVER, clock, db
from points.ledger.models import Entry, LedgerAccount, Lot, Transfer


@dataclass(frozen=True)
class Line:
    """One line of a statement. `tenths` changed posted, `held` changed what is set aside."""

    version: int
    transfer_id: UUID
    tenths: int
    held: int
    balance_after: int
    held_after: int
    what: str
    origin: str
    subject_id: UUID | None
    person_id: UUID | None
    happened_on: date
    at: datetime
    reversed: bool


def lines(
    community_id: UUID,
    purse: UUID,
    *,
    before_version: int | None = None,
    after_version: int | None = None,
    only: str = "all",
    limit: int = 20,
) -> list[Line]:
    """Newest lines first; `before_version` is the last version of the page read so far.

    `only` is all, in, out or held; with `after_version` the lines next above that one come.
    """
    query = _lines(community_id).where(Entry.account_id == purse)
    if only != "all":
        query = query.where({"in": Entry.tenths > 0, "out": Entry.tenths < 0, "held": Entry.held > 0}[only])
    if after_version is not None:
        upwards = query.where(Entry.version > after_version).order_by(Entry.version).limit(limit)
        return [_line(row) for row in db.session.execute(upwards)][::-1]
    if before_version is not None:
        query = query.where(Entry.version < before_version)
    return [_line(row) for row in db.session.execute(query.order_by(Entry.version.desc()).limit(limit))]


def lapsing(community_id: UUID, purse: UUID) -> list[tuple[date, int]]:
    """What lapses on which day, soonest first; points that never lapse are left out."""
    query = (
        sa.select(Lot.lapses_on, sa.func.sum(Lot.remaining))
        .where(Lot.community_id == community_id, Lot.account_id == purse, Lot.remaining > 0)
        .where(Lot.lapses_on >= clock.today(), Lot.lapses_on < NEVER)
        .group_by(Lot.lapses_on)
        .order_by(Lot.lapses_on)
    )
    return [(day, int(tenths)) for day, tenths in db.session.execute(query)]


def sums_between(community_id: UUID, purse: UUID, first: date, end: date) -> tuple[int, int, int]:
    """Tenths that came in, went out and were reversed on days from `first` to before `end`."""
    reversal = Entry.what == "reversal"
    # no GROUP BY an expression: PostgreSQL does not see that two bound values are the same
    query = (
        sa.select(
            _sum_where(sa.and_(~reversal, Entry.tenths > 0)),
            _sum_where(sa.and_(~reversal, Entry.tenths < 0)),
            _sum_where(reversal),
        )
        .where(Entry.community_id == community_id, Entry.account_id == purse)
        .where(Entry.happened_on >= first, Entry.happened_on < end)
    )
    came, went, undone = db.session.execute(query).one()
    return int(came), -int(went), int(undone)


def _sum_where(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, Entry.tenths), else_=0)), 0)


def _same(account: type[LedgerAccount], column: sa.SQLColumnExpression[UUID]) -> sa.ColumnElement[bool]:
    return sa.and_(account.community_id == Transfer.community_id, account.id == column)


def _lines(community_id: UUID) -> sa.Select[Entry, bool]:
    undoing = aliased(Transfer)
    undone = (
        sa.select(undoing.id)
        .where(undoing.community_id == Entry.community_id, undoing.reverses == Entry.transfer_id)
        .exists()
    )
    return sa.select(Entry, undone.label("undone")).where(Entry.community_id == community_id)


def _line(row: sa.Row[Entry, bool]) -> Line:
    entry, undone = row
    return Line(
        version=entry.version,
        transfer_id=entry.transfer_id,
        tenths=entry.tenths,
        held=entry.held,
        balance_after=entry.balance_after,
        held_after=entry.held_after,
        what=entry.what,
        origin=entry.origin,
        subject_id=entry.subject_id,
        person_id=entry.person_id,
        happened_on=entry.happened_on,
        at=entry.at,
        reversed=bool(undone),
    )
