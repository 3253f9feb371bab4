"""The activities somebody leads, on their phone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from points.foundation import new_id, paging
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


def handed_in(led: Morning) -> None:
    """The list of noon today, with the resident on it."""
    led.begin()
    led.tick("in")
    led.begin(minutes=120)
    led.leader.post(f"{led.address}/close")


def test_todays_stands_first_and_large_also_when_it_is_handed_in(led: Morning) -> None:
    page = led.leader.get("/lead").text
    assert page.index(">今天<") < page.index("周末清洁家园")
    assert "打开名单" in page
    handed_in(led)
    page = led.leader.get("/lead").text
    assert page.index(">今天<") < page.index("等审核")
    assert "带过的" not in page


def test_what_is_over_stands_folded_by_month_among_what_i_led(led: Morning) -> None:
    handed_in(led)
    led.next_day()
    page = led.leader.get("/lead").text
    assert "没有要带的活动" in page
    month = page.split("带过的", 1)[1].split("<details", 1)[1].split("</details>", 1)[0]
    assert f"{led.starts.year}年{led.starts.month}月" in month
    assert "周末清洁家园" in month
    assert "等审核" in month
    assert " open" not in month.split(">", 1)[0]


def test_a_list_of_yesterday_that_was_not_handed_in_is_not_hidden(led: Morning) -> None:
    led.next_day()
    page = led.leader.get("/lead").text
    assert page.index("名单还没交") < page.index("周末清洁家园")


def test_older_ones_follow_by_a_key(led: Morning) -> None:
    handed_in(led)
    led.next_day()
    assert "更早的" not in led.leader.get("/lead").text
    key = paging.make_key(led.starts + timedelta(minutes=1), new_id())
    assert "周末清洁家园" in led.leader.get(f"/lead?before={key}").text
    key = paging.make_key(led.starts - timedelta(minutes=1), new_id())
    page = led.leader.get(f"/lead?before={key}").text
    assert "周末清洁家园" not in page
    assert "没有更早的了" in page


def test_letters_and_language_are_changed_in_the_corner(led: Morning) -> None:
    page = led.leader.get("/lead").text
    head = page.split('<header class="top switches">', 1)[1].split("</header>", 1)[0]
    assert "长辈版" in head
    assert "English" in head
    led.leader.post("/care", data={"care": "1"})
    page = led.leader.get("/lead").text
    assert "标准版" in page
    assert "回首页" not in page, "a leader without a purse has no such home"


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
