"""The queue at the counter: calling with one press, a slip on paper, the second screen, nobody's name."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from points import people, shop
from points.foundation import clock, db, reading, transact
from tests.shop.test_queue import at, board, decided, queue, taken
from tests.support.statements import counting
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

__all__ = ["queue"]


@pytest.fixture
def clerk(queue: Street, client: Visitor) -> Visitor:
    """The clerk at the counter on an exchange day."""
    return enter(client, "clerk2")


def give(clerk: Visitor, **said: str) -> str:
    answer = clerk.post("/counter/queue/numbers", data={"form_key": f"g{len(said)}{clock.now()}", **said})
    assert answer.status_code == 303, answer.text
    return answer.location


def press(clerk: Visitor, path: str, key: str) -> int:
    return clerk.post(f"/counter/queue{path}", data={"form_key": key}).status_code


def test_a_walk_in_is_given_a_slip_and_called_with_one_press(
    queue: Street, clerk: Visitor, app: Flask
) -> None:
    slip = clerk.get(give(clerk, elder="1")).text
    assert ">001<" in slip
    assert "60 岁以上" in slip
    for key in ("more", "more", "yet more"):
        assert press(clerk, "/numbers", key) == 303
    assert clerk.get("/counter/queue?till=2").status_code == 200
    # the same press again is the same call, and another clerk's press the next number
    assert [press(clerk, "/next", "one") for _ in range(2)] == [303, 303]
    other = enter(app.test_client(), "clerk7")
    assert press(other, "/next", "one") == 303
    called = board(queue).called
    assert [(one.number, one.till) for one in reversed(called)] == [(1, 2), (2, 1)]
    page = clerk.get("/counter/queue").text
    assert "叫到 2 号台" in page
    assert 'queue-number num">001<' in page
    assert 'queue-number num">002<' not in page
    first = called[1].number_id
    assert press(clerk, f"/numbers/{first}/not-there", "two") == 303
    assert [one.number for one in board(queue).waiting] == [3, 1]
    assert press(clerk, f"/numbers/{first}/call", "three") == 303
    assert press(clerk, f"/numbers/{first}/came", "four") == 303
    assert {one.number: one.status for one in board(queue).called} == {1: "came", 2: "called"}
    assert press(clerk, f"/numbers/{first}/eat", "five") == 404
    assert press(clerk, "/clear", "six") == 303
    assert "1 个号算过号" in clerk.get("/counter/queue").text
    refused = clerk.post("/counter/queue/next", data={"form_key": "seven"})
    assert (refused.status_code, "现在没有轮到的号" in refused.text) == (409, True)


def test_a_card_gives_its_household_one_number(queue: Street, clerk: Visitor) -> None:
    officer, person = queue.staff["officer"], queue.resident.person_id
    assert person is not None
    card = transact(lambda: people.cards.issue(person, kind="person", actor=officer)).number
    assert give(clerk, card=card)
    again = clerk.post("/counter/queue/numbers", data={"form_key": "again", "card": card})
    assert (again.status_code, "这一户那天已经有号了：001 号" in again.text) == (409, True)
    wrong = clerk.post("/counter/queue/numbers", data={"form_key": "wrong", "card": "1234567890"})
    assert (wrong.status_code, 'id="card-fault"' in wrong.text) == (409, True)
    # it is the household's own number on the phone
    own = reading(lambda: shop.numbers.own(queue.resident))
    assert own is not None
    assert own.number.origin == "paper"


def test_the_second_screen_says_numbers_and_never_a_name(queue: Street, clerk: Visitor) -> None:
    taken(queue, "8:30")
    assert "还没有叫号" in clerk.get("/counter/queue/screen").text
    for number in range(5):
        press(clerk, "/numbers", f"n{number}")
    for number in range(5):
        press(clerk, "/next", f"c{number}")
    with counting(db.engine) as counted:
        screen = clerk.get("/counter/queue/screen").text
    assert counted.number <= 8, counted.statements
    assert re.search(r"<strong>006</strong>.*到 1 号台.*<strong>005</strong>", screen, re.S)
    assert screen.count("<strong>") == 4
    assert "田" not in screen
    assert "工作" not in screen
    with counting(db.engine) as counted:
        clerk.get("/counter/queue")
    assert counted.number <= 8, counted.statements


def test_the_screen_is_for_who_serves_and_goes_on_at_an_enrolled_machine(
    queue: Street, clerk: Visitor, app: Flask
) -> None:
    stranger, resident = app.test_client(), enter(app.test_client(), "tian")
    assert stranger.get("/counter/queue/screen").status_code == 303
    assert resident.get("/counter/queue/screen").status_code == 404
    press(clerk, "/numbers", "one")
    press(clerk, "/next", "two")
    manager, wall = queue.staff["shop_manager"], app.test_client()
    token = transact(lambda: people.devices.enrol("墙上的屏", shop_id=queue.shop_id, actor=manager)).token
    wall.set_cookie("device", token)
    assert ">001<" in wall.get("/counter/queue/screen").text
    # it shows the queue and opens nothing else
    assert wall.get("/counter/queue").status_code == 303
    office = transact(lambda: people.devices.enrol("窗口", actor=manager)).token
    wall.set_cookie("device", office)
    assert wall.get("/counter/queue/screen").status_code == 303


def test_after_closing_the_page_says_how_many_may_still_be_served(queue: Street, clerk: Visitor) -> None:
    decided(queue, served_after_minutes=30)
    for number in range(4):
        press(clerk, "/numbers", f"n{number}")
    said = "11:30 关门了，还有 4 位排着队的，可以办完。"
    clock.set_now(at("8:20"))
    assert said not in clerk.get("/counter/queue").text
    clock.set_now(at("11:45"))
    enter(clerk, "clerk2")
    assert said in clerk.get("/counter/queue").text
    page = clerk.get("/counter").text
    assert said in page
    assert "叫号 001" in page
    clock.set_now(at("12:01"))
    assert said not in clerk.get("/counter").text


def test_a_shop_that_has_no_queue_says_who_may_be_served_without_a_number(
    queue: Street, clerk: Visitor
) -> None:
    decided(queue, served_after_minutes=30)
    clock.set_now(at("11:45"))
    enter(clerk, "clerk2")
    assert "11:30 关门了，排着队的可以办完。" in clerk.get("/counter").text
