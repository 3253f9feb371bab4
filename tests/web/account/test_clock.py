"""Where the clock of the house is wrong, a right number leads to the page of the two clocks, and to no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from points import people
from points.foundation import clock, transact
from points.people.proving import policy
from tests.house.test_routes import address, audience, rules
from tests.people.test_second_factor import enrolled, number, secret_of
from tests.support.town import NOON, Town, enter, inside
from tests.support.visitors import Visitor

TRUE = NOON + timedelta(hours=3)


def doubting(client: Visitor, town: Town, *, device: bool = True) -> tuple[int, str]:
    """At an enrolled machine whose clock, like the phone's, is three hours ahead of the house's."""
    enrolled(town)
    if device:
        made = transact(lambda: people.devices.enrol("窗口电脑", actor=town.house))
        client.set_cookie("device", made.token)
    enter(client)
    shown = policy.number_of(secret_of(town.officer_account), policy.step_of(TRUE))
    answer = client.post("/second-factor", data={"number": shown, "clock": str(int(TRUE.timestamp()))})
    return answer.status_code, answer.location or ""


def test_a_number_that_is_right_by_the_machines_clock_leads_to_both_clocks(
    client: Visitor, town: Town
) -> None:
    assert doubting(client, town) == (303, "/clock")
    page = client.get("/clock").text
    assert "2025-11-26 12:02:00" in page
    assert "2025-11-26 15:00:00" in page
    assert not inside(client)


def test_every_other_page_is_refused_there(app: Flask, client: Visitor, town: Town) -> None:
    doubting(client, town)
    opened = []
    for rule, method in rules(app):
        if "everyone" in audience(app, rule):
            continue
        answer = client.open(address(rule), method=method)
        away = answer.status_code in (302, 303) and answer.location.startswith("/sign-in")
        if not away and answer.status_code != 401:
            opened.append(f"{method} {rule.rule} {answer.status_code}")
    assert opened == []
    assert client.get("/clock").status_code == 200


def test_a_code_on_paper_still_lets_in(client: Visitor, town: Town) -> None:
    codes = enrolled(town)
    made = transact(lambda: people.devices.enrol("窗口电脑", actor=town.house))
    client.set_cookie("device", made.token)
    enter(client)
    shown = policy.number_of(secret_of(town.officer_account), policy.step_of(TRUE))
    client.post("/second-factor", data={"number": shown, "clock": str(int(TRUE.timestamp()))})
    client.post("/second-factor", data={"number": codes[0]})
    assert inside(client)
    assert client.get("/clock").location == "/sign-in"


def test_a_machine_that_is_not_enrolled_is_not_believed(client: Visitor, town: Town) -> None:
    assert doubting(client, town, device=False)[0] == 403
    assert client.get("/clock").location == "/sign-in"


@pytest.mark.parametrize("said", ["", "x", "-5", "99999999999", "1e9", "1"])
def test_a_clock_that_says_nothing_or_something_else_leads_nowhere(
    client: Visitor, town: Town, said: str
) -> None:
    enrolled(town)
    made = transact(lambda: people.devices.enrol("窗口电脑", actor=town.house))
    client.set_cookie("device", made.token)
    enter(client)
    shown = policy.number_of(secret_of(town.officer_account), policy.step_of(TRUE))
    assert client.post("/second-factor", data={"number": shown, "clock": said}).status_code == 403


def test_where_the_clocks_agree_a_right_number_lets_in_and_is_written_down_as_ever(
    client: Visitor, town: Town
) -> None:
    enrolled(town)
    enter(client)
    right = {"number": number(town.officer_account), "clock": str(int(clock.now().timestamp()))}
    assert client.post("/second-factor", data=right).status_code == 303
    assert inside(client)


def test_the_page_is_for_nobody_else(client: Visitor, town: Town) -> None:
    assert client.get("/clock").location == "/sign-in"
    enter(client)
    assert client.get("/clock").location == "/sign-in"
