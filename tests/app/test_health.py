"""What whoever watches the server is told: whether it reads the books, and whether it is ready for work."""

from __future__ import annotations

from collections import namedtuple

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask

from points.foundation import db, migrating
from tests.support.databases import Workshop
from tests.support.visitors import Visitor

Room = namedtuple("Room", "total used free")
WELL = {"ok": True, "database": True, "writes": True, "migrations": True, "marks": True}


def test_all_is_well(client: Visitor) -> None:
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert (answer.status_code, answer.json) == (200, WELL)


def test_books_of_another_shape_are_read_and_not_worked_with(app: Flask, client: Visitor) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (503, {**WELL, "ok": False, "migrations": False})


@pytest.mark.only_on("postgresql")
def test_books_that_take_nothing_in_are_read_and_not_worked_with(
    app: Flask, engine: str, client: Visitor
) -> None:
    """As on a standby that was not promoted yet."""
    assert client.get("/readyz").status_code == 200
    name = db.engine.url.database
    with db.engine.begin() as connection:
        connection.execute(sa.text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    db.engine.dispose()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json) == (503, {**WELL, "ok": False, "writes": False})


@pytest.mark.only_on("postgresql")
def test_a_connection_that_was_lost_meanwhile_is_no_reason_to_start_again(
    app: Flask, engine: str, client: Visitor, workshop: Workshop
) -> None:
    assert client.get("/healthz").status_code == 200
    with psycopg.connect(workshop.server.dsn(), autocommit=True) as keeper:
        ended = keeper.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = %s",
            [db.engine.url.database],
        ).fetchone()
    assert ended is not None
    assert ended[0] > 0
    assert client.get("/healthz").json == WELL


@pytest.mark.only_on("sqlite")
def test_a_disk_without_room_is_said_before_a_sale_does_not_fit(
    app: Flask, engine: str, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating.shutil, "disk_usage", lambda _path: Room(1 << 30, (1 << 30) - 4096, 4096))
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json == {**WELL, "ok": False, "writes": False}
