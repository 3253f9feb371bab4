"""A backup holds what was committed, is whole, private, and does not stop the counter."""

from __future__ import annotations

import stat
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points.foundation import backup, clock, db
from points.foundation.backup import BackupFailed, backups, make_backup, pg_program, prune
from tests.support.world import new_community

Filled = Callable[[int], UUID]


def instance(folder: Path) -> Path:
    """An instance folder with a key and a secret."""
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "key-001.json").write_text("{}", encoding="ascii")
    (folder / "secret").write_text("s", encoding="ascii")
    return folder


def test_it_is_whole_private_and_has_the_keys_beside_it(
    app: Flask, filled_purse: Filled, tmp_path: Path
) -> None:
    filled_purse(35)
    made = make_backup(db.engine, folder=tmp_path / "to", instance=instance(tmp_path / "instance"))
    assert made.keys is not None
    assert [stat.S_IMODE(path.stat().st_mode) for path in (made.books, made.keys)] == [0o600, 0o600]
    assert stat.S_IMODE((tmp_path / "to").stat().st_mode) == 0o700
    with tarfile.open(made.keys) as archive:
        assert {"keys/key-001.json", "secret"} <= set(archive.getnames())
    assert backups(tmp_path / "to") == [made.books]
    assert not list((tmp_path / "to").glob(".*"))


@pytest.mark.only_on("sqlite")
def test_the_copy_has_what_lies_in_the_journal_and_leaves_none_beside_itself(
    app: Flask, filled_purse: Filled, tmp_path: Path
) -> None:
    filled_purse(35)
    made = make_backup(db.engine, folder=tmp_path / "to", instance=tmp_path)
    copy = sa.create_engine(f"sqlite:///{made.books}", module=db.engine.dialect.dbapi)
    with copy.connect() as connection:
        assert connection.execute(sa.text("SELECT posted FROM ledger_balance")).scalar_one() == 35
    copy.dispose()
    assert [path.name for path in (tmp_path / "to").iterdir()] == [made.books.name]


def test_a_backup_is_made_while_somebody_writes(app: Flask, tmp_path: Path) -> None:
    writing = db.engine.connect()
    writing.execute(sa.text("DELETE FROM foundation_job"))
    try:
        assert make_backup(db.engine, folder=tmp_path / "to", instance=tmp_path).size > 0
    finally:
        writing.rollback()
        writing.close()


@pytest.mark.only_on("sqlite")
def test_a_broken_copy_is_not_kept(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_community()
    db.session.remove()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.rollback()
    path = Path(str(db.engine.url.database))
    db.engine.dispose()
    whole = path.read_bytes()
    path.write_bytes(whole[: 4096 * 2] + b"\xff" * 4096 + whole[4096 * 3 :])
    with pytest.raises(BackupFailed, match="not whole"):
        make_backup(db.engine, folder=tmp_path / "to", instance=tmp_path)
    assert backups(tmp_path / "to") == []
    db.engine.dispose()


def test_a_missing_program_is_a_sentence_that_says_what_to_install() -> None:
    with pytest.raises(BackupFailed, match="postgresql-client-99"):
        pg_program("pg_dump", 99)


def test_the_newest_fourteen_days_are_kept_with_their_keys(tmp_path: Path) -> None:
    start = clock.instant(clock.today())
    for ago in range(20):
        stamp = (start - timedelta(days=ago)).strftime(backup.STAMP)
        for tail in (".sqlite", ".keys.tar", "-before-0002.sqlite"):
            (tmp_path / f"points-{stamp}{tail}").touch()
    (tmp_path / "points-of-somebody-else.sqlite").touch()
    assert len(prune(tmp_path)) == 6 * 3
    assert len(backups(tmp_path)) == 14 * 2
    assert (tmp_path / "points-of-somebody-else.sqlite").exists()


def test_two_backups_of_one_second_do_not_overwrite_each_other(app: Flask, tmp_path: Path) -> None:
    clock.set_now(clock.now())
    first, second = (make_backup(db.engine, folder=tmp_path / "to", instance=tmp_path) for _ in range(2))
    assert first.books != second.books
    assert backup.made_at(first.books) == backup.made_at(second.books)
