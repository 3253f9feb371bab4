"""Takes away what an answer depends on: the connection at COMMIT, the whole database, room on the disk; and gives it back."""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import event

from points.foundation import db

LOST = "the connection was lost at COMMIT"


@contextmanager
def losing(chance: float, *, seed: int = 1) -> Iterator[list[int]]:
    """After a real COMMIT the answer is lost with this chance; how often, is counted."""
    dialect, odds = db.engine.dialect, random.Random(seed)
    commit, times = dialect.do_commit, [0]

    def commit_and_lose(connection: Any) -> None:
        commit(connection)
        if odds.random() < chance:
            times[0] += 1
            raise dialect.loaded_dbapi.OperationalError(LOST)

    def note_the_loss(context: Any) -> None:
        if LOST in str(context.original_exception):
            context.is_disconnect = True
            context.invalidate_pool_on_disconnect = False

    event.listen(db.engine, "handle_error", note_the_loss)
    dialect.do_commit = commit_and_lose  # type: ignore[method-assign]
    try:
        yield times
    finally:
        dialect.do_commit = commit  # type: ignore[method-assign]
        event.remove(db.engine, "handle_error", note_the_loss)


@contextmanager
def away() -> Iterator[None]:
    """PostgreSQL ends every connection to the application's database and takes nobody in; afterwards it does again."""
    url = db.engine.url
    with psycopg.connect(
        host=url.query["host"], user=url.username, dbname="postgres", autocommit=True
    ) as keeper:  # type: ignore[arg-type]
        name = sql.Identifier(str(url.database))
        keeper.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        keeper.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [url.database]
        )
        try:
            yield
        finally:
            keeper.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


@contextmanager
def no_room() -> Iterator[None]:
    """The journal of a SQLite database does not become longer, as on a disk that is full."""
    journal, before = Path(f"{db.engine.url.database}-wal"), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
