"""The one committer: who may write, how an action begins, and what SQLite is told before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from points import ledger
from points.foundation import clock, db, decide, new_id, reading, setting, system_actor, transact
from points.foundation.engines import journal_mode, sqlite_module, wal_is_safe
from points.ledger.models import Replay
from tests.races.counter import give, voucher
from tests.races.storm import at_once
from tests.shop.test_redemptions import statements_of
from tests.support.street import Street
from tests.support.world import new_community

THREADS, EACH = 8, 50


@contextmanager
def begun() -> Iterator[list[str]]:
    """How transactions begin."""
    seen: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", see)


def test_nothing_is_written_outside_transact(app: Flask) -> None:
    community_id = new_community()
    row = {"community_id": community_id, "id": new_id(), "txn_id": new_id(), "at": clock.now()}
    with pytest.raises(RuntimeError, match="outside transact"):
        db.session.execute(sa.insert(Replay), [row])
    with pytest.raises(RuntimeError, match="outside transact"):
        db.session.execute(sa.delete(Replay))
    db.session.add(Replay(**row))
    with pytest.raises(RuntimeError, match="outside transact"):
        db.session.flush()
    db.session.remove()


def test_what_a_reader_smuggles_in_as_text_is_not_kept(app: Flask) -> None:
    new_community()
    reading(lambda: db.session.execute(sa.text("UPDATE foundation_community SET name = 'x'")))
    assert (
        reading(
            lambda: db.session.scalar(sa.text("SELECT count(*) FROM foundation_community WHERE name = 'x'"))
        )
        == 0
    )


def test_transact_refuses_a_session_that_already_read(app: Flask) -> None:
    db.session.execute(sa.text("SELECT 1"))
    with pytest.raises(RuntimeError, match="inside a transaction"):
        transact(lambda: None)
    db.session.remove()
    transact(lambda: None)


def test_transact_does_not_nest(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        transact(lambda: transact(lambda: None))
    transact(lambda: None)


def test_a_deed_that_fails_leaves_nothing(app: Flask) -> None:
    community_id = new_community()

    def work() -> None:
        house = system_actor(community_id)
        decide(community_id, "voucher_days", 3, effective_on=clock.today(), actor=house)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transact(work)
    assert reading(lambda: setting(community_id, "voucher_days")) == 7


@pytest.mark.only_on("sqlite")
def test_a_deed_begins_immediate_before_its_first_read_and_a_reading_does_not(
    app: Flask, engine: str, corner: Street
) -> None:
    with begun() as seen:
        voucher(corner, 100)
        reading(lambda: ledger.balances.get(corner.community_id, corner.purse))
    assert seen == ["BEGIN IMMEDIATE", "BEGIN"]


@pytest.mark.only_on("sqlite")
def test_every_connection_is_told_to_be_safe(app: Flask, engine: str) -> None:
    module = sqlite_module()
    with db.engine.connect() as one, db.engine.connect() as other:
        for connection in (one, other):
            told = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "mmap_size")
            }
            assert told == {
                "journal_mode": journal_mode(module).lower(),
                "synchronous": 2,
                "foreign_keys": 1,
                "trusted_schema": 0,
                "mmap_size": 0,
            }
            assert int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar() or 0) >= 1000
            version = tuple(
                map(int, str(connection.exec_driver_sql("SELECT sqlite_version()").scalar()).split("."))
            )
            assert version == module.sqlite_version_info
            assert wal_is_safe(version) or told["journal_mode"] == "delete"


@pytest.mark.parametrize(
    "version, safe",
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 3), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_wal_is_used_only_where_its_reset_is_mended(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def count_up_by_reading(app: Flask) -> int:
    """400 times: read a number, write the next one; all in actions of several threads."""
    numbers = sa.Table("scratch_number", sa.MetaData(), sa.Column("n", sa.Integer))
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS scratch_number")
        numbers.create(connection)
        connection.execute(numbers.insert().values(n=0))

    def one_more() -> None:
        seen = db.session.execute(sa.select(numbers.c.n).with_for_update()).scalar_one()
        db.session.execute(numbers.update().values(n=seen + 1))

    def many() -> None:
        for _ in range(EACH):
            transact(one_more)

    at_once(app, [many] * THREADS)
    return int(reading(lambda: db.session.execute(sa.select(numbers.c.n)).scalar_one()))


def test_of_400_contended_readings_that_write_none_is_lost(app: Flask) -> None:
    assert count_up_by_reading(app) == THREADS * EACH


@pytest.mark.parametrize("begin", ["", "BEGIN"])
def test_without_begin_immediate_they_are_lost_or_refused(tmp_path: Path, begin: str) -> None:
    """The driver's own transactions lose them; a plain BEGIN is told BUSY when it comes to write."""
    module, file, busy = sqlite_module(), tmp_path / "control.sqlite", []
    first = module.connect(file)
    first.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE number (n INTEGER); INSERT INTO number VALUES (0)"
    )
    start = Barrier(THREADS)

    def many() -> None:
        own = module.connect(file, isolation_level=None if begin else "", timeout=5)
        start.wait(30)
        for _ in range(EACH):
            try:
                if begin:
                    own.execute(begin)
                [seen] = own.execute("SELECT n FROM number").fetchone()
                own.execute("UPDATE number SET n = ?", [seen + 1])
                own.execute("COMMIT") if begin else own.commit()
            except module.OperationalError as error:
                busy.append(str(error))
                with suppress(module.OperationalError):
                    own.execute("ROLLBACK")
        own.close()

    threads = [Thread(target=many) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    [counted] = first.execute("SELECT n FROM number").fetchone()
    first.close()
    assert counted < THREADS * EACH
    assert busy if begin else counted + len(busy) < THREADS * EACH


def test_a_sale_takes_as_many_statements_after_a_long_history(corner: Street) -> None:
    give(corner, 3000)
    few = statements_of(corner, voucher(corner, 20), [("G07", 1)])
    for _ in range(40):
        give(corner, 5)
        voucher(corner, 5)
    many = statements_of(corner, voucher(corner, 20), [("G07", 1)])
    assert len(few) == len(many) <= 26
