"""A file that was damaged: commands and a start end in a sentence, and not with success; a journal cut short is found out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from points.foundation import db, marks, migrating, reading, transact
from points.foundation.backup import backups
from tests.support import forked
from tests.support.books import build_books
from tests.support.databases import Workshop
from tests.support.marks import machine
from tests.support.street import Street

PAGE = 4096
pytestmark = pytest.mark.only_on("sqlite")


def live(house: Flask) -> Path:
    """The file of the books, with nobody in it."""
    db.session.remove()
    db.engine.dispose()
    return Path(house.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))


def overwrite(house: Flask, table: str) -> None:
    """Write over every page of a table, as a failing disk does."""
    with db.engine.connect() as connection:
        query = sa.text("SELECT pageno FROM dbstat WHERE name = :t")
        try:
            pages = list(connection.scalars(query, {"t": table}))
        except sa.exc.OperationalError:
            query = sa.text("SELECT rootpage FROM sqlite_master WHERE name = :t")
            pages = list(connection.scalars(query, {"t": table}))
    with live(house).open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(os.urandom(PAGE))


def run(house: Flask, *words: str) -> tuple[int, str]:
    """A command's exit code and words; a traceback would be an exception here."""
    db.session.remove()
    result = FlaskCliRunner(house).invoke(args=list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("table", ["audit_record", "ledger_entry", "foundation_community"])
def test_overwritten_pages_end_in_a_sentence(engine: str, app: Flask, table: str) -> None:
    build_books()
    assert run(app, "check-books")[0] == 0, "the control"
    overwrite(app, table)
    code, said = run(app, "check-books")
    assert code == 1
    assert "database is damaged" in said or "BROKEN file_whole" in said
    assert run(app, "nightly")[0] == 1


def test_a_file_that_is_no_database_ends_in_a_sentence(engine: str, app: Flask) -> None:
    live(app).write_bytes(os.urandom(8 * PAGE))
    for command in ("check-books", "nightly", "prepare"):
        code, said = run(app, command)
        assert (code, "database is damaged" in said) == (1, True)


@pytest.mark.parametrize("harmed", [False, True])
def test_a_start_looks_whether_the_file_is_whole(
    engine: str, app: Flask, workshop: Workshop, tmp_path: Path, harmed: bool
) -> None:
    """The real program, on a file some of which nobody reads at a start."""
    build_books()
    if harmed:
        overwrite(app, "ledger_entry")
    file = live(app)
    env = {
        **os.environ,
        "ENVIRONMENT": "test",
        "DATABASE_URL": f"sqlite:///{file}",
        "SECRET_KEY": "of-the-tests-only-" * 2,
        "INSTANCE": str(tmp_path / "instance"),
    }
    ended = forked.run(("flask", "--app", "wsgi", "prepare"), env)
    assert (ended.returncode != 0, "database is damaged" in ended.stderr) == (harmed, harmed), ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_journal_cut_short_is_no_silent_loss(
    engine: str, app: Flask, workshop: Workshop, street: Street, tmp_path: Path
) -> None:
    """SQLite reads what is left of its journal and says nothing; the mark knows what is missing."""
    with machine(app, workshop, tmp_path / "marks") as here:
        reading(marks.begin)
        here.serves()
        file = live(app)
        saved = file.read_bytes()
        transact(lambda: _written(street))
        marks.catch_up()
        journal = file.with_name(file.name + "-wal")
        assert journal.stat().st_size > 0
        rest = journal.read_bytes()
        assert here.serves().kind == "well", "the control"
        live(app)
        file.write_bytes(saved)
        journal.write_bytes(rest[: len(rest) // 3])
        assert migrating.damage(db.engine) == ""
        assert here.serves().kind == "back"


def _written(street: Street) -> None:
    from points import audit

    audit.records.record("test.done", actor=street.system, subject_kind="test")


def test_no_backup_is_made_of_a_damaged_file(engine: str, app: Flask, tmp_path: Path) -> None:
    build_books()
    app.config["BACKUPS"] = tmp_path / "backups"
    assert run(app, "backup")[0] == 0, "the control"
    overwrite(app, "ledger_entry")
    assert run(app, "backup")[0] == 1
    assert len(backups(tmp_path / "backups")) == 1
