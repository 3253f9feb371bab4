"""Rows that are added, past the unit of work; it knows no table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from points.foundation import driver
from points.foundation.database import Base, current_connection, is_writing
from points.foundation.kept.remembered import is_remembered

T = TypeVar("T")

#: so many values are handed to one statement: a database takes no more than some thousands
AT_ONCE = 500

_inserts: dict[tuple[Any, ...], tuple[sa.Insert, driver.Plan | None]] = {}


def in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in their order, as many at once as one statement takes; nothing where there are none."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def add_rows(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows with one statement, past the unit of work: an action orders its rows itself."""
    _add(model, rows, later=False)


def add_rows_later(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """The same where nobody waits for the answer: PostgreSQL may get it together with the next ones, before a statement
    that might miss it and at the latest before the COMMIT (`points/foundation/driver.py`). What it refuses is raised only
    there.
    """
    _add(model, rows, later=True)


def _add(model: type[Base], rows: Sequence[Mapping[str, Any]], *, later: bool) -> None:
    if not is_writing():
        raise RuntimeError("a write outside transact()")
    if not rows:
        return
    connection = current_connection()
    key = (connection.dialect.name, model, *rows[0])
    if key not in _inserts:
        insert = sa.insert(model.__table__)  # type: ignore[arg-type]
        _inserts[key] = insert, driver.plan(insert, connection.dialect, list(rows[0]))
    insert, told = _inserts[key]
    if told is None or is_remembered(model.__table__):
        # seen by who keeps the history of such rows
        connection.execute(insert, rows)
    elif later and connection.dialect.name == "postgresql":
        driver.wait(connection, told, rows)
    else:
        driver.make_way(connection, told)
        driver.write(connection, told, rows)
