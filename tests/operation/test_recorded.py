"""What the records of the installation say: which backup, which epoch, how much was checked."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from points import operation
from points.foundation import clock, db
from points.foundation.backup import backups
from points.oversight.proving import INVARIANTS
from tests.support.books import Books, books
from tests.support.records import facts_of

__all__ = ["books"]


def test_the_night_records_its_backup_with_name_and_size_and_the_check_with_how_much(
    app: Flask, books: Books, tmp_path: Path
) -> None:
    db.session.remove()
    operation.nightly.run(clock.today(), backups=tmp_path, instance=app.config["INSTANCE"])
    [made] = backups(tmp_path)
    assert facts_of("backup.made") == [{"file": made.name, "bytes": made.stat().st_size}]
    [checked] = facts_of("books.checked")
    assert (checked["checked"], checked["broken"]) == (len(INVARIANTS) + 2, [])


def test_a_restore_is_recorded_with_its_epoch_and_what_may_be_forgotten(
    app: Flask, books: Books, tmp_path: Path
) -> None:
    db.session.remove()
    begun = operation.restored.after_restore(tmp_path)
    [told] = facts_of("books.restored")
    assert told["epoch"] == begun.epoch
    assert told["open_vouchers"] == 1
    assert told["last_deed"] < told["restored_at"]
