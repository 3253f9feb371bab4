"""An older copy in the place of the books: the server that kept them raises the alarm and moves no points until a person
says that a new life begins."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from points import shop
from points.audit.models import Record
from points.foundation import db, reading, transact
from points.foundation.engines import sqlite_module
from tests.drills.served import BROKEN, Caller, Served, command
from tests.drills.tally import Tally, tallied, told
from tests.drills.till import TENTHS, Asked, Books, asked_for, fill, opened, sell
from tests.support.databases import Workshop

ROUNDS = (5, 1)
#: so long until a running server has noticed, at most
NOTICED = 30


def save(books: Books) -> None:
    """Copy the books of a server that is stopped."""
    shop_of = books.workshop
    if books.engine == "sqlite":
        path = str(books.house.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///")
        with closing(sqlite_module().connect(path)) as own:
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shop_of._copy(books.engine, "older", shop_of.worker)


def put_back(books: Books, server: Served) -> None:
    """PostgreSQL's take their place under the running server; SQLite's file where the server is started anew."""
    if books.engine == "sqlite":
        server.kill()
    books.workshop._copy(books.engine, books.workshop.worker, "older")
    if books.engine == "sqlite":
        server.start()


def ready(server: Served) -> int:
    """Whether the watcher would send somebody here."""
    try:
        return Caller(server.port).ask("/readyz")[0]
    except BROKEN:
        return 0


def noticed(server: Served) -> bool:
    """Whether it says so by itself, in time."""
    until = time.monotonic() + NOTICED
    while ready(server) != 503:
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def some_sales(books: Books, server: Served, most: int) -> list[Asked]:
    """So many sales, and what was said."""
    books.asked = []
    for one in sell(books, server, threading.Event(), most=most):
        one.join()
    return books.asked


def remembered(books: Books) -> None:
    """What was said last is in the mark: it follows a fifth of a second later."""
    folder, until = Path(books.house.config["INSTANCE"]) / "marks", time.monotonic() + NOTICED
    with books.house.app_context():
        newest = reading(
            lambda: db.session.scalars(sa.select(Record.id).order_by(Record.id.desc()).limit(1)).one()
        )
        db.engine.dispose()
    while not any(newest.hex in one.read_text() for one in folder.glob("*.json")):
        assert time.monotonic() < until, "it was not remembered"
        time.sleep(0.05)


def drill(books: Books, server: Served, number: int, tally: Tally) -> None:
    """Sell, copy, sell on, put the copy back."""
    server.start()
    tally.acknowledged += len([one for one in some_sales(books, server, number) if one.sold])
    server.kill()
    save(books)
    server.start()
    after = some_sales(books, server, number)
    tally.acknowledged += len([one for one in after if one.sold])
    remembered(books)
    put_back(books, server)
    tally.rounds += 1
    tally.wrong += [] if noticed(server) else ["no alarm"]
    tally.wrong += [] if server.answers() else ["does not read"]
    refused = some_sales(books, server, 2)
    tally.wrong += [
        f"moved points: {one.status} {one.code}" for one in refused if one.code != "books_went_back"
    ]
    server.kill()
    life = command(books.house, "after-restore", "--yes")
    if life.returncode or "不见了的" not in life.stdout:
        tally.wrong.append(f"after-restore: {life.stdout[:600]} {life.stderr[-300:]}")
    server.start()
    goes_on(books, server, tally)
    server.kill()


def goes_on(books: Books, server: Served, tally: Tally) -> None:
    """In the new life an old voucher waits for a person, and a new one pays."""
    books.cookie = ""
    opened(books, server)
    clerk = Caller(server.port, books.cookie)
    old = clerk.ask("/counter/scan", {"code": books.codes.popleft()})[1].get("code")
    tally.wrong += [] if old == "voucher_doubted" else [f"an old voucher: {old}"]
    with books.house.app_context():
        made = transact(
            lambda: shop.vouchers.issue(TENTHS, request_key="new-life", actor=books.street.resident)
        )
        db.session.remove()
        db.engine.dispose()
    status, said = clerk.ask("/counter/scan", {"code": made[0].code})
    new = clerk.ask("/counter/redeem", asked_for(said["payer"]["ref"]))[0] if status == 200 else status
    tally.wrong += [] if new == 201 else [f"a new voucher: {new} {said}"]
    tally.wrong += [] if ready(server) == 200 else ["still not ready"]


@pytest.mark.shortly_on("sqlite")
def test_an_older_copy_raises_the_alarm(
    engine: str, yard: Workshop, serve: Callable[..., Served], long: bool
) -> None:
    rounds = ROUNDS[not long]
    with tallied("restored", engine) as tally:
        for number in range(1, rounds + 1):
            books = fill(yard, engine)
            drill(books, serve(books.house), number, tally)
            told(tally, rounds)
            assert tally.clean, "\n".join(tally.wrong)
        control(fill(yard, engine), serve, tally)


def control(books: Books, serve: Callable[..., Served], tally: Tally) -> None:
    """The same copy where nothing came after it raises none, and points move."""
    server = serve(books.house)
    server.start()
    some_sales(books, server, 2)
    server.kill()
    save(books)
    server.start()
    put_back(books, server)
    assert [one.sold for one in some_sales(books, server, 2)] == [True, True]
    assert ready(server) == 200
    tally.control = "no alarm without a loss"
