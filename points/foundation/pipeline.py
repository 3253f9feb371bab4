"""Inserts that nobody waits for, sent together: one round trip instead of one each. It knows no table and no session.

PostgreSQL only; SQLite has no trip to save.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from points.foundation import direct

#: where a connection keeps them
_WAITING = "waiting"


def wait(connection: sa.Connection, told: direct.Plan, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let these rows wait for the next statement, or the COMMIT; whatever comes first sends them before itself."""
    connection.info.setdefault(_WAITING, []).append((told, list(rows)))


def send(connection: sa.Connection) -> None:
    """Send the inserts that wait, several of them in one go; the first that is refused refuses them all."""
    waiting = connection.info.pop(_WAITING, ())
    if len(waiting) < 2:
        for told, rows in waiting:
            direct.write(connection, told, rows)
        return
    driver, errors = connection.connection.driver_connection, connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():  # type: ignore[union-attr]
            for told, rows in waiting:
                direct.write(connection, told, rows)
    except errors as error:
        raise direct.told_as_usual(connection, error) from error


def watch(engine: sa.Engine) -> None:
    """Send what waits before any statement of this engine, and forget it where the transaction is taken back."""

    @event.listens_for(engine, "before_execute")
    def _send(connection: sa.Connection, *_: Any) -> None:
        if _WAITING in connection.info:
            send(connection)

    @event.listens_for(engine, "rollback")
    def _forget(connection: sa.Connection) -> None:
        if not connection.invalidated:
            connection.info.pop(_WAITING, None)

    @event.listens_for(engine, "checkin")
    def _leave_nothing(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info.pop(_WAITING, None)
