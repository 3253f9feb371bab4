"""Machines in words, and by what wrong passwords are counted on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from points import people
from points.foundation import clock, transact
from points.people.access.policy import TRIES_OF_A_MACHINE
from points.web import machines
from points.web.limits import limiter
from tests.support.town import NOON, Town, enter, inside
from tests.support.visitors import Visitor


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/86.0.4240 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 14_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 10) Chrome/86.0 MicroMessenger/8.0", "微信 · Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_machine_is_named_by_browser_and_system(app: Flask, said: str, words: str) -> None:
    with app.test_request_context(headers={"User-Agent": said}):
        assert machines.words() == words


def spray(client: Visitor, times: int) -> int:
    """Wrong passwords of as many names; the status of the last answer."""
    status = 0
    for number in range(times):
        limiter.reset()
        status = enter(client, f"somebody-{number}", "x").status_code
    return status


def test_guesses_over_many_names_are_paused_where_they_come_from_and_not_for_who_is_known_there(
    client: Visitor, town: Town, app: Flask
) -> None:
    known, enrolled, fresh = Visitor(app), Visitor(app), Visitor(app)
    enter(known)
    known.post("/sign-out")
    device = transact(lambda: people.devices.enrol("柜台一", actor=town.admin))
    enrolled.set_cookie("device", device.token)
    assert spray(client, TRIES_OF_A_MACHINE) == 401
    assert spray(client, 1) == 429
    limiter.reset()
    paused = people.refusals.MachinePaused(minutes=15).message("zh")
    assert paused in enter(client, "somebody-else", "x").text
    limiter.reset()
    assert enter(fresh).status_code == 429, "the same line, nobody knows it"
    for browser in (known, enrolled):
        assert enter(browser).status_code == 303
        assert inside(browser)


def test_slow_guesses_from_a_line_add_up_over_a_week(client: Visitor, town: Town) -> None:
    for day in range(5):
        clock.set_now(NOON + timedelta(days=day))
        spray(client, TRIES_OF_A_MACHINE // 5)
    # Wednesday to Sunday; a new week begins anew
    assert spray(client, 1) == 429
    clock.set_now(NOON + timedelta(days=5))
    assert spray(client, 1) == 401


def test_a_known_machine_begins_anew_each_day(client: Visitor, town: Town) -> None:
    enter(client)
    client.post("/sign-out")
    spray(client, TRIES_OF_A_MACHINE - 1)
    clock.set_now(NOON + timedelta(days=1))
    assert spray(client, 2) == 401


def test_a_made_up_machine_is_counted_as_any(client: Visitor, town: Town, app: Flask) -> None:
    spray(client, TRIES_OF_A_MACHINE)
    other = Visitor(app)
    other.set_cookie("machine", "ab" * 16)
    other.set_cookie("device", "made-up")
    limiter.reset()
    assert enter(other).status_code == 429
