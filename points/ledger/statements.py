"""Reading the book of points: balances, statements by key, what lapses when, the community's totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NEVER, clock
from points.foundation.prepared import given, prepared
from points.ledger import statement_rows
from points.ledger.balances import Standing
from points.ledger.models import Balance, Entry, Lot

#: what a reading gives back
Line = statement_rows.Line


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
    upwards = after_version is not None
    version = after_version if upwards else before_version
    values = {"community": community_id, "account": purse, "limit": limit}
    if version is not None:
        values["version"] = version
    rows = _page(only, upwards=upwards, from_the_end=version is None).all(**values)
    found = [statement_rows.line_of(row) for row in rows]
    return found[::-1] if upwards else found


def about(community_id: UUID, subject_id: UUID) -> list[Line]:
    """The lines about one thing, the first one first: what it gave or took, and what was taken back."""
    rows = _about().all(community=community_id, subject=subject_id)
    return [statement_rows.line_of(row) for row in rows]


def newest(
    community_id: UUID,
    purse: UUID,
    *,
    before_version: int | None = None,
    only: str = "all",
    within: tuple[date, date] | None = None,
    about: UUID | None = None,
    told_once: bool = False,
    limit: int = 20,
) -> tuple[Standing, list[Line]]:
    """How a purse stands, and a page of its lines, newest first, with one statement.

    `within` is a first day and the day after the last; `about` the person the lines are about; `told_once` leaves
    out what was set aside once a later line says what became of it.
    """
    values: dict[str, Any] = {"community": community_id, "account": purse, "limit": limit}
    if before_version is not None:
        values["version"] = before_version
    if within is not None:
        values["first"], values["end"] = within
    if about is not None:
        values["person"] = about
    query = _standing_with_page(
        only,
        from_the_end=before_version is None,
        within=within is not None,
        about=about is not None,
        told_once=told_once,
    )
    rows = query.all(**values)
    return Standing(rows[0].posted, rows[0].now_held), [
        statement_rows.line_of(row) for row in rows if row.version is not None
    ]


def since(community_id: UUID, first: date) -> list[tuple[UUID, Line]]:
    """What moved on every purse on a day or later, with whose it was, in the order of each: a whole book is read."""
    rows = _since().all(community=community_id, first=first)
    return [(row.account_id, statement_rows.line_of(row)) for row in rows]


@dataclass(frozen=True)
class Front:
    """What a purse's people see first: how it stands, its newest lines, each hold told once, and what lapses next (None:
    nothing)."""

    standing: Standing
    newest: list[Line]
    lapses_on: date | None
    lapsing: int


def front(community_id: UUID, purse: UUID, *, limit: int) -> Front:
    """All of that with one statement."""
    rows = _standing_with_page("all", from_the_end=True, told_once=True, lapsing=True).all(
        community=community_id, account=purse, limit=limit, today=clock.today(), never=NEVER
    )
    one = rows[0]
    found = [statement_rows.line_of(row) for row in rows if row.version is not None]
    return Front(Standing(one.posted, one.now_held), found, one.lapses_on, int(one.lapsing or 0))


def lapsing(community_id: UUID, purse: UUID) -> list[tuple[date, int]]:
    """What lapses on which day, soonest first; points that never lapse are left out."""
    rows = _lapsing().all(community=community_id, account=purse, today=clock.today(), never=NEVER)
    return [(day, int(tenths)) for day, tenths in rows]


def first_day(community_id: UUID, purse: UUID) -> date | None:
    """The first day a purse has a line of, which what was written down late may be of; None while it has none."""
    found: date | None = _first_day().value(community=community_id, account=purse)
    return found


def sums_by_person(
    community_id: UUID, purse: UUID, spans: Sequence[tuple[date, date]]
) -> dict[UUID | None, list[tuple[int, int, int]]]:
    """Tenths that came in, went out and were reversed in each of these spans (first day, day after the last), for
    every person a line is about; None is for lines about nobody."""
    if not spans:
        return {}
    bounds = {f"first{number}": first for number, (first, _) in enumerate(spans)}
    bounds |= {f"end{number}": end for number, (_, end) in enumerate(spans)}
    rows = _sums(len(spans)).all(
        community=community_id,
        account=purse,
        first=min(first for first, _ in spans),
        end=max(end for _, end in spans),
        **bounds,
    )
    return {
        row[0]: [(int(row[at]), -int(row[at + 1]), int(row[at + 2])) for at in range(1, len(row), 3)]
        for row in rows
    }


@prepared
def _about() -> sa.Executable:
    return (
        sa.select(*statement_rows.COLUMNS, statement_rows.undone())
        .where(Entry.community_id == given("community"), Entry.subject_id == given("subject"))
        .order_by(Entry.version)
    )


@prepared
def _since() -> sa.Executable:
    return (
        sa.select(Entry.account_id, *statement_rows.COLUMNS, statement_rows.undone())
        .where(
            Entry.community_id == given("community"), Entry.happened_on >= given("first"), Entry.tenths != 0
        )
        .order_by(Entry.account_id, Entry.version)
    )


@prepared
def _first_day() -> sa.Executable:
    return sa.select(sa.func.min(Entry.happened_on)).where(
        Entry.community_id == given("community"), Entry.account_id == given("account")
    )


@prepared
def _sums(spans: int) -> sa.Executable:
    reversal = Entry.what == "reversal"
    sums: list[sa.ColumnElement[int]] = []
    # no GROUP BY an expression: PostgreSQL does not see that two bound values are the same
    for number in range(spans):
        inside = sa.and_(
            Entry.happened_on >= given(f"first{number}"), Entry.happened_on < given(f"end{number}")
        )
        sums += [
            _sum_where(sa.and_(inside, ~reversal, Entry.tenths > 0)),
            _sum_where(sa.and_(inside, ~reversal, Entry.tenths < 0)),
            _sum_where(sa.and_(inside, reversal)),
        ]
    return (
        sa.select(Entry.person_id, *sums)
        .where(Entry.community_id == given("community"), Entry.account_id == given("account"))
        .where(Entry.happened_on >= given("first"), Entry.happened_on < given("end"))
        .group_by(Entry.person_id)
    )


def _sum_where(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, Entry.tenths), else_=0)), 0)


@prepared
def _lapsing() -> sa.Executable:
    return (
        sa.select(Lot.lapses_on, sa.func.sum(Lot.remaining))
        .where(*_ending())
        .group_by(Lot.lapses_on)
        .order_by(Lot.lapses_on)
    )


def _ending() -> tuple[sa.ColumnElement[bool], ...]:
    """Lots of the purse with something left that will lapse."""
    return (
        Lot.community_id == given("community"),
        Lot.account_id == given("account"),
        Lot.remaining > 0,
        Lot.lapses_on >= given("today"),
        Lot.lapses_on < given("never"),
    )


def _next_lapse() -> tuple[sa.Label[date], sa.Label[int]]:
    """The day and the amount of what lapses next, as columns beside something else."""
    first = sa.select(sa.func.min(Lot.lapses_on)).where(*_ending()).scalar_subquery()
    then = sa.select(sa.func.sum(Lot.remaining)).where(*_ending(), Lot.lapses_on == first).scalar_subquery()
    return first.label("lapses_on"), then.label("lapsing")


_ONLY = {"in": Entry.tenths > 0, "out": Entry.tenths < 0, "held": Entry.held > 0}


@prepared
def _page(only: str, *, upwards: bool, from_the_end: bool) -> sa.Executable:
    query = sa.select(*statement_rows.COLUMNS, statement_rows.undone()).where(
        Entry.community_id == given("community"), Entry.account_id == given("account")
    )
    if only != "all":
        query = query.where(_ONLY[only])
    if not from_the_end:
        query = query.where(Entry.version > given("version") if upwards else Entry.version < given("version"))
    query = query.order_by(Entry.version if upwards else Entry.version.desc())
    return query.limit(sa.bindparam("limit", type_=sa.Integer()))


@prepared
def _standing_with_page(
    only: str,
    *,
    from_the_end: bool,
    told_once: bool,
    within: bool = False,
    about: bool = False,
    lapsing: bool = False,
) -> sa.Executable:
    here = sa.and_(Entry.community_id == Balance.community_id, Entry.account_id == Balance.account_id)
    if not from_the_end:
        here = sa.and_(here, Entry.version < given("version"))
    if only != "all":
        here = sa.and_(here, _ONLY[only])
    if within:
        here = sa.and_(here, Entry.happened_on >= given("first"), Entry.happened_on < given("end"))
    if about:
        here = sa.and_(here, Entry.person_id == given("person"))
    if told_once:
        here = sa.and_(here, statement_rows.still_said())
    besides = _next_lapse() if lapsing else ()
    return (
        sa.select(
            Balance.posted,
            Balance.held.label("now_held"),
            *statement_rows.COLUMNS,
            statement_rows.undone(),
            *besides,
        )
        .select_from(Balance)
        .outerjoin(Entry, here)
        .where(Balance.community_id == given("community"), Balance.account_id == given("account"))
        .order_by(Entry.version.desc())
        .limit(sa.bindparam("limit", type_=sa.Integer()))
    )
