"""Everything that ever moved on one purse, page by page: narrowed to days, a person, a kind, and added up. It moves nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, paging
from points.foundation.calendar import month_after
from points.foundation.prepared import given, prepared
from points.ledger import statement_rows, statements
from points.ledger.models import Entry


@dataclass(frozen=True)
class LineFilter:
    """Which lines: booked from one day to before another, of one person, and all, in, out or held."""

    since: date | None = None
    before: date | None = None
    person_id: UUID | None = None
    only: str = "all"


@dataclass(frozen=True)
class LineSums:
    """Tenths that came in, went out (as a positive number) and were reversed."""

    came_in: int
    went_out: int
    reversed: int


_ORDER = paging.PageOrder(
    (Entry.account_id, Entry.version),
    place_of=lambda row: (row.account_id, row.version),
    make=lambda row: str(row.version),
    read=lambda _: None,
    descending=True,
)
#: no purse has so many lines; a greater number fits no column
_MOST_LINES = 2**31 - 1


def page(
    community_id: UUID, purse: UUID, wanted: LineFilter, asked: paging.PageAsked
) -> paging.PageFound[statement_rows.Line]:
    """Lines of a purse, newest first; `sums` are what came in, went out and was reversed in all of them."""
    names, values = _asked(wanted)
    order = paging.PageOrder(
        _ORDER.columns, _ORDER.place_of, _ORDER.make, lambda key: _place(purse, key), descending=True
    )
    found = paging.turn(
        lambda step: _listed(step, *names),
        order,
        asked,
        {"community": community_id, "account": purse, **values},
    )
    return found.of([statement_rows.line_of(row) for row in found.rows])


def sums_of_months(
    community_id: UUID, purse: UUID, wanted: LineFilter, months: Sequence[date]
) -> dict[date, LineSums]:
    """The same sums for each of these months, named by their first days, whatever days the filter asks for."""
    found = {}
    for first in months:
        names, values = _asked(replace(wanted, since=first, before=month_after(first)))
        row = _summed(*names).one(community=community_id, account=purse, **values)
        found[first] = LineSums(int(row[0]), -int(row[1]), int(row[2]))
    return found


def first_month(community_id: UUID, purse: UUID) -> date | None:
    """The month of the first line of a purse; None where there is none."""
    rows = statements.lines(community_id, purse, after_version=0, limit=1)
    return rows[0].booked_on.replace(day=1) if rows else None


def _place(purse: UUID, key: str) -> tuple[Any, ...] | None:
    return (purse, min(int(key), _MOST_LINES)) if key.isascii() and key.isdigit() else None


def _booked(day: str, after: bool) -> sa.ColumnElement[bool]:
    """What was imported was booked on the day the old book has; all else when it was written down."""
    imported = Entry.origin == "imported"
    on, at = given(day, Entry.happened_on), given(f"{day}_at", Entry.at)
    old, new = (Entry.happened_on >= on, Entry.at >= at) if after else (Entry.happened_on < on, Entry.at < at)
    return sa.or_(sa.and_(imported, old), sa.and_(~imported, new))


_CONDITIONS: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "since": lambda: _booked("since", True),
    "before": lambda: _booked("before", False),
    "person": lambda: Entry.person_id == given("person"),
    "in": lambda: Entry.tenths > 0,
    "out": lambda: Entry.tenths < 0,
    "held": lambda: Entry.held > 0,
}


def _asked(wanted: LineFilter) -> tuple[list[str], dict[str, Any]]:
    names = [wanted.only] if wanted.only in ("in", "out", "held") else []
    values: dict[str, Any] = {}
    for name, day in (("since", wanted.since), ("before", wanted.before)):
        if day is not None:
            names.append(name)
            values |= {name: day, f"{name}_at": clock.instant(day)}
    if wanted.person_id:
        names.append("person")
        values["person"] = wanted.person_id
    return names, values


_SUMS: dict[str, Callable[[Any], Any]] = {
    "came_in": lambda few: _sum(few, sa.and_(few.what != "reversal", few.tenths > 0)),
    "went_out": lambda few: _sum(few, sa.and_(few.what != "reversal", few.tenths < 0)),
    "undone": lambda few: _sum(few, few.what == "reversal"),
}


def _sum(few: Any, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, few.tenths), else_=0)), 0)


def _narrowed(columns: Sequence[Any], names: Sequence[str]) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(*columns).where(
        Entry.community_id == given("community"),
        Entry.account_id == given("account"),
        *(_CONDITIONS[name]() for name in names),
    )


@prepared
def _listed(step: str, *names: str) -> sa.Executable:
    query = _narrowed((Entry.account_id, *statement_rows.COLUMNS, statement_rows.undone()), names)
    return paging.statement(query, _ORDER, step, sums=_SUMS, summed=[Entry.what, Entry.tenths])


@prepared
def _summed(*names: str) -> sa.Executable:
    few = _narrowed((Entry.what, Entry.tenths), names).subquery()
    return sa.select(*(make(few.c) for make in _SUMS.values()))
