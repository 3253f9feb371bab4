"""Daily rounds run once a day, again after a failure or a crash, and catch up what a night left undone."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from points.foundation import clock, db
from points.foundation.jobs import last_run, run_daily, was_run

TODAY = date(2025, 11, 26)


def rows() -> dict[date, dict[str, object] | None]:
    found = db.session.execute(sa.text("SELECT day, outcome FROM foundation_job ORDER BY day")).all()
    db.session.remove()
    return {date.fromisoformat(str(day)): outcome for day, outcome in found}


def test_a_round_runs_once_a_day(app: Flask) -> None:
    ran: list[int] = []
    for _ in range(3):
        run_daily("round", TODAY, lambda: {"done": ran.append(1)})
    assert len(ran) == 1
    assert was_run("round", TODAY)
    assert last_run("round") == TODAY
    assert run_daily("round", TODAY + timedelta(days=1), lambda: {"lots": 3}) == {"lots": 3}


def test_a_failed_round_is_run_again_and_a_finished_one_is_not(app: Flask) -> None:
    def fails() -> dict[str, int]:
        raise LookupError

    with pytest.raises(LookupError):
        run_daily("round", TODAY, fails)
    assert not was_run("round", TODAY)
    assert run_daily("round", TODAY, lambda: {"second": True}) == {"second": True}
    assert run_daily("round", TODAY, lambda: {"third": True}) is None


def test_a_round_whose_process_died_is_taken_up_after_an_hour_and_not_before(app: Flask) -> None:
    class Died(BaseException):
        pass

    def dies() -> dict[str, int]:
        raise Died

    started = clock.now()
    clock.set_now(started)
    with pytest.raises(Died):
        run_daily("round", TODAY, dies)
    assert run_daily("round", TODAY, lambda: {"early": True}) is None
    clock.set_now(started + timedelta(minutes=61))
    assert run_daily("round", TODAY, lambda: {"late": True}) == {"late": True}


def test_days_switched_off_are_marked_as_caught_up_by_the_next_round(app: Flask) -> None:
    run_daily("round", TODAY, dict)
    run_daily("round", TODAY + timedelta(days=4), dict)
    assert sorted(rows()) == [TODAY + timedelta(days=ahead) for ahead in range(5)]
    assert was_run("round", TODAY + timedelta(days=2))


def test_two_processes_at_once_run_it_once(app: Flask) -> None:
    ran: list[int] = []
    start = threading.Barrier(6)

    def one() -> None:
        with app.app_context():
            start.wait()
            run_daily("round", TODAY, lambda: {"n": ran.append(1)})

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ran) == 1
