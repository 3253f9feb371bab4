"""Statements that are run all the time: written once, built once for each shape, answered as plain rows.

Building a statement costs more than running it, and an object of the unit of work more than a row:

    @prepared
    def _by_key() -> sa.Executable:
        return sa.select(Txn.id, Txn.answer).where(Txn.request_key == given("key"))

    row = _by_key().first(key="redeem:1")

What a function takes is the statement's shape (a filter that is there or not, how many rows are named), never a value
somebody typed: every shape is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, wraps
from threading import RLock
from typing import Any, ParamSpec

import sqlalchemy as sa

from points.foundation import driver
from points.foundation.database import current_connection, db, is_writing, run
from points.foundation.kept.remembered import changes_remembered

Shape = ParamSpec("Shape")

#: one at a time: what SQLAlchemy looks up about a table for the first time is not made for two threads that ask at once
_BUILDING = RLock()
#: so many shapes of one statement are kept; the one used longest ago goes first
SHAPES = 256


class Prepared:
    """One statement, built; values are handed in by the names it gave them with `given`. Rows have their columns' names."""

    __slots__ = ("_lists", "_plans", "name", "statement")

    def __init__(self, name: str, statement: sa.Executable) -> None:
        self.name, self.statement = name, statement
        self._lists = driver.lists(statement)
        #: by the widths of its lists
        self._plans: dict[tuple[int, ...], driver.Plan | None] = {}

    def all(self, **values: Any) -> Sequence[Any]:
        """All rows."""
        return self._ask(values)[0]

    def one(self, **values: Any) -> Any:
        """The one row there must be."""
        found = self.first(**values)
        if found is None:
            raise sa.exc.NoResultFound(self.name)
        return found

    def first(self, **values: Any) -> Any | None:
        """The one row, or None where there is none."""
        rows = self._ask(values)[0]
        if len(rows) > 1:
            raise sa.exc.MultipleResultsFound(self.name)
        return rows[0] if rows else None

    def value(self, **values: Any) -> Any:
        """What stands in the first column of the one row, or None."""
        found = self.first(**values)
        return None if found is None else found[0]

    def values(self, **values: Any) -> Sequence[Any]:
        """What stands in the first column of all rows."""
        return [row[0] for row in self._ask(values)[0]]

    def changed(self, **values: Any) -> int:
        """How many rows a change met."""
        return self._ask(values)[1]

    def _ask(self, values: dict[str, Any]) -> tuple[Sequence[Any], int]:
        if self.statement.is_dml and not is_writing():
            raise RuntimeError("a write outside transact()")
        connection = current_connection()
        widths = tuple(driver.width(values[name]) for name in self._lists)
        if widths not in self._plans:
            with _BUILDING:
                self._plans[widths] = self._planned(widths, connection.dialect)
        plan = self._plans[widths]
        if plan is not None:
            driver.make_way(connection, plan)
            for name, width in zip(self._lists, widths, strict=True):
                values |= driver.filled(name, values[name], width)
            return driver.ask(connection, plan, values)
        answer = connection.execute(self.statement, values)
        return answer.all() if answer.returns_rows else (), answer.rowcount

    def _planned(self, widths: tuple[int, ...], dialect: sa.Dialect) -> driver.Plan | None:
        if not all(widths) or changes_remembered(self.statement):
            return None
        written = dict(zip(self._lists, widths, strict=True))
        return driver.plan(
            driver.written_out(self.statement, written) if written else self.statement, dialect
        )

    def for_each(self, rows: Sequence[Mapping[str, Any]]) -> sa.CursorResult[*tuple[Any, ...]]:
        """Write for each of these rows, sent together; what an INSERT hands back comes from one statement of many rows."""
        return run(self.statement, rows)


def prepared(build: Callable[Shape, sa.Executable]) -> Callable[Shape, Prepared]:
    """Make a function that writes a statement into one that hands out the statement built once for each shape."""
    name = f"{build.__module__.removeprefix('points.')}.{build.__name__.lstrip('_')}"

    @lru_cache(SHAPES)
    def shaped(_engine: str, *args: Any, **kwargs: Any) -> Prepared:
        words = ", ".join([*map(str, args), *(f"{key}={value}" for key, value in kwargs.items())])
        with _BUILDING:
            return Prepared(f"{name}({words})", build(*args, **kwargs))

    @wraps(build)
    def take(*args: Shape.args, **kwargs: Shape.kwargs) -> Prepared:
        # an upsert is written in the dialect at hand
        return shaped(db.engine.dialect.name, *args, **kwargs)  # type: ignore[arg-type]

    return take


def given(name: str, column: Any = None) -> sa.BindParameter[Any]:
    """A value that is handed in each time; its type is that of the column it meets, or of the one that is named."""
    return sa.bindparam(name, type_=None if column is None else column.type)


def given_many(name: str) -> sa.BindParameter[Any]:
    """Values for `column.in_(…)`, as a list of any length; each power of two is a shape of its own."""
    return sa.bindparam(name, expanding=True)


def given_each(name: str, count: int, column: Any) -> list[sa.BindParameter[Any]]:
    """So many values for `column.in_(…)`, where their number is a part of the shape."""
    return [given(f"{name}{one}", column) for one in range(count)]


def each(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """The values for `given_each`, to hand in."""
    return {f"{name}{one}": value for one, value in enumerate(values)}


def step_of(column: Any, count: int) -> sa.ColumnElement[Any]:
    """What each of so many rows changes by, each row by an amount of its own (`step_values`)."""
    return sa.case(
        *(
            (column == given(f"key{one}"), sa.bindparam(f"step{one}", type_=sa.BigInteger()))
            for one in range(count)
        )
    )


def step_values(amounts: Mapping[Any, int]) -> dict[str, Any]:
    """The values to hand in: by key, what its row changes by."""
    values: dict[str, Any] = {}
    for number, (key, step) in enumerate(amounts.items()):
        values[f"key{number}"], values[f"step{number}"] = key, step
    return values
