"""The sealing key of an installation that is gone: said in a sentence, and never replaced on the way to something else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from points import oversight, people
from points.foundation import keep_keys_in, keys, marks, reading, transact
from points.foundation.refusal import SealingKeyLost
from points.operation import known_books, sealing
from points.operation.refusals import SealingKeyThere
from tests.support.books import sell, voucher
from tests.support.databases import Workshop
from tests.support.marks import machine
from tests.support.records import facts_of, records_of
from tests.support.street import Street


@pytest.fixture
def folder(street: Street, tmp_path: Path) -> Iterator[Path]:
    """The keys of an installation in production; those of the tests come back afterwards."""
    before = keys._folder
    keep_keys_in(tmp_path / "keys", asks=True)
    yield tmp_path / "keys"
    assert before is not None
    keep_keys_in(before)


@pytest.fixture
def sold(folder: Path, street: Street) -> Path:
    """After a sale whose receipt is marked; the file of the key."""
    sealing.begin(asks=True)
    sell(street, voucher(street, 50), [("G06", 1)])
    return folder / "sealing"


def unaltered(street: Street) -> int:
    """How many receipts read as altered."""
    report = reading(lambda: oversight.checking.check(street.community_id))
    return next(one.broken for one in report.findings if one.name == "receipts_unaltered")


def seal_something(street: Street) -> None:
    """A supervisor who begins to set up an app."""
    transact(lambda: people.second_factor.begin(actor=street.staff["supervisor"]))


def test_it_is_made_with_the_first_start_and_stays(folder: Path) -> None:
    with pytest.raises(SealingKeyLost):
        keys.purpose_key("receipt")
    assert not (folder / "sealing").exists(), "what needs it does not make it"
    sealing.begin(asks=True)
    made = (folder / "sealing").read_text()
    assert (folder / "sealing").stat().st_mode & 0o777 == 0o600
    sealing.begin(asks=True)
    assert (folder / "sealing").read_text() == made


def test_where_a_receipt_was_marked_a_start_misses_it(sold: Path, street: Street) -> None:
    kept = sold.read_text(encoding="utf-8")
    sold.unlink()
    with pytest.raises(SealingKeyLost):
        sealing.begin(asks=True)
    assert not sold.exists()
    sold.write_text(kept, encoding="utf-8")
    sealing.begin(asks=True)
    assert unaltered(street) == 0


def test_where_an_app_was_sealed_or_a_mark_was_signed_a_start_misses_it(
    app: Flask, workshop: Workshop, folder: Path, street: Street, tmp_path: Path
) -> None:
    sealing.begin(asks=True)
    with machine(app, workshop, tmp_path / "marks") as here:
        keep_keys_in(folder, asks=True)
        assert here.commands().kind == "new"
        (folder / "sealing").unlink()
        sealing.begin(here.folder, asks=True)
        reading(marks.begin)
        (folder / "sealing").unlink()
        with pytest.raises(SealingKeyLost):
            sealing.begin(here.folder, asks=True)
    sealing.begin(asks=False)
    seal_something(street)
    (folder / "sealing").unlink()
    with pytest.raises(SealingKeyLost):
        sealing.begin(asks=True)


def test_where_nobody_is_asked_a_new_one_takes_its_place(sold: Path) -> None:
    """A demonstration: the control."""
    before = sold.read_text(encoding="utf-8")
    sold.unlink()
    sealing.begin(asks=False)
    assert sold.read_text(encoding="utf-8") != before
    sold.unlink()
    keep_keys_in(sold.parent)
    keys.purpose_key("receipt")
    assert sold.exists()


def test_while_it_is_missing_nothing_is_sold_and_the_books_are_read(sold: Path, street: Street) -> None:
    card, kept, before = voucher(street, 50), sold.read_text(encoding="utf-8"), street.standing()
    sold.unlink()
    with pytest.raises(SealingKeyLost):
        sell(street, card, [("G06", 1)])
    assert street.standing() == before
    assert not sold.exists()
    sold.write_text(kept, encoding="utf-8")
    sell(street, card, [("G06", 1)])
    assert street.standing()[1] == 0
    assert unaltered(street) == 0


def test_a_start_in_production_ends_in_the_sentence(app: Flask, sold: Path) -> None:
    sold.unlink()
    app.config["ENVIRONMENT"] = "production"
    try:
        said = FlaskCliRunner(app).invoke(args=["prepare"])
    finally:
        app.config["ENVIRONMENT"] = "test"
    assert said.exit_code == 1
    assert "keys/sealing 不见了" in said.output
    assert "keys.tar" in said.output
    assert not sold.exists()


def test_another_is_made_by_a_person_alone_and_written_down(app: Flask, sold: Path, street: Street) -> None:
    seal_something(street)
    runner = FlaskCliRunner(app)
    there = runner.invoke(args=["renew-sealing-key", "--yes"])
    assert (there.exit_code, "keys/sealing 还在" in there.output) == (1, True)
    with pytest.raises(SealingKeyThere):
        sealing.renew()
    before = sold.read_text(encoding="utf-8")
    sold.unlink()
    asked = runner.invoke(args=["renew-sealing-key"], input="n\n")
    assert (asked.exit_code, sold.exists()) == (1, False)
    assert "1 receipts 凭条, 1 second proofs" in asked.output
    assert facts_of("sealing_key.renewed") == []
    done = runner.invoke(args=["renew-sealing-key"], input="y\n")
    assert (done.exit_code, "flask adopt-books" in done.output) == (0, True)
    assert sold.read_text(encoding="utf-8") != before
    [line] = records_of("sealing_key.renewed")
    assert (line.subject_id, line.facts) == (street.community_id, {"receipts": 1, "second_factors": 1})
    # what the old one marked is proved no more, and what is sold from now on is
    sell(street, voucher(street, 50), [("G06", 1)])
    assert unaltered(street) == 1


def test_a_new_key_does_not_know_the_old_marks_so_a_person_is_asked_whose_books_these_are(
    app: Flask, workshop: Workshop, sold: Path, tmp_path: Path
) -> None:
    with machine(app, workshop, tmp_path / "marks") as here:
        keep_keys_in(sold.parent, asks=True)
        here.commands()
        reading(marks.begin)
        assert here.commands().kind == "well"
        sold.unlink()
        here.ends()
        with pytest.raises(SealingKeyLost):
            here.commands()
        sealing.renew()
        assert here.commands().kind == "new"
        assert not known_books.at_start(asks=True).serves
