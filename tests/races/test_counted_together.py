"""Two workers count what was tried in vain together: nobody gets more tries by being sent to the other."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import Refusal, clock, db, reading, transact
from points.people.access import lockout
from points.people.models import TryCount
from tests.races.storm import at_once, refused
from tests.support.databases import Workshop
from tests.support.street import Street

WRONG = "8" * 26


@pytest.fixture
def other(house: Flask, workshop: Workshop) -> Iterator[Flask]:
    """A second worker on the same books, with an engine and a memory of its own."""
    made = workshop.house(house.config["SQLALCHEMY_DATABASE_URI"])
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def in_turn(workers: tuple[Flask, Flask], times: int, work: object) -> list[str]:
    """The refusals of so many tries, each sent to the other worker than the one before."""
    codes = []
    for number in range(times):
        with workers[number % 2].app_context():
            try:
                work()  # type: ignore[operator]
            except Refusal as refusal:
                codes.append(refusal.code)
    return codes


def test_wrong_codes_read_by_two_workers_pause_both(app: Flask, other: Flask, corner: Street) -> None:
    def read() -> object:
        return people.rotating_codes.read(WRONG, "pay", actor=corner.clerk)

    said = in_turn((app, other), people.bad_codes.BAD_CODES + 2, read)
    assert said[-2:] == ["too_many_tries"] * 2
    assert said.count("too_many_tries") == 2


def test_a_name_that_nobody_has_is_locked_after_five_tries_at_two_workers(
    app: Flask, other: Flask, corner: Street
) -> None:
    name = f"nobody-{corner.community_id.hex[:8]}"
    said = in_turn((app, other), 7, lambda: people.signing_in.sign_in(name, "wrong"))
    assert said == ["wrong_password"] * 5 + ["account_locked"] * 2


def test_tries_at_once_at_two_workers_are_all_counted(app: Flask, other: Flask, corner: Street) -> None:
    name = f"many-{corner.community_id.hex[:8]}"

    def guess(worker: Flask) -> object:
        with worker.app_context():
            return people.signing_in.sign_in(name, "wrong")

    works = [lambda worker=worker: guess(worker) for worker in (app, other) * 5]
    outcomes = at_once(app, works)
    assert sorted(refused(outcomes)) == ["account_locked"] * 5 + ["wrong_password"] * 5


def test_counted_by_looking_first_two_tries_are_one(app: Flask, corner: Street) -> None:
    """The control: without the one statement that counts, two workers see the same number and write the same."""
    key = corner.community_id.bytes
    new = {"subject": key, "times": 1, "last_at": clock.now()}
    transact(lambda: db.session.execute(sa.insert(TryCount), [new]))
    both_looked = Barrier(2)

    def naive() -> None:
        query = sa.select(TryCount.times).where(TryCount.subject == key)
        seen = reading(lambda: db.session.scalar(query)) or 0
        both_looked.wait(30)
        transact(
            lambda: db.session.execute(
                sa.update(TryCount).where(TryCount.subject == key).values(times=seen + 1)
            )
        )

    at_once(app, [naive, naive])
    assert reading(lambda: db.session.scalar(sa.select(TryCount.times).where(TryCount.subject == key))) == 2


def test_counted_by_the_one_statement_two_tries_are_two(app: Flask, corner: Street) -> None:
    subject = str(corner.community_id)
    at_once(app, [lambda: transact(lambda: lockout.note(lockout.NAMES, subject))] * 4)
    assert reading(lambda: lockout.times(lockout.NAMES, subject)) == 4
