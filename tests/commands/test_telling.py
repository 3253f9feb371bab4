"""A command that cannot do what it was asked ends in a sentence, whatever stands in the way."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner
from psycopg import errors
from sqlalchemy.exc import OperationalError, ProgrammingError

from points.foundation import db
from tests.support.databases import Workshop

#: what asks the database for something, each in another way
COMMANDS = (
    ["check-books"], ["nightly"], ["adopt-books", "--number", "", "--yes"], ["after-restore", "--yes"], ["settings"],
    ["places", "list"], ["confirm-way"],
)  # fmt: skip


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_database_that_cannot_be_reached_is_said(engine: str, workshop: Workshop, words: list[str]) -> None:
    away = workshop.house(workshop.url(engine, "nothing_is_called_this"))
    found = FlaskCliRunner(away).invoke(args=words)
    assert found.exit_code == 1
    assert isinstance(found.exception, SystemExit)
    assert "数据库连不上" in found.output
    assert "Traceback" not in found.output


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "words",
    [*COMMANDS[:4], ["renew-sealing-key", "--yes"], ["found", "district.xlsx"]],
    ids=lambda words: words[0],
)
def test_a_database_of_another_release_is_said_in_both_languages_and_left_as_it_is(
    engine: str, workshop: Workshop, words: list[str]
) -> None:
    house = workshop.house(workshop.fresh(engine))
    with house.app_context():
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
        before = tables(db.engine)
        found = FlaskCliRunner(house).invoke(args=words)
        assert found.exit_code != 0
        assert "run flask prepare first. 数据库还不是最新的样子，请先运行 flask prepare" in found.output
        assert tables(db.engine) == before


def tables(engine: sa.Engine) -> dict[str, int]:
    """How many rows every table has."""
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) for name in names
        }


@pytest.mark.only_on("sqlite")
def test_a_disk_that_is_full_is_said_and_a_fault_of_ours_is_not_hidden(
    app: Flask, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine says it where nothing else has caught it: while the command looks whether the shape is right."""
    runner = FlaskCliRunner(app)

    def breaking(error: Exception) -> None:
        def connect() -> None:
            raise error

        monkeypatch.setattr(db.engine, "connect", connect)

    breaking(OperationalError("INSERT", {}, errors.DiskFull("could not extend file")))
    full = runner.invoke(args=["check-books"])
    assert (full.exit_code, isinstance(full.exception, SystemExit)) == (1, True)
    assert "磁盘满了" in full.output
    breaking(ProgrammingError("SELECT", {}, errors.UndefinedTable("no such table")))
    assert isinstance(runner.invoke(args=["check-books"]).exception, ProgrammingError)
