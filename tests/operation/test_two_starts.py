"""Two servers that start at once on one database: one prepares it, the other waits and finds it done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic import command

from points.foundation import db, migrating
from points.foundation.backup import backups
from tests.support import forked
from tests.support.databases import Workshop

START = """
import contextlib, pathlib, sys, time
from points.foundation import migrating
if "unguarded" in sys.argv:
    migrating.alone = lambda *_: contextlib.nullcontext()
from points.app import server
from wsgi import app
here, other = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
here.touch()
while not other.exists():
    time.sleep(0.002)
with app.app_context():
    server.make_ready(app, lambda say: [], print)
"""


def both_start(url: str, folder: Path, *words: str) -> list[tuple[int | None, str]]:
    """Two processes that meet before they prepare; how each ended and what it said."""
    env = {
        **os.environ,
        "ENVIRONMENT": "production",
        "SECRET_KEY": "of-the-tests-only-" * 2,
        "DATABASE_URL": url,
    }
    env |= {
        "INSTANCE": str(folder / "instance"),
        "BACKUPS": str(folder / "backups"),
        "TRUSTED_HOSTS": "localhost",
    }
    marks = [str(folder / "one"), str(folder / "two")]
    said = [folder / "said-one", folder / "said-two"]
    started = [
        forked.begin(("-c", START, here, there, *words), env, out=heard, err=heard)
        for (here, there), heard in zip((marks, marks[::-1]), said, strict=True)
    ]
    for one in started:
        one.join(170)
    return [(one.exitcode, heard.read_text()) for one, heard in zip(started, said, strict=True)]


def at(version: str, engine: str, workshop: Workshop) -> str:
    """The address of a database that stopped at an older migration."""
    url = workshop.empty(engine)
    house = workshop.house(url)
    with house.app_context():
        command.upgrade(migrating._config(), version)
        db.session.remove()
        db.engine.dispose()
    return url


def test_a_pending_migration_runs_once_after_one_backup(
    engine: str, workshop: Workshop, tmp_path: Path
) -> None:
    url = at("0012", engine, workshop)
    ended = both_start(url, tmp_path)
    assert [code for code, _ in ended] == [0, 0], ended
    assert len(backups(tmp_path / "backups")) == 1
    assert (tmp_path / "instance" / "marks" / "start.json").is_file(), "they are its books from now on"
    house = workshop.house(url)
    with house.app_context():
        assert migrating.is_current(db.engine)
        db.engine.dispose()


@pytest.mark.only_on("postgresql")
def test_two_first_starts_build_one_database(engine: str, workshop: Workshop, tmp_path: Path) -> None:
    ended = both_start(workshop.empty(engine), tmp_path)
    assert [code for code, _ in ended] == [0, 0], ended
    assert sorted("正在建库" in said for _, said in ended) == [False, True]
    assert (tmp_path / "instance" / "marks" / "start.json").is_file()
    assert all("adopt-books" not in said for _, said in ended)


@pytest.mark.only_on("sqlite")
def test_without_taking_turns_one_of_them_dies_or_saves_twice(
    engine: str, workshop: Workshop, tmp_path: Path
) -> None:
    """The control: the two do meet."""
    ended = both_start(at("0012", engine, workshop), tmp_path, "unguarded")
    assert [code for code, _ in ended] != [0, 0] or len(backups(tmp_path / "backups")) == 2
