"""Statements that are run all the time: written once, built once for each shape, answered as plain rows.

Building a statement costs more than running it, and an object of the unit of work more than a row:

    @prepared
    def _by_key() -> sa.Select[Any]:
        return sa.select(Txn.id, Txn.answer).where(Txn.request_key == given("key"))

    row = _by_key().first(key="redeem:1")

What a function takes is the statement's shape (a filter that is there or not, how many rows are named), never a value
somebody typed: every shape is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any, ParamSpec

import sqlalchemy as sa

from points.foundation.database import db, run

Shape = ParamSpec("Shape")

#: so many shapes of one statement are kept; the one used longest ago goes first
SHAPES = 256


class Prepared:
    """One statement, built; values are handed in by the names it gave them with `given`."""

    __slots__ = ("name", "statement")

    def __init__(self, name: str, statement: sa.Executable) -> None:
        self.name, self.statement = name, statement

    def run(self, **values: Any) -> sa.CursorResult[*tuple[Any, ...]]:
        """The answer itself, for what the other ways do not give."""
        return run(self.statement, values)

    def all(self, **values: Any) -> Sequence[sa.Row[*tuple[Any, ...]]]:
        """All rows."""
        return run(self.statement, values).all()

    def one(self, **values: Any) -> sa.Row[*tuple[Any, ...]]:
        """The one row there must be."""
        return run(self.statement, values).one()

    def first(self, **values: Any) -> sa.Row[*tuple[Any, ...]] | None:
        """The one row, or None where there is none."""
        return run(self.statement, values).one_or_none()

    def value(self, **values: Any) -> Any:
        """What stands in the first column of the one row, or None."""
        return run(self.statement, values).scalar_one_or_none()

    def values(self, **values: Any) -> Sequence[Any]:
        """What stands in the first column of all rows."""
        return run(self.statement, values).scalars().all()

    def changed(self, **values: Any) -> int:
        """How many rows a change met."""
        return int(run(self.statement, values).rowcount)


#: every shape built so far, by name; their plans are tested
BUILT: dict[str, Prepared] = {}


def prepared(build: Callable[Shape, sa.Executable]) -> Callable[Shape, Prepared]:
    """Make a function that writes a statement into one that hands out the statement built once for each shape."""
    name = f"{build.__module__.removeprefix('points.')}.{build.__name__.lstrip('_')}"

    @lru_cache(SHAPES)
    def shaped(_engine: str, *args: Any, **kwargs: Any) -> Prepared:
        words = ", ".join([*map(str, args), *(f"{key}={value}" for key, value in kwargs.items())])
        made = Prepared(f"{name}({words})", build(*args, **kwargs))
        BUILT[made.name] = made
        return made

    @wraps(build)
    def take(*args: Shape.args, **kwargs: Shape.kwargs) -> Prepared:
        # an upsert is written in the dialect at hand
        return shaped(db.engine.dialect.name, *args, **kwargs)  # type: ignore[arg-type]

    return take


def given(name: str, column: Any = None) -> sa.BindParameter[Any]:
    """A value that is handed in each time; its type is that of the column it meets, or of the one that is named."""
    return sa.bindparam(name, type_=None if column is None else column.type)


def given_many(name: str) -> sa.BindParameter[Any]:
    """Several values for `column.in_(…)`, as a list."""
    return sa.bindparam(name, expanding=True)


def step_of(column: Any, count: int) -> sa.ColumnElement[Any]:
    """What each of so many rows changes by, each row by an amount of its own (`step_values`)."""
    return sa.case(
        *(
            (column == given(f"key{one}"), sa.bindparam(f"step{one}", type_=sa.BigInteger()))
            for one in range(count)
        )
    )


def step_keys(count: int) -> list[sa.BindParameter[Any]]:
    """The keys of those rows, for `column.in_(…)`."""
    return [given(f"key{one}") for one in range(count)]


def step_values(amounts: Mapping[Any, int]) -> dict[str, Any]:
    """The values to hand in: by key, what its row changes by."""
    values: dict[str, Any] = {}
    for number, (key, step) in enumerate(amounts.items()):
        values[f"key{number}"], values[f"step{number}"] = key, step
    return values
