"""A backup is put back as OPERATIONS.md says, and the house says what it may have forgotten."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from points import shop
from points.foundation import db, reading, transact
from points.foundation.backup import backups, pg_program
from points.foundation.epochs import current_epoch
from tests.support.books import build_books, voucher
from tests.support.databases import Workshop
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor


@pytest.fixture
def house(app: Flask, tmp_path: Path) -> Flask:
    """The application with a backup folder of its own."""
    app.config["BACKUPS"] = tmp_path / "backups"
    (app.config["INSTANCE"] / "epoch").unlink(missing_ok=True)
    return app


def run(house: Flask, *words: str) -> tuple[int, str]:
    """A command's exit code and words."""
    db.session.remove()
    result = FlaskCliRunner(house).invoke(args=list(words))
    return result.exit_code, result.output


def put_back(house: Flask, made: Path, workshop: Workshop) -> None:
    """The steps of OPERATIONS.md with the server stopped."""
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        live = Path(str(db.engine.url.database))
        for beside in ("-wal", "-shm"):
            live.with_name(live.name + beside).unlink(missing_ok=True)
        shutil.copyfile(made, live)
        return
    name = str(db.engine.url.database)
    workshop._say("DROP DATABASE {} WITH (FORCE)", name)
    workshop._say("CREATE DATABASE {}", name)
    program = pg_program("pg_restore", 18)
    place = {"PGHOST": str(workshop.folder), "PGUSER": "postgres"}
    subprocess.run(
        [program, "--exit-on-error", "--dbname", name, made], check=True, env={**os.environ, **place}
    )


def test_what_was_saved_comes_back_and_what_came_after_is_said_to_be_unknown(
    house: Flask, workshop: Workshop
) -> None:
    street: Street = build_books().street
    assert run(house, "backup")[0] == 0
    [made] = backups(house.config["BACKUPS"])
    still_open = reading(lambda: shop.vouchers.of_purse(street.community_id, street.purse, status="open"))
    before = reading(street_standing(street))
    transact(lambda: shop.vouchers.give_back(still_open[0].public_id, actor=street.resident))
    voucher(street, 30)
    put_back(house, made, workshop)
    assert reading(street_standing(street)) == before
    code, said = run(house, "check-books")
    assert (code, "The books hold" in said) == (0, True)
    code, said = run(house, "after-restore")
    assert (code, reading(current_epoch)) == (0, 2)
    assert [one.public_id in said for one in still_open] == [True]
    assert "Epoch 2 has begun" in said
    restored = "SELECT facts FROM audit_record WHERE deed = 'books.restored'"
    assert reading(lambda: len(db.session.execute(sa.text(restored)).all())) == 1


def test_a_backup_restored_twice_begins_two_epochs(house: Flask, workshop: Workshop, street: Street) -> None:
    run(house, "backup")
    [made] = backups(house.config["BACKUPS"])
    for expected in (2, 3):
        put_back(house, made, workshop)
        assert f"Epoch {expected} has begun" in run(house, "after-restore")[1]


def test_a_session_that_was_ended_after_the_backup_is_not_open_again(
    house: Flask, workshop: Workshop, street: Street
) -> None:
    client, thief = Visitor(house), Visitor(house)
    client.post("/sign-in", data={"username": "tian", "password": PASSWORD})
    cookie = client.get_cookie(house.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    thief.set_cookie(cookie.key, cookie.value)
    run(house, "backup")
    [made] = backups(house.config["BACKUPS"])
    client.post("/sign-out")
    put_back(house, made, workshop)
    assert thief.get("/statement").status_code == 200, "the control: the backup knows nothing of it"
    run(house, "after-restore")
    assert thief.get("/statement").status_code == 303


def street_standing(street: Street) -> object:
    """What the resident has."""
    query = sa.text("SELECT account_id, posted, held, version FROM ledger_balance ORDER BY account_id")
    return lambda: [tuple(map(str, row)) for row in db.session.execute(query)]
