"""The activities somebody leads, on their phone."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.support.desk_day import DeskDay
from tests.support.desk_day import enter as desk_enter
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.leader.conftest import Morning


def test_what_i_lead_is_listed_with_its_hour_its_place_and_how_many_come(led: Morning) -> None:
    page = led.leader.get("/lead")
    assert page.status_code == 200
    for words in ("周末清洁家园", "12:00–14:00", "南门", "1 人报名", led.address):
        assert words in page.text


def test_what_is_over_stands_among_what_i_led(led: Morning) -> None:
    led.begin()
    led.tick("in")
    led.begin(minutes=120)
    led.leader.post(f"{led.address}/close")
    page = led.leader.get("/lead").text
    assert "没有要带的活动" in page
    assert "带过的" in page
    assert "等审核" in page


def test_who_leads_nothing_is_told_so(street: Street, client: Visitor) -> None:
    assert "没有要带的活动" in enter(client, "leader1").get("/lead").text


@pytest.mark.parametrize("username", ["tian", "clerk2", "supervisor4"])
def test_the_page_is_not_there_for_who_leads_nothing_ever(
    street: Street, client: Visitor, username: str
) -> None:
    assert enter(client, username).get("/lead").status_code == 404


def test_who_is_not_signed_in_is_asked_to(app: Flask, client: Visitor) -> None:
    answer = client.get("/lead")
    assert answer.status_code in (302, 303)
    assert "/sign-in" in answer.location


def test_an_officer_who_leads_finds_the_way_back_to_the_desk(client: Visitor, desk_day: DeskDay) -> None:
    desk_enter(client)
    page = client.get("/lead").text
    assert re.search(r'<a class="chip" href="/desk">.*?回审核</a>', page)
    desk_enter(client, "luohaiyan")
    assert "回审核" not in client.get("/lead").text


def test_what_was_done_is_said_on_a_phone_page_too(client: Visitor, desk_day: DeskDay) -> None:
    desk_enter(client, "luohaiyan")
    with client.session_transaction() as session:
        session["_flashes"] = [("planned", {"title": "清洁", "href": "/lead"})]
    page = client.get("/lead").text
    assert re.search(r'role="status">.*?“清洁”发布了.*?<a href="/lead">打开这场活动</a>', page, re.DOTALL)
