"""A wrong clock takes nothing from anybody: what is doubt and what is none, who settles it, and the books meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from points import ledger, operation, oversight, shop
from points.foundation import NotAllowed, clock, db, keep_keys_in, keys, new_id, reading, transact
from points.operation import timekeeping
from points.operation.refusals import ClockWasAhead
from tests.support import forked
from tests.support.books import award, sell, voucher
from tests.support.databases import Workshop, settles
from tests.support.machine import Machine
from tests.support.street import Street, build_street

DAY = timedelta(days=1)


@pytest.fixture
def machine(app: Flask) -> Iterator[Machine]:
    """It begins at a fixed hour, and the house has looked at its clock once."""
    keep_keys_in(app.config["INSTANCE"] / "keys")
    yield Machine(datetime(2026, 11, 26, 3, 0, tzinfo=UTC))
    timekeeping._known = None


@pytest.fixture
@settles("home")
def home(app: Flask, engine: str, workshop: Workshop, machine: Machine, tmp_path: Path) -> Street:
    """A resident with 10 points that lapse in 30 days, 30 that lapse in 400, and 5 of them in a voucher of a week."""
    app.config["BACKUPS"] = tmp_path
    street = deepcopy(workshop.settled(app, engine, "home", _build))
    assert timekeeping.look() == ""
    assert street.standing() == (350, 50)
    return street


def _build() -> Street:
    street = build_street(0)
    person = street.resident.person_id
    assert person is not None
    transact(lambda: award(street, person, 100, lapses_on=clock.today() + 30 * DAY))
    transact(lambda: award(street, person, 300, lapses_on=clock.today() + 400 * DAY))
    voucher(street, 50)
    return street


def night(app: Flask) -> operation.nightly.Round:
    """What the serving process does at its start and every hour."""
    watch = operation.scheduler.RoundTheClock(
        app.app_context, backups=app.config["BACKUPS"], instance=app.config["INSTANCE"]
    )
    found = watch.once()
    assert found is not None
    assert found.failures == {}
    return found


def books_hold(street: Street) -> bool:
    report = oversight.checking.check(street.community_id)
    assert report.broken == ()
    return report.balanced


def lapsed(street: Street) -> int:
    """How many tenths lapsed."""
    query = sa.text("SELECT coalesce(sum(-tenths), 0) FROM ledger_entry WHERE what = 'lapse'")
    return int(reading(lambda: db.session.scalar(query)) or 0)


def deeds() -> list[str]:
    query = sa.text("SELECT deed FROM audit_record WHERE deed LIKE 'time.%' ORDER BY id")
    return list(reading(lambda: db.session.scalars(query).all()))


@pytest.mark.parametrize("days", [3, 9, 16])
def test_a_weekend_a_holiday_and_a_long_one_are_no_doubt(
    app: Flask, home: Street, machine: Machine, days: int
) -> None:
    assert machine.restart(off=days * DAY) == ""
    done = night(app)
    assert (done.doubt, done.outcomes["lots"]) == ("", {"lapsed": 0})
    # the voucher of a week is over after nine days, and not after three
    assert home.standing() == ((350, 50) if days == 3 else (400, 0))
    assert books_hold(home)


def test_seventeen_days_off_are_doubt_and_nothing_ends(app: Flask, home: Street, machine: Machine) -> None:
    assert machine.restart(off=17 * DAY) == "ahead"
    done = night(app)
    assert (done.doubt, set(done.outcomes)) == ("ahead", {"check", "backup"})
    assert home.standing() == (350, 50)
    # it was a long time off, and somebody says so
    assert timekeeping.settle("right", actor=home.staff["supervisor"])
    done = night(app)
    assert (done.doubt, done.outcomes["vouchers"]) == ("", {"released": 1})
    assert home.standing() == (400, 0)
    assert deeds() == ["time.doubted", "time.found_right"]
    assert books_hold(home)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_year_ahead_and_back_takes_nothing(
    app: Flask, home: Street, machine: Machine, restarted: bool
) -> None:
    machine.jump(365 * DAY)
    if restarted:
        assert machine.restart() == "ahead"
    assert night(app).doubt == ("ahead" if restarted else "moved")
    machine.pass_time(DAY)
    assert night(app).doubt != ""
    assert home.standing() == (350, 50)
    assert lapsed(home) == 0
    machine.jump(-365 * DAY)
    if restarted:
        assert machine.restart() != ""
    assert night(app).doubt != "", "that it looks right again is no proof"
    assert timekeeping.settle("wrong", actor=home.staff["supervisor"])
    done = night(app)
    assert (done.doubt, done.outcomes["vouchers"], done.outcomes["lots"]) == (
        "",
        {"released": 0},
        {"lapsed": 0},
    )
    # a year later the house has its rounds, although they were marked as run ahead
    for days in (10, 10, 10, 300):
        machine.pass_time(days * DAY)
        timekeeping.settle("right", actor=None)
        done = night(app)
        assert done.outcomes["backup"] is not None
    assert (lapsed(home), home.standing()) == (100, (300, 0))
    assert books_hold(home)


def test_a_day_back_is_doubt_and_the_round_runs_once_it_is_said(
    app: Flask, home: Street, machine: Machine
) -> None:
    assert night(app).doubt == ""
    assert machine.restart(off=-DAY) == "back"
    assert night(app).doubt == "back"
    with pytest.raises(ClockWasAhead):
        timekeeping.settle("right", actor=None)
    assert timekeeping.settle("wrong", actor=home.staff["supervisor"])
    done = night(app)
    assert done.doubt == ""
    assert done.outcomes["vouchers"] == {"released": 0}
    machine.pass_time(DAY)
    assert night(app).outcomes["vouchers"] == {"released": 0}, "a day that was marked ahead is run"
    assert home.standing() == (350, 50)
    assert books_hold(home)


def test_1970_is_doubt_and_a_sale_goes_on(app: Flask, home: Street, machine: Machine) -> None:
    assert night(app).doubt == ""
    right, card = machine.wall, voucher(home, 50)
    assert machine.restart(off=datetime(1970, 1, 1, 0, 5, tzinfo=UTC) - right) == "back"
    assert night(app).doubt == "back"
    sell(home, card, [("G06", 1)])
    assert home.standing() == (345, 50)
    machine.set(right + timedelta(hours=1))
    assert machine.restart() == "back"
    assert timekeeping.settle("wrong", actor=None)
    assert night(app).doubt == ""
    assert (home.standing(), lapsed(home)) == ((345, 50), 0)
    assert books_hold(home)


def test_paying_while_the_clock_is_ahead_uses_points_that_have_not_ended(
    home: Street, machine: Machine
) -> None:
    """Before any look of the house: the step is seen where something would end."""
    card = voucher(home, 300)
    machine.jump(500 * DAY)
    sell(home, card, [("G06", 4)])
    # what the voucher did not need is back in its own lots, not in one of a week
    days = sa.text("SELECT count(*) FROM ledger_lot")
    assert reading(lambda: db.session.scalar(days)) == 2
    assert home.standing() == (330, 50)
    assert reading(lambda: ledger.lots.due(home.community_id)) == []
    assert reading(lambda: shop.vouchers.expired(home.community_id)) == []
    assert books_hold(home)


def test_small_steps_are_none_and_eleven_minutes_are(home: Street, machine: Machine) -> None:
    machine.jump(timedelta(minutes=9))
    assert timekeeping.look() == ""
    machine.jump(timedelta(minutes=-4))
    assert timekeeping.look() == "", "four minutes before the mark"
    machine.jump(timedelta(minutes=6))
    assert clock.doubted() == "moved", "seen without asking the database"
    assert timekeeping.look() == "moved"
    machine.jump(timedelta(minutes=-11))
    assert clock.doubted() == "moved"


def test_a_machine_that_slept_is_no_doubt(machine: Machine, home: Street) -> None:
    """The count goes on while the lid is closed."""
    machine.pass_time(timedelta(hours=14))
    assert timekeeping.look() == ""


def test_summer_time_of_the_server_is_no_doubt(
    home: Street, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for change in (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2027, 10, 31, 1, 0, tzinfo=UTC)):
        transact(lambda: db.session.execute(sa.text("DELETE FROM operation_clock")))
        machine.set(change - timedelta(minutes=1))
        assert machine.restart() == ""
        with monkeypatch.context() as zone:
            zone.setitem(os.environ, "TZ", "Europe/Berlin")
            time.tzset()
            before = time.localtime(machine.wall.timestamp()).tm_hour
            machine.pass_time(timedelta(minutes=2))
            assert abs(time.localtime(machine.wall.timestamp()).tm_hour - before) != 1 or change.month == 10
            assert timekeeping.look() == ""
            assert machine.restart() == ""
        time.tzset()
    assert home.standing() == (350, 50)


def say(street: Street, role: str, ahead: timedelta, session: UUID | None = None) -> None:
    """A device of this member of staff says what its clock shows."""
    transact(lambda: timekeeping.report(session or new_id(), ahead, actor=street.staff[role]))


def test_two_devices_of_two_people_raise_doubt_and_two_settle_it(
    app: Flask, home: Street, machine: Machine
) -> None:
    off = -10 * DAY
    assert machine.restart(off=10 * DAY) == "", "ten days are not too many"
    say(home, "clerk", off)
    assert timekeeping.look() == "", "one alone"
    say(home, "clerk", off)
    assert timekeeping.look() == "", "two machines of one person"
    say(home, "officer", off + timedelta(hours=2))
    assert timekeeping.look() == "", "they do not agree"
    say(home, "officer", off + timedelta(minutes=50))
    assert timekeeping.look() == "devices"
    assert night(app).doubt == "devices"
    assert home.standing() == (350, 50)
    machine.jump(-10 * DAY)
    assert timekeeping.look() == "devices"
    say(home, "clerk", timedelta(minutes=9))
    assert timekeeping.look() == "devices"
    say(home, "street", timedelta(minutes=-1))
    assert timekeeping.look() == ""
    assert night(app).doubt == ""
    assert home.standing() == (350, 50)
    assert deeds() == ["time.doubted", "time.found_right"]


def test_what_devices_said_before_the_clock_moved_does_not_count(home: Street, machine: Machine) -> None:
    say(home, "clerk", timedelta(0))
    say(home, "officer", timedelta(0))
    machine.jump(timedelta(minutes=12))
    assert timekeeping.look() == "moved"
    machine.jump(-2 * DAY)
    assert timekeeping.look() == "moved"


def test_a_session_has_one_report_and_old_ones_go(home: Street, machine: Machine) -> None:
    session = new_id()
    for ahead in (DAY, 2 * DAY):
        say(home, "clerk", ahead, session)
    rows = sa.text("SELECT ahead FROM operation_clock_report")
    assert reading(lambda: db.session.scalars(rows).all()) == [172800]
    machine.pass_time(timedelta(minutes=6))
    say(home, "officer", timedelta(0))
    assert reading(lambda: db.session.scalars(rows).all()) == [0]


def test_a_supervisors_word_stands_against_devices_for_a_day(home: Street, machine: Machine) -> None:
    for role in ("clerk", "officer"):
        say(home, role, 3 * DAY)
    assert timekeeping.look() == "devices"
    with pytest.raises(NotAllowed):
        timekeeping.settle("right", actor=home.clerk)
    assert timekeeping.settle("right", actor=home.staff["supervisor"])
    assert timekeeping.look() == ""
    machine.pass_time(DAY + timedelta(minutes=1))
    for role in ("clerk", "officer"):
        say(home, role, 3 * DAY)
    assert timekeeping.look() == "devices"


def test_another_process_knows_at_its_next_look(app: Flask, home: Street, machine: Machine) -> None:
    """What one worker saw, the other holds to without having seen it; and what was settled there."""
    machine.jump(timedelta(hours=1))
    assert timekeeping.look() == "moved"
    # a worker that began after the step has nothing to compare
    assert machine.restart() == "moved"
    assert clock.doubted() == "moved"
    # and somebody settles it in another process
    known, doubt = timekeeping._known, clock.doubted()
    assert timekeeping.settle("right", actor=None)
    timekeeping._known = known
    clock.doubt(doubt, believed=machine.wall)
    assert timekeeping.look() == ""
    assert clock.doubted() == ""


def test_a_serving_process_looks_before_its_first_request(app: Flask, home: Street, machine: Machine) -> None:
    machine.jump(40 * DAY)
    clock.believe()
    watch = operation.scheduler.RoundTheClock(
        app.app_context, backups=app.config["BACKUPS"], instance=app.config["INSTANCE"]
    )
    watch.start()
    try:
        assert clock.doubted() == "ahead"
    finally:
        watch.stop(timeout=10)


def test_a_process_of_its_own_knows_what_this_one_saw(app: Flask, tmp_path: Path) -> None:
    """A round begun by another process on the same books, by a clock that it has no reason to doubt."""
    machine = Machine()
    street = build_street(300)
    assert timekeeping.look() == ""
    machine.jump(timedelta(hours=1))
    assert timekeeping.look() == "moved"
    code, said = round_elsewhere(app, tmp_path)
    assert (code, "vouchers" in said, "backup" in said) == (1, False, True)
    machine.jump(timedelta(hours=-1))
    assert timekeeping.look() != ""
    assert timekeeping.settle("wrong", actor=street.staff["supervisor"])
    code, said = round_elsewhere(app, tmp_path)
    assert (code, "vouchers   released 0" in said) == (0, True)
    timekeeping._known = None


def round_elsewhere(app: Flask, backups: Path) -> tuple[int, str]:
    """`flask nightly` in a process of its own."""
    db.session.remove()
    keep_keys_in(app.config["INSTANCE"] / "keys")
    keys.make_able_to_seal()  # as a start does: a round makes none
    env = {
        **os.environ,
        "ENVIRONMENT": "production",
        "SECRET_KEY": "of-the-tests-only-" * 2,
        "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "INSTANCE": str(app.config["INSTANCE"]),
        "BACKUPS": str(backups),
    }
    done = forked.run(("flask", "--app", "wsgi", "nightly"), env)
    return done.returncode, done.stdout + done.stderr


def test_the_command_settles_it(app: Flask, home: Street, machine: Machine) -> None:
    machine.restart(off=30 * DAY)
    runner = FlaskCliRunner(app)

    def nightly(*words: str) -> tuple[int, str]:
        db.session.remove()
        done = runner.invoke(args=["nightly", *words])
        return done.exit_code, done.output

    code, said = nightly()
    assert code == 1
    assert "--clock-is-right" in said
    assert f"{clock.wall().year}年" in said, "a clock may be wrong by a year"
    assert "vouchers" not in said
    assert home.standing() == (350, 50)
    code, said = nightly("--clock-is-right")
    assert (code, "vouchers   released 1  兑换券退回：做好了" in said) == (0, True)
    assert "备份：今天做过了" in said
    assert home.standing() == (400, 0)
    machine.restart(off=-DAY)
    code, said = nightly("--clock-is-right")
    assert (code, "--clock-was-wrong" in said or "不可能一直是对的" in said) == (1, True)
    assert nightly("--clock-was-wrong")[0] == 0
    assert books_hold(home)
