"""Rows that are added, past the unit of work; it knows no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from points.foundation import driver
from points.foundation.database import Base, current_connection, is_writing
from points.foundation.kept.remembered import is_remembered

_inserts: dict[tuple[Any, ...], tuple[sa.Insert, driver.Plan | None]] = {}


def add_rows(model: type[Base], rows: Sequence[Mapping[str, Any]], *, later: bool = False) -> None:
    """Insert rows with one statement, past the unit of work: an action orders its rows itself.

    `later`: nobody waits for the answer, so PostgreSQL may get it together with the next ones, before a statement that
    might miss it and at the latest before the COMMIT (`points/foundation/driver.py`). What it refuses is raised only there.
    """
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
