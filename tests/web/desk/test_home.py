"""The first page of the desk, and the menu beside every page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from points import people, volunteering
from points.foundation import Grant, clock, db, reading, transact
from tests.support.desk_day import MORNING, DeskDay, enter, words
from tests.support.statements import counting
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor
from tests.web.desk.test_back_fill import back_fill


def test_who_never_decides_begins_at_a_page_of_doors(client: Visitor, desk_day: DeskDay) -> None:
    def work() -> None:
        house = desk_day.street.system
        grid = people.places.add("grid", "第一网格", parent_id=desk_day.community_id, actor=house)
        home = people.households.add("900", actor=house, place_id=grid)
        people.residents.register("网内人", actor=house, household_id=home, door="1栋1")
        who = people.residents.register("王网格", actor=house)
        account = people.accounts.create(who, actor=house, username="wangge", password=PASSWORD)
        people.roles.grant(account, "grid_worker", place_id=grid, actor=house)

    transact(work)
    enter(client, "wangge")
    home = client.get("/desk/home")
    assert home.status_code == 200
    assert "补录一条" in home.text
    page = client.get("/desk/people").text
    assert "网内人" in page
    assert "田桂兰" not in page
    assert client.get("/desk").status_code == 404
    assert client.get(f"/desk/people/{desk_day.public_id_of('田桂兰')}").status_code == 404
    outside = client.post("/desk/back-fill", data=back_fill(desk_day))
    assert outside.status_code in (403, 409, 422)


@pytest.mark.parametrize("username", ["yaomin", "admin5", "street6", "supervisor4"])
def test_the_side_bar_offers_only_doors_that_open(client: Visitor, desk_day: DeskDay, username: str) -> None:
    enter(client, username)
    page = client.get("/desk/home").text
    doors = set(re.findall(r'class="nav-entry[^"]*" href="([^"]+)"', page))
    assert len(doors) >= 4
    assert {address: client.get(address).status_code for address in doors} == dict.fromkeys(doors, 200)


@pytest.mark.parametrize("username", ["officer0", "street6", "supervisor4"])
def test_what_waits_leads_only_where_the_reader_may_go(
    client: Visitor, desk_day: DeskDay, username: str
) -> None:
    desk_day.held("清扫楼道")
    enter(client, username)
    page = client.get("/desk/home").text
    assert ("场活动等审核" if username == "supervisor4" else "场活动等您审核") in page
    doors = {one.replace("&amp;", "&") for one in re.findall(r'<a href="([^"]+)"', page)}
    assert {address: client.get(address).status_code for address in doors} == dict.fromkeys(doors, 200)


def test_the_week_says_what_waits_what_is_on_and_what_lapses(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held("清扫楼道", days=6)
    assert desk_day.leader
    friday, yesterday = MORNING + timedelta(days=2), MORNING - timedelta(days=1)
    clock.set_now(yesterday - timedelta(days=1))
    forgotten = desk_day._plan("没交名单", yesterday)
    planned = desk_day._plan("周五巡逻", friday)
    clock.set_now(MORNING)
    transact(lambda: volunteering.signups.sign_up(planned, actor=desk_day.street.resident))
    enter(client)
    page = client.get("/desk/home").text
    said = words(page)
    assert "姚敏，有 2 件事等着" in said
    assert re.search(r'href="/desk"><strong[^>]*>1</strong><span>场活动等您审核', page)
    assert "最早的是 11月20日" in said
    assert re.search(
        r'href="/desk/activities\?status=open&amp;until=2025-11-26"><strong[^>]*>1</strong>', page
    )
    assert f'href="/desk/review/{planned}?came=today">周五巡逻</a>' in page
    assert "11月28日 周五 9:00–11:00 周五巡逻 报名 1" in said
    assert f'href="/desk/review/{forgotten}?came=today"' in page
    assert "0张兑换券没有用" in said
    assert 'href="/desk/home" aria-current="page"' in page


def test_who_only_watches_is_told_of_the_community_and_of_nothing_as_theirs(
    client: Visitor, desk_day: DeskDay
) -> None:
    desk_day.held("清扫楼道")
    enter(client, "longanping")
    page = words(client.get("/desk/home").text)
    assert "社区里等着办的" in page
    assert "1场活动等审核" in page
    assert "龙安平，有" not in page


def test_today_counts_what_this_reader_may_decide_and_names_the_rest_apart(
    client: Visitor, desk_day: DeskDay
) -> None:
    desk_day.held("清扫楼道", days=6)
    enter(client)
    assert client.post("/desk/back-fill", data=back_fill(desk_day)).status_code == 303
    page = words(client.get("/desk/home").text)
    assert "姚敏，有 1 件事等着" in page
    assert "1场活动等您审核" in page
    assert "1场活动等别人审" in page
    assert "个岗位等您确认" not in page
    other: Any = client.application.test_client()
    enter(other, "wufang")
    assert "2场活动等您审核" in words(other.get("/desk/home").text)


def test_a_setting_that_waits_is_told_to_whoever_may_confirm_it_and_to_nobody_else(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    change = {"value": "5", "effective_on": "明天", "reason": "例会定的", "seen": "1"}
    assert client.post("/desk/settings/publicity_days", data=change).status_code == 303
    assert "项设置等您确认" not in client.get("/desk/home").text
    other: Any = client.application.test_client()
    enter(other, "street6")
    page = other.get("/desk/home").text
    assert re.search(r'<a href="/desk/settings"><strong[^>]*>1</strong><span>项设置等您确认', page)
    assert "有 1 件事等着" in words(page)


def test_a_reader_is_not_told_of_a_setting_or_a_rule_that_they_proposed_themselves(desk_day: DeskDay) -> None:
    who = desk_day.street.staff["street"]
    today = clock.today()
    member = replace(who, grants=(Grant("committee", desk_day.community_id, today, today),))
    day = clock.today() + timedelta(days=1)
    transact(lambda: people.proposals.propose("publicity_days", 5, effective_on=day, reason="", actor=member))
    transact(
        lambda: volunteering.rule_proposals.propose_end(
            "R01", effective_on=day, reason="不办了", actor=member
        )
    )
    for asked in (people.proposals.waiting_count, volunteering.rule_proposals.waiting_count):
        assert reading(lambda asked=asked: asked(member)) == 0
        assert reading(lambda asked=asked: asked(desk_day.officers[0])) == 0


def test_the_first_page_of_an_officer_stays_the_queue(client: Visitor, desk_day: DeskDay) -> None:
    answer = client.post("/sign-in", data={"username": "yaomin", "password": PASSWORD})
    assert answer.location == "/desk"


def test_the_week_takes_few_statements_whatever_is_in_it(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    said = []
    for days in (2, 3, 4):
        desk_day.held(f"清扫{days}", days=days)
        with counting(db.engine) as counted:
            client.get("/desk/home")
        said.append(counted.number)
    assert len(set(said)) == 1
    assert said[0] <= 9


def test_english_says_the_day_of_the_week_first_and_one_thing_as_one(
    client: Visitor, desk_day: DeskDay
) -> None:
    desk_day.held()
    enter(client)
    chinese = words(client.get("/desk/home").text)
    today = clock.today()
    assert re.search(rf"{today.month}月{today.day}日 周[一二三四五六日]", chinese)
    client.post("/language", data={"lang": "en", "next": "/desk/home"})
    page = words(client.get("/desk/home").text)
    assert f"{today:%a} {today.day} {today:%b}" in page
    assert re.search(r"1 ?activity for you to review", page)
    assert re.search(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w{3}", words(client.get("/desk/activities").text))
