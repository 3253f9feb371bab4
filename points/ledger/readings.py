"""Reading the book of points: balances, statements by key, what lapses when, the community's totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import NEVER, clock, db
from points.ledger.models import Account, Balance, Entry, Lot, Transfer


@dataclass(frozen=True)
class Standing:
    """What a purse holds, in tenths."""

    posted: int
    held: int

    @property
    def available(self) -> int:
        """What can be spent now."""
        return self.posted - self.held


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


def balance(community_id: UUID, purse: UUID) -> Standing:
    """One indexed row, whatever the history."""
    return balances(community_id, [purse])[purse]


def balances(community_id: UUID, purses: Sequence[UUID]) -> dict[UUID, Standing]:
    """The balances of several purses."""
    query = sa.select(Balance.account_id, Balance.posted, Balance.held).where(
        Balance.community_id == community_id, Balance.account_id.in_(purses)
    )
    return {row[0]: Standing(row[1], row[2]) for row in db.session.execute(query)}


def statement(
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


def line(community_id: UUID, purse: UUID, version: int) -> Line | None:
    """One line of a purse, or None."""
    query = _lines(community_id).where(Entry.account_id == purse, Entry.version == version)
    row = db.session.execute(query).one_or_none()
    return None if row is None else _line(row)


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


def turnover(community_id: UUID) -> dict[str, tuple[int, int]]:
    """By account kind: tenths that went out and that came in, over all posted transfers."""
    source, target = aliased(Account), aliased(Account)
    query = (
        sa.select(source.kind, target.kind, sa.func.sum(Transfer.tenths))
        .join(source, _same(source, Transfer.source_id))
        .join(target, _same(target, Transfer.target_id))
        .where(Transfer.community_id == community_id, Transfer.phase.in_(("single", "post")))
        .group_by(source.kind, target.kind)
    )
    found: dict[str, tuple[int, int]] = {}
    for out_of, into, tenths in db.session.execute(query):
        out, came = found.get(out_of, (0, 0))
        found[out_of] = (out + int(tenths), came)
        out, came = found.get(into, (0, 0))
        found[into] = (out, came + int(tenths))
    return found


def held_total(community_id: UUID) -> int:
    """All tenths set aside in all purses."""
    query = sa.select(sa.func.coalesce(sa.func.sum(Balance.held), 0)).where(
        Balance.community_id == community_id
    )
    return int(db.session.execute(query).scalar_one())


def _same(account: type[Account], column: sa.SQLColumnExpression[UUID]) -> sa.ColumnElement[bool]:
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
