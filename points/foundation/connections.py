"""How connections are opened, begun and taken up again; it knows no table and no session."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from points.foundation import driver, marks
from points.foundation.database import SAID_TEXT, is_writing
from points.foundation.engines import sqlite_module, sqlite_pragmas
from points.foundation.kept.remembered import DIGEST, DIGEST_OF_LINES, Lines, sha256_hex

#: statements a PostgreSQL connection keeps prepared
PREPARED = 500
#: and from which time on: a refused action rolls back, and with that the driver forgets them all
PREPARE_AFTER = 2
#: a connection that rested longer is asked whether it still stands before it is used
RESTED_SECONDS = 2.0


def prepare_engine(engine: sa.Engine) -> None:
    """Tell an engine how its connections are opened, begun and taken up again.

    SQLite: the driver's own transaction handling loses updates (349 of 400 in our measurement), so it is switched
    off: an action begins IMMEDIATE before its first read, a reading begins deferred and never writes.
    PostgreSQL: asking a connection before every use whether it stands costs as much as a statement, so only one
    that rested is asked; what breaks in between, `reading` and `transact` run again.
    """
    _watch_readings(engine)
    # another server may answer than before: one that took over, and lacks what was written last
    event.listen(engine, "connect", lambda *_: marks.look_soon())
    if engine.dialect.name == "sqlite":
        _settle_sqlite(engine, sqlite_pragmas(sqlite_module()))
    else:
        _ask_after_a_rest(engine)
        driver.watch(engine)


def _watch_readings(engine: sa.Engine) -> None:
    @event.listens_for(engine, "before_execute")
    def _look(connection: sa.Connection, statement: Any, *_: Any) -> None:
        if isinstance(statement, sa.TextClause) and not is_writing():
            connection.info[SAID_TEXT] = True


def _settle_sqlite(engine: sa.Engine, pragmas: Mapping[str, str]) -> None:
    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()
        connection.create_function(DIGEST, 1, sha256_hex, deterministic=True)
        connection.create_aggregate(DIGEST_OF_LINES, 1, Lines)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing() else "BEGIN")


def _ask_after_a_rest(engine: sa.Engine) -> None:
    @event.listens_for(engine, "connect")
    def _remembers(connection: Any, _record: object) -> None:
        # every shape of every hot statement stays prepared on its connection
        connection.prepared_max, connection.prepare_threshold = PREPARED, PREPARE_AFTER

    @event.listens_for(engine, "checkin")
    def _rests(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _still_stands(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        since = record.info.get("rests_since")
        if since is None or time.monotonic() - since < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
