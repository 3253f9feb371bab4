"""A disk that is full at any byte: a sentence and no lie, nothing lost, and sales go on when there is room again.

What a file may hold is limited for a running server (RLIMIT_FSIZE), which ends its writes in the middle as a full disk does.
"""

from __future__ import annotations

import resource
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import psycopg

from points.foundation.backup import backups
from points.foundation.engines import sqlite_module
from tests.drills.served import Served, environ
from tests.drills.tally import Tally, tallied, told
from tests.drills.till import Books, fill, judge, opened, sell
from tests.support import forked
from tests.support.databases import Workshop
from tests.support.engines import start_postgres, stop_postgres

#: offsets by engine: when all is asked for, and beside all other tests
ROUNDS = {"sqlite": (200, 6), "postgresql": (12, 2)}
#: from one offset to the next: no part of a page, so that writes end anywhere in it
STEP = 1237
#: of a PostgreSQL log file, whose place in it comes round
SEGMENT = 16 << 20
#: what the server's processes share in memory counts as a file of this length
SHARED = 1 << 20


def limit(pids: list[int], size: int) -> None:
    """No file of these may become longer, until they are told otherwise."""
    for pid in pids:
        with_all = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, with_all[1]))


@contextmanager
def full_sqlite(books: Books, server: Served, number: int) -> Iterator[None]:
    """The journal stops growing so far behind its beginning; every tenth time the books do as well."""
    path = Path(str(books.house.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///"))
    room = number * STEP
    if number % 10 == 9:
        room += path.stat().st_size
    else:
        with closing(sqlite_module().connect(str(path))) as own:
            assert own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    limit(server.pids(), room)
    yield
    limit(server.pids(), resource.RLIM_INFINITY)


@contextmanager
def full_postgresql(books: Books, _server: Served, number: int) -> Iterator[None]:
    """Its files stop growing so far behind the place that is written in the log; with room it recovers from its crash."""
    with psycopg.connect(books.workshop.server.dsn(), autocommit=True) as keeper:
        keeper.execute("SELECT pg_switch_wal()")
        keeper.execute("SELECT pg_logical_emit_message(true, 'drill', repeat('x', %s))", [SHARED])
        keeper.execute("CHECKPOINT")
        found = keeper.execute("SELECT pg_current_wal_insert_lsn() - '0/0'").fetchone()
    assert found is not None
    _start_again(books, int(found[0]) % SEGMENT + number * 10 * STEP)
    yield
    _start_again(books, resource.RLIM_INFINITY)


def _start_again(books: Books, size: int) -> None:
    folder, before = books.workshop.folder, resource.getrlimit(resource.RLIMIT_FSIZE)
    with suppress(RuntimeError):
        stop_postgres(folder)
    # one that ended by itself may have left it
    (folder / "data" / "postmaster.pid").unlink(missing_ok=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        start_postgres(folder, books.workshop.postgres)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    books.workshop.let_go()


FULL = {"sqlite": full_sqlite, "postgresql": full_postgresql}


def full(books: Books, server: Served, number: int, tally: Tally) -> None:
    """Sell until somebody is refused, then with room again."""
    opened(books, server)
    with FULL[books.engine](books, server, number):
        clerks = sell(books, server, threading.Event(), most=60)
        for one in clerks:
            one.join()
    refused = [one for one in books.asked if not one.sold]
    tally.wrong += [f"answered {one.status} {one.code}" for one in refused if one.status not in (0, 503)]
    judge(books, server, tally)
    # room again: the next customer
    [clerk] = sell(books, server, threading.Event(), most=1, clerks=1)
    clerk.join()
    tally.wrong += ["does not go on"] if not all(one.sold for one in books.asked) or not books.asked else []


def drill(books: Books, server: Served, tally: Tally, rounds: int) -> None:
    """At every offset. Books that are nearly sold out are begun again."""
    server.start()
    for number in range(1, rounds + 1):
        if len(books.codes) < 100:
            server.kill()
            books.__dict__.update(fill(books.workshop, books.engine).__dict__)
            server.start()
        full(books, server, number, tally)
        told(tally, rounds)
        assert tally.clean, tally


def test_a_full_disk_loses_nothing_and_is_said(
    engine: str, yard: Workshop, serve: Callable[..., Served], long: bool
) -> None:
    with tallied("disk full", engine) as tally:
        books = fill(yard, engine)
        drill(books, serve(books.house), tally, ROUNDS[engine][not long])
        assert tally.met > 0, "it was full"
        control(yard, engine, serve, tally)


def control(yard: Workshop, engine: str, serve: Callable[..., Served], tally: Tally) -> None:
    """An application that takes the fault for a sale is found out."""
    books, found = fill(yard, engine), Tally("control", engine)
    server = serve(books.house, LIE="cheerful")
    server.start()
    for number in range(1, 21):
        if not found.lost:
            full(books, server, number, found)
    assert found.lost > 0, found
    tally.control = f"noticed ({found.lost} lost)"


def test_a_backup_on_a_full_disk_leaves_nothing_that_looks_like_one(
    engine: str, yard: Workshop, tmp_path: Path, long: bool
) -> None:
    save, folder = partial(_save, fill(yard, engine), tmp_path / "to"), tmp_path / "to"
    assert save().returncode == 0, "the control"
    [whole] = backups(folder)
    size = whole.stat().st_size
    for one in folder.iterdir():
        one.unlink()
    for part in (0.05, 0.3, 0.5, 0.8, 0.97) if long else (0.5,):
        ended = save(most=int(size * part))
        assert ended.returncode == 1, ended.stdout
        assert "Traceback" not in ended.stderr
        assert list(folder.iterdir()) == []


def _save(books: Books, folder: Path, most: int = resource.RLIM_INFINITY) -> subprocess.CompletedProcess[str]:
    """`flask backup` where no file becomes longer."""
    words = ("flask", "--app", "wsgi", "backup", "--to", str(folder))
    full = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    return forked.run(words, environ(books.house), first=full)
