"""Tries are counted on what was tried: in a row, until it is quiet for long enough, and none while it is locked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from points.foundation import clock, reading, transact
from points.people.access import lockout

MOMENT, QUIET, PAUSE = timedelta(seconds=1), timedelta(hours=1), timedelta(minutes=15)
DOOR = lockout.TryLimit("door", QUIET, lockout.every(3, PAUSE))


def tried(subject: str = "one") -> int | None:
    return transact(lambda: lockout.note(DOOR, subject))


def times(subject: str = "one") -> int:
    return reading(lambda: lockout.times(DOOR, subject))


@pytest.mark.parametrize(("after", "before", "then"), [(QUIET - MOMENT, 2, 3), (QUIET, 0, 1)])
def test_after_a_quiet_time_it_begins_anew(app: Flask, after: timedelta, before: int, then: int) -> None:
    start = clock.now()
    with clock.standing_at(start):
        assert [times(), tried(), tried(), times(), times("another")] == [0, 1, 2, 2, 0]
    with clock.standing_at(start + after):
        assert [times(), tried(), times()] == [before, then, then]


def test_what_is_locked_counts_no_try_until_the_very_moment_it_is_open_again(app: Flask) -> None:
    start = clock.now()
    with clock.standing_at(start):
        assert [tried(), tried(), tried(), tried(), tried("another")] == [1, 2, 3, None, 1]
        assert reading(lambda: lockout.find_lock(DOOR, ["another", "one"])) == start + PAUSE
        assert reading(lambda: lockout.find_lock(DOOR, ["another"])) is None
        assert reading(lambda: lockout.find_lock(DOOR, [])) is None
    with clock.standing_at(start + PAUSE - MOMENT):
        assert [tried(), times()] == [None, 3]
    with clock.standing_at(start + PAUSE):
        assert reading(lambda: lockout.find_lock(DOOR, ["one"])) is None
        assert [tried(), tried(), tried(), tried()] == [4, 5, 6, None]
    transact(lambda: lockout.clear(DOOR, ["one"]))
    assert [tried(), times("another")] == [1, 1]
