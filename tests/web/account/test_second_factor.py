"""The pages of the second proof: after the password, before every other page where it must be, and for a token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from points import people
from points.foundation import clock, reading, transact
from tests.people.test_second_factor import enrolled, number
from tests.support.town import NOON, PASSWORD, Town, enter, inside, resident_account
from tests.support.visitors import Visitor


@pytest.fixture
def required(app: Flask) -> Iterator[None]:
    """An installation where staff must have one."""
    app.config["SECOND_FACTOR"] = "required"
    yield
    app.config["SECOND_FACTOR"] = "offered"


def test_after_the_password_the_number_is_asked_for_and_leads_on(client: Visitor, town: Town) -> None:
    enrolled(town)
    assert enter(client, next="/desk/people").location == "/second-factor"
    assert not inside(client)
    assert "动态口令" in client.get("/second-factor").text
    wrong = client.post("/second-factor", data={"number": "000000"})
    assert (wrong.status_code, "这个数字用不了" in wrong.text) == (403, True)
    assert not inside(client)
    right = client.post("/second-factor", data={"number": number(town.officer_account)})
    assert (right.status_code, right.location) == (303, "/desk/people")
    assert inside(client)


def test_a_password_waits_ten_minutes_and_no_longer(client: Visitor, town: Town) -> None:
    codes = enrolled(town)
    enter(client)
    clock.set_now(NOON + timedelta(minutes=13))
    assert client.get("/second-factor").location == "/sign-in"
    assert "/sign-in" in client.post("/second-factor", data={"number": codes[0]}).location
    assert not inside(client)


def test_it_is_set_up_on_a_page_and_the_codes_are_shown_once(client: Visitor, town: Town) -> None:
    enter(client)
    assert "开始设" in client.get("/second-factor/setup").text
    picture = client.post("/second-factor/setup")
    assert "data:image/" in picture.text
    wrong = client.post("/second-factor/setup", data={"number": "000000"})
    assert (wrong.status_code, "data:image/" in wrong.text) == (403, True)
    done = client.post("/second-factor/setup", data={"number": number(town.officer_account)})
    assert done.text.count('<li class="num">') == 10
    again = client.get("/second-factor/setup").text
    assert "备用码还剩 10 个" in again
    assert '<li class="num">' not in again


def test_it_is_turned_off_with_password_and_code(client: Visitor, town: Town) -> None:
    codes = enrolled(town)
    enter(client)
    client.post("/second-factor", data={"number": codes[0]})
    wrong = client.post("/second-factor/off", data={"password": "no", "number": codes[1]})
    assert "原来的密码不对" in wrong.text
    assert (
        client.post("/second-factor/off", data={"password": PASSWORD, "number": codes[1]}).status_code == 303
    )
    client.post("/sign-out")
    enter(client)
    assert inside(client)


def test_a_slip_is_no_way_around_it(client: Visitor, town: Town) -> None:
    codes = enrolled(town)
    slip = transact(lambda: people.activation.issue(town.officer, actor=town.house))
    new = "另外一句 888"
    answer = client.post("/activate", data={"code": slip.code, "password": new, "again": new})
    assert answer.location == "/second-factor"
    client.post("/second-factor", data={"number": codes[0]})
    assert inside(client)


@pytest.mark.usefixtures("required")
def test_who_must_have_one_sees_no_other_page_before(app: Flask, client: Visitor, town: Town) -> None:
    enter(client)
    me = reading(lambda: people.actors.of_account(town.officer_account))
    passed = []
    for rule in app.url_map.iter_rules():
        audience = set(getattr(app.view_functions[rule.endpoint], "audience", ()))
        mine = audience & {"signed_in", *me.roles}
        if rule.arguments or not mine or rule.rule.startswith("/api/") or "second-factor" in rule.rule:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(rule.rule, method=method)
            led = answer.status_code == 302 and answer.location.startswith("/second-factor/setup")
            # the address without a path leads to where they begin, and from there on
            if not led and answer.status_code != 403 and rule.rule != "/":
                passed.append(f"{method} {rule.rule} {answer.status_code}")
    assert passed == []
    client.post("/second-factor/setup")
    client.post("/second-factor/setup", data={"number": number(town.officer_account)})
    assert inside(client)


@pytest.mark.usefixtures("required")
def test_a_session_from_before_proves_itself_and_goes_on(client: Visitor, town: Town) -> None:
    enter(client)
    codes = enrolled(town)
    assert client.get("/desk/people").location.startswith("/second-factor?next=")
    answer = client.post("/second-factor", data={"number": codes[0], "next": "/desk/people"})
    assert answer.location == "/desk/people"
    new = "一句新的话 99"
    client.post("/password", data={"old": PASSWORD, "password": new, "again": new})
    assert inside(client)


@pytest.mark.usefixtures("required")
def test_residents_sign_in_as_before(client: Visitor, town: Town) -> None:
    resident_account(town)
    enter(client, username="tian")
    assert inside(client)
    assert client.get("/second-factor/setup").status_code == 404


def test_a_token_asks_for_it_too(client: Visitor, town: Town) -> None:
    codes, who = enrolled(town), {"username": "ranting", "password": PASSWORD}
    bare = client.post("/api/v1/tokens", json=who)
    assert (bare.status_code, bare.json["code"]) == (403, "second_factor_needed")
    wrong = client.post("/api/v1/tokens", json=who | {"second_factor": "000000"})
    assert wrong.json["code"] == "second_factor_wrong"
    assert client.post("/api/v1/tokens", json=who | {"second_factor": codes[0]}).status_code == 201


@pytest.mark.usefixtures("required")
def test_where_it_must_be_a_token_is_for_who_has_one(client: Visitor, town: Town) -> None:
    answer = client.post("/api/v1/tokens", json={"username": "ranting", "password": PASSWORD})
    assert (answer.status_code, answer.json["code"]) == (403, "second_factor_missing")


def test_the_command_takes_it_from_who_lost_everything(app: Flask, town: Town) -> None:
    enrolled(town)
    said = app.test_cli_runner().invoke(args=["reset-second-factor", "ranting"])
    assert (said.exit_code, "ranting" in said.output) == (0, True)
    here = (town.community_id, town.officer_account)
    assert not reading(lambda: people.second_factor.standing(*here)).confirmed


def test_codes_whose_page_was_lost_are_shown_again_by_the_same_press(client: Visitor, town: Town) -> None:
    enter(client)
    client.post("/second-factor/setup")
    press = {"number": number(town.officer_account), "form_key": "one-rendering-of-a-page"}
    first = client.post("/second-factor/setup", data=press)
    again = client.post("/second-factor/setup", data=press)
    shown = re.findall(r'<li class="num">([^<]+)', first.text)
    assert (len(shown), re.findall(r'<li class="num">([^<]+)', again.text)) == (10, shown)
    clock.set_now(clock.now() + timedelta(minutes=10))
    late = client.post("/second-factor/setup", data=press)
    assert (late.status_code, shown[0] in late.text, "只给一次" in late.text) == (409, False, True)
    anew = {"password": PASSWORD, "number": number(town.officer_account), "form_key": "another-rendering"}
    printed = [
        re.findall(r'<li class="num">([^<]+)', client.post("/second-factor/codes", data=anew).text)
        for _press in range(2)
    ]
    assert printed[0] == printed[1]
    assert not set(printed[0]) & set(shown)


def test_turning_it_off_twice_is_answered_the_same(client: Visitor, town: Town) -> None:
    codes = enrolled(town)
    enter(client)
    client.post("/second-factor", data={"number": codes[0]})
    off = {"password": PASSWORD, "number": codes[1], "form_key": "one-rendering-of-a-page"}
    answers = [client.post("/second-factor/off", data=off) for _press in range(2)]
    assert [(one.status_code, one.location) for one in answers] == [(303, "/second-factor/setup")] * 2
