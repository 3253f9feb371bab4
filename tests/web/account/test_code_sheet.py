"""The page of a code sheet: printed once, put into use with its first code, asked for by number, told when it runs out."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask

from points import people
from points.foundation import clock
from tests.people.test_code_sheets import in_use
from tests.support.town import PASSWORD, Town, enter, inside
from tests.support.visitors import Visitor


def test_it_is_printed_once_confirmed_and_asked_for_by_number(client: Visitor, town: Town) -> None:
    enter(client)
    assert "/second-factor/sheet" in client.get("/second-factor/setup").text
    assert "四十个编了号的密码" in client.get("/second-factor/sheet").text
    paper = client.post("/second-factor/sheet")
    assert paper.headers["Cache-Control"] == "no-store"
    codes = [f"{one[0]}{one[1]}" for one in re.findall(r"<span>(\w{3}) (\w{3})</span></li>", paper.text)]
    assert len(codes) == 40
    page = client.get("/second-factor/sheet").text
    assert codes[1] not in page
    wrong = client.post("/second-factor/sheet/confirm", data={"number": codes[1]})
    assert (wrong.status_code, "不是新密码纸上的第 1 号" in wrong.text) == (422, True)
    right = client.post("/second-factor/sheet/confirm", data={"number": codes[0]}, follow_redirects=True)
    assert "启用了" in right.text
    client.post("/sign-out")
    assert enter(client).location == "/second-factor"
    assert "第 2 号密码" in client.get("/second-factor").text
    assert "第 2 号密码" in client.post("/second-factor", data={"number": "AAAAAA"}).text
    client.post("/second-factor", data={"number": codes[1]})
    assert inside(client)


def test_with_few_left_signing_in_leads_to_a_new_one_and_on(client: Visitor, town: Town) -> None:
    codes = in_use(town)
    for code in codes[1:34]:
        people.second_factor.prove(town.community_id, town.officer_account, code)
    enter(client, next="/desk/people")
    answer = client.post("/second-factor", data={"number": codes[34]})
    assert answer.location == "/second-factor/sheet?next=/desk/people"
    page = client.get(answer.location).text
    assert "只剩 5 个了" in page
    assert 'href="/desk/people"' in page


def test_another_one_asks_for_the_password(client: Visitor, town: Town) -> None:
    codes = in_use(town)
    enter(client)
    client.post("/second-factor", data={"number": codes[1]})
    refused = client.post("/second-factor/sheet", data={"password": "no"})
    assert (refused.status_code, "原来的密码不对" in refused.text) == (409, True)
    assert "code-grid" in client.post("/second-factor/sheet", data={"password": PASSWORD}).text


def test_without_the_second_proof_nobody_prints_one(client: Visitor, town: Town) -> None:
    in_use(town)
    enter(client)
    assert client.post("/second-factor/sheet", data={"password": PASSWORD}).status_code in (303, 401)


def test_a_token_takes_a_code_of_it(client: Visitor, town: Town) -> None:
    codes = in_use(town)
    asked = {"username": "ranting", "password": PASSWORD, "second_factor": codes[1]}
    assert client.post("/api/v1/tokens", json=asked).status_code == 201


def test_a_sheet_whose_page_was_lost_is_printed_again_by_the_same_press(
    app: Flask, client: Visitor, town: Town
) -> None:
    enter(client)
    press = {"form_key": "one-rendering-of-a-page"}
    paper = client.post("/second-factor/sheet", data=press)
    assert client.post("/second-factor/sheet", data=press).text == paper.text
    elsewhere = Visitor(app)
    enter(elsewhere)
    refused = elsewhere.post("/second-factor/sheet", data=press)
    assert (refused.status_code, "只给一次" in refused.text) == (409, True)
    clock.set_now(clock.now() + timedelta(minutes=10))
    late = client.post("/second-factor/sheet", data=press)
    assert (late.status_code, "12:" in late.text, "code-grid" in late.text) == (409, True, False)


def test_once_it_is_in_use_it_is_not_printed_again(client: Visitor, town: Town) -> None:
    enter(client)
    press = {"form_key": "one-rendering-of-a-page"}
    paper = client.post("/second-factor/sheet", data=press).text
    first = "".join(re.findall(r"<span>(\w{3}) (\w{3})</span></li>", paper)[0])
    typed = {"number": first, "form_key": "another-rendering"}
    for _press in range(2):
        assert client.post("/second-factor/sheet/confirm", data=typed).location.endswith("?done=1")
    assert client.post("/second-factor/sheet", data=press).status_code == 409
