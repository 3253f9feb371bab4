"""One page of a long list, by key in both directions, with where it stands and how many there are.

A list says by which columns it is ordered, so that no two rows are equal in all of them. Whatever is added or goes
meanwhile, nobody who turns the pages misses a row or meets one twice. Counting stops soon, so a page of a million
rows takes as long as one of a thousand. A key says in an address where a page ends: opaque, exact, and harmless when
somebody alters it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.prepared import Prepared, given

Row = TypeVar("Row")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: so many hits are counted; of more a page says that there are more
MOST_COUNTED = 2000


@dataclass(frozen=True)
class PageAsked:
    """Which page: after this key, before it, or beginning with it; else the first. An export counts nothing."""

    after: str = ""
    before: str = ""
    start: str = ""
    limit: int = 50
    counted: bool = True
    most: int = MOST_COUNTED


FIRST_PAGE = PageAsked()


@dataclass(frozen=True)
class PageFound(Generic[Row]):
    """The rows, the position of the first of them, and the keys that lead on; `sums` are over all that was counted."""

    rows: list[Row] = field(default_factory=list)
    first: int = 0
    total: int = 0
    before: str | None = None
    after: str | None = None
    sums: Sequence[int] = ()
    most: int = MOST_COUNTED

    @property
    def more_than_counted(self) -> bool:
        """Whether there are more than anybody counted."""
        return self.total > self.most

    @property
    def last(self) -> int:
        """The position of the last row."""
        return self.first + len(self.rows) - 1

    def of(self, rows: list[Any]) -> PageFound[Any]:
        """The same page with something else made of its rows."""
        return PageFound(rows, self.first, self.total, self.before, self.after, self.sums, self.most)


@dataclass(frozen=True)
class PageOrder:
    """By which columns a list is ordered; how a row's place in it is said in an address and read again."""

    columns: tuple[Any, ...]
    place_of: Callable[[Any], tuple[Any, ...]]
    make: Callable[[Any], str]
    read: Callable[[str], tuple[Any, ...] | None]
    descending: bool = False


def statement(
    query: sa.Select[*tuple[Any, ...]],
    order: PageOrder,
    step: str,
    sums: Mapping[str, Callable[[Any], Any]] | None = None,
    summed: Sequence[Any] = (),
) -> sa.Select[*tuple[Any, ...]]:
    """The statement of one step of a list: first, after, start, before; count, preceding.

    `sums` are made, by name, of the columns that are `summed` of the rows that are counted.
    """
    here = sa.tuple_(*order.columns)
    there = sa.tuple_(*(given(f"place{number}", one) for number, one in enumerate(order.columns)))
    onward, backward = (here < there, here > there) if order.descending else (here > there, here < there)
    from_here = here <= there if order.descending else here >= there
    beyond = {"after": onward, "start": from_here, "before": backward, "preceding": backward}
    if step in beyond:
        query = query.where(beyond[step])
    if step in ("count", "preceding"):
        columns = summed if step == "count" and summed else [sa.literal(1).label("one")]
        few = query.with_only_columns(*columns, maintain_column_froms=True)
        counted = few.limit(sa.bindparam("most", type_=sa.Integer())).subquery()
        more = [make(counted.c).label(name) for name, make in (sums or {}).items()] if step == "count" else []
        return sa.select(sa.func.count().label("counted"), *more).select_from(counted)
    downwards = order.descending != (step == "before")
    query = query.order_by(*(one.desc() if downwards else one.asc() for one in order.columns))
    return query.limit(sa.bindparam("limit", type_=sa.Integer()))


def turn(
    ask: Callable[[str], Prepared], order: PageOrder, asked: PageAsked, values: Mapping[str, Any]
) -> PageFound[Any]:
    """The page that is asked for, as rows of the statement; `ask` hands out the statement of each step."""
    step, rows = _rows(ask, order, asked, values)
    more, rows = len(rows) > asked.limit, list(rows[: asked.limit])
    if step == "before":
        rows.reverse()
    total, preceding = 0, 0
    sums: tuple[int, ...] = ()
    if asked.counted:
        counted = ask("count").one(most=asked.most + 1, **values)
        total, sums = int(counted[0]), tuple(int(one or 0) for one in counted[1:])
        if rows and step != "first":
            place = _values(order.place_of(rows[0]))
            preceding = int(ask("preceding").value(most=asked.most + 1, **place, **values))
    onward = step == "before" or more
    back = preceding > 0 if asked.counted else step != "first"
    return PageFound(
        rows=rows,
        first=preceding + 1 if rows else 0,
        total=total,
        before=order.make(rows[0]) if rows and back else None,
        after=order.make(rows[-1]) if rows and onward else None,
        sums=sums,
        most=asked.most,
    )


def _rows(
    ask: Callable[[str], Prepared], order: PageOrder, asked: PageAsked, values: Mapping[str, Any]
) -> tuple[str, Sequence[Any]]:
    """The step that was taken, with one row more than asked for where there is one."""
    for step, key in (("after", asked.after), ("before", asked.before), ("start", asked.start)):
        place = order.read(key) if key else None
        if place is None:
            continue
        rows = ask(step).all(limit=asked.limit + 1, **_values(place), **values)
        # a page back that is not full is the first one, and is filled up; a page behind the end is nothing to look at
        if len(rows) > asked.limit or (rows and step != "before"):
            return step, rows
        break
    return "first", ask("first").all(limit=asked.limit + 1, **values)


def _values(place: Sequence[Any]) -> dict[str, Any]:
    return {f"place{number}": one for number, one in enumerate(place)}


def make_key(at: datetime, row_id: UUID) -> str:
    """The instant and the id of the last row, for lists ordered by both."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1):x}_{row_id.hex}"


def read_key(text: str | None) -> tuple[datetime, UUID] | None:
    """The same read again; None for the first page, and for what nobody gave out."""
    at, _, row_id = (text or "").partition("_")
    try:
        found = _EPOCH + timedelta(microseconds=int(at, 16)), UUID(row_id)
    except (ValueError, OverflowError):
        return None
    # beyond that no wall clock shows a time
    return found if found[0] <= clock.instant(clock.NEVER) else None


def make_id_key(row_id: UUID) -> str:
    """The id alone, for lists ordered by what has no place in an address, such as a name."""
    return row_id.hex


def read_id_key(text: str | None) -> UUID | None:
    """The same read again, or None."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
