"""The nightly round frees, credits and lets lapse what is due, proves the books and saves them; once a day."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from points import ledger, operation, people, shop
from points.foundation import clock, db, keep_keys_in, reading, transact
from points.foundation.backup import backups
from points.operation import nightly as module
from tests.operation.due import due_service
from tests.support.books import award, voucher
from tests.support.street import Street, build_street


def go(app: Flask, folder: Path) -> operation.nightly.Round:
    """Tonight's round."""
    db.session.remove()
    return operation.nightly.run(clock.today(), backups=folder, instance=app.config["INSTANCE"])


def busy_street(app: Flask) -> Street:
    """A resident with a voucher that ends, points that lapse, a service whose publicity ends today; and a draft."""
    keep_keys_in(app.config["INSTANCE"] / "keys")
    street = build_street(0)
    person = street.resident.person_id
    assert person is not None
    transact(lambda: award(street, person, 100, lapses_on=clock.today() + timedelta(days=1)))
    transact(lambda: award(street, person, 300))
    voucher(street, 50)
    transact(lambda: due_service(street, person, until=clock.today()))
    officer = street.staff["officer"]
    transact(
        lambda: people.drafts.keep(
            street.community_id, officer.account_id, "/desk/people/new", {"name": ["田小军"]}, machine=b"here"
        )
    )
    return street


def test_what_is_due_is_done_and_a_second_round_does_nothing(app: Flask, tmp_path: Path) -> None:
    street = busy_street(app)
    assert street.standing() == (350, 50)
    clock.set_now(clock.now() + timedelta(days=8))
    done = go(app, tmp_path)
    assert done.failures == {}
    assert {name: one for name, one in done.outcomes.items() if name not in ("backup", "check")} == {
        "vouchers": {"released": 1},
        "publicity": {"credited": 1},
        # what the voucher held of the lapsing lot came back after its day, with a short grace of its own
        "lots": {"lapsed": 1},
        "queues": {"deleted": 0},
        "drafts": {"forgotten": 1},
        "searches": {"deleted": 0},
        "sessions": {"deleted": 0},
        "tries": {"deleted": 0},
    }
    assert done.outcomes["check"] == {"communities": 1, "broken": []}
    [made] = backups(tmp_path)
    assert done.outcomes["backup"] == {"file": made.name, "bytes": made.stat().st_size}
    standing = street.standing()
    assert standing[1] == 0
    again = go(app, tmp_path)
    assert set(again.outcomes.values()) == {None}
    assert street.standing() == standing


def test_one_failing_part_stops_no_other_and_is_run_again(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy_street(app)
    clock.set_now(clock.now() + timedelta(days=8))
    with monkeypatch.context() as broken:
        broken.setattr(module, "_lapse_lots", lambda community: 1 // 0)
        first = go(app, tmp_path)
    assert list(first.failures) == ["lots"]
    assert first.outcomes["check"] == {"communities": 1, "broken": []}
    second = go(app, tmp_path)
    assert (second.outcomes["lots"], second.outcomes["vouchers"]) == ({"lapsed": 1}, None)


def test_a_cut_off_part_goes_on_where_it_stopped(app: Flask, street: Street, tmp_path: Path) -> None:
    for _ in range(3):
        voucher(street, 50)
    clock.set_now(clock.now() + timedelta(days=8))
    due = reading(lambda: shop.vouchers.expired(street.community_id))
    transact(lambda: shop.vouchers.release_expired(street.community_id, due[0], actor=street.system))
    assert go(app, tmp_path).outcomes["vouchers"] == {"released": 2}


def test_the_command_says_what_it_did_and_fails_where_the_books_are_broken(
    app: Flask, street: Street, tmp_path: Path
) -> None:
    app.config["BACKUPS"] = tmp_path
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE ledger_balance SET posted = posted + 10 WHERE posted > 0"))
    result = FlaskCliRunner(app).invoke(args=["nightly"])
    assert result.exit_code == 1
    assert "balance_is_entries" in result.output
    assert len(backups(tmp_path)) == 1


def test_many_threads_of_many_processes_run_it_once(app: Flask, street: Street, tmp_path: Path) -> None:
    clock.set_now(clock.now())
    start = threading.Barrier(4)
    done: list[operation.nightly.Round | None] = []

    def one() -> None:
        watch = operation.scheduler.RoundTheClock(
            app.app_context, backups=tmp_path, instance=app.config["INSTANCE"]
        )
        start.wait()
        done.append(watch.once())

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ran = [name for each in done if each for name, outcome in each.outcomes.items() if outcome is not None]
    nightly = [
        "backup",
        "check",
        "drafts",
        "lots",
        "publicity",
        "queues",
        "searches",
        "sessions",
        "tries",
        "vouchers",
    ]
    assert sorted(ran) == nightly
    assert len(backups(tmp_path)) == 1


def test_a_lot_lapses_with_a_record_of_it(app: Flask, street: Street) -> None:
    street.give(70, lapses_on=clock.today())
    clock.set_now(clock.now() + timedelta(days=1))
    assert len(reading(lambda: ledger.lots.due(street.community_id))) == 1
    assert operation.nightly._lapse_lots(street.community_id) == 1
    query = sa.text("SELECT deed FROM audit_record WHERE subject_kind = 'lot'")
    assert reading(lambda: db.session.scalars(query).all()) == ["points.lapsed"]
