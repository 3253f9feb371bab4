"""An import that is killed between two writes leaves nothing, and the same folder comes in whole afterwards."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from points import imports
from points.foundation import db, reading
from points.imports.writing import books as writing
from tests.support import forked
from tests.support.workbooks import SmallBooks


def _die_before_redemptions() -> None:
    """In the process that imports: points are posted, the redemptions they paid for are not written."""

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    writing.write_redemptions = die


def rows() -> dict[str, int]:
    """How many rows each table has."""
    tables = db.metadata.sorted_tables
    count = sa.select(sa.func.count())
    return reading(lambda: {one.name: db.session.scalar(count.select_from(one)) or 0 for one in tables})


def test_an_import_that_is_killed_leaves_nothing_and_then_comes_in_whole(app: Flask, tmp_path: Path) -> None:
    folder = SmallBooks().save(tmp_path)
    empty = rows()
    env = {
        **os.environ,
        "ENVIRONMENT": "test",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": "of-the-tests-only-" * 2,
        "INSTANCE": str(tmp_path / "instance"),
    }
    command = ("flask", "--app", "wsgi", "import-books", str(folder), "--apply")
    killed = forked.run(command, env, first=_die_before_redemptions)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert rows() == empty
    report = imports.importing.apply(folder)
    assert (report.people, report.redemptions) == (5, 2)
    assert rows()["shop_redemption"] == 2
