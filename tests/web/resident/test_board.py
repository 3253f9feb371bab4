"""The notice board: names masked, phones nowhere, one's own lines by themselves."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from points import people, volunteering
from points.foundation import clock, decide, reading, run, transact
from points.foundation.models import Community
from tests.support.desk_day import DeskDay, desk_day, enter, morning, words
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor

__all__ = ["desk_day", "morning"]


def test_an_empty_board_says_so(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "tian")
    page = client.get("/board")
    assert page.status_code == 200
    assert "田桂兰" not in page.text


def test_what_is_in_publicity_hangs_out_with_a_masked_name(client: Visitor, desk_day: DeskDay) -> None:
    street = desk_day.street
    transact(
        lambda: decide(
            street.community_id, "publicity_days", 5, effective_on=clock.today(), actor=street.system
        )
    )
    held = desk_day.held()
    transact(lambda: volunteering.approval.approve_activity(held, actor=desk_day.officers[0]))
    enter(client, "tian")
    page = client.get("/board").text
    assert "*" in page
    assert [name for name in desk_day.neighbours if name in page] == []
    amounts = re.findall(r'class="amount[^"]*">([^<]+)<', page)
    assert amounts
    assert "0.0" not in amounts, "each line says what it will give"
    assert client.get("/board?show=mine").status_code == 200


def test_lines_that_come_down_on_different_days_each_say_theirs(client: Visitor, desk_day: DeskDay) -> None:
    street = desk_day.street
    transact(
        lambda: decide(
            street.community_id, "publicity_days", 5, effective_on=clock.today(), actor=street.system
        )
    )
    first, second = desk_day.held(), desk_day.held(title="夜间巡逻", days=3)
    transact(lambda: volunteering.approval.approve_activity(first, actor=desk_day.officers[0]))
    enter(client, "tian")
    page = client.get("/board").text
    assert ("本页同时撤下" in page, "公示到" in page) == (True, False)
    clock.set_now(clock.now() + timedelta(days=1))
    transact(lambda: volunteering.approval.approve_activity(second, actor=desk_day.officers[0]))
    page = client.get("/board").text
    assert ("本页同时撤下" in page, "每条公示到写着的那一天" in page) == (False, True)
    assert len(set(re.findall(r"公示到([^<每写]+)<", page))) == 2


def public_line(day: DeskDay) -> tuple[str, str]:
    """What hangs out: an activity, and the public id of one of its lines."""
    day.decide("publicity_days", 5)
    held = day.held()
    transact(lambda: volunteering.approval.approve_activity(held, actor=day.officers[0]))
    lines = reading(lambda: volunteering.publicity.posted(day.community_id))
    return held, next(one.public_id for one in lines if one.person_id == day.neighbours["滕天菊"])


def test_a_resident_objects_to_a_line_and_reads_the_answer_and_no_name_is_told(
    client: Visitor, desk_day: DeskDay, app: Flask
) -> None:
    _held, line = public_line(desk_day)
    account = transact(
        lambda: people.accounts.create(
            desk_day.neighbours["滕天菊"], actor=desk_day.street.system, username="teng", password=PASSWORD
        )
    )
    assert account
    enter(client, "tian")
    assert f'href="/board/{line}"' in client.get("/board").text
    page = words(client.get(f"/board/{line}").text)
    assert "滕天菊" not in page
    assert "哪里不对" in page
    assert client.post(f"/board/{line}", data={"reason": " "}).status_code == 409
    answer = client.post(f"/board/{line}", data={"reason": "那天没看见她"})
    assert (answer.status_code, answer.location) == (303, "/board")
    page = words(client.get("/board").text)
    assert "7 个工作日内答复" in page
    assert "异议中" in page
    assert f'href="/board/{line}"' not in client.get("/board").text
    assert client.post(f"/board/{line}", data={"reason": "再说一次"}).status_code == 409
    other, officer = Visitor(app), Visitor(app)
    enter(other, "teng")
    assert "有人提了异议，等答复" in words(other.get("/").text)
    enter(officer, "wufang")
    assert "条异议等您答复" in officer.get("/desk/home").text
    answer = officer.post(
        f"/desk/objections/{line}/decide", data={"verdict": "dismissed", "reason": "签到表上有她"}
    )
    assert answer.status_code == 303
    told = words(client.get("/").text)
    assert "您对“社区环境清洁”的异议不成立，照常公示社区的答复：签到表上有她" in told.replace(" ", "")
    told = words(other.get("/").text)
    assert "有人提了异议，核实后照常记" in told
    assert "田桂兰" not in told
    [about] = re.findall(r'name="about" value="([^"]+)"', other.get("/").text)
    assert other.post("/notices/read", data={"about": about}).status_code == 303
    assert "核实后照常记" not in other.get("/").text
    assert "异议不成立" in client.get("/").text, "each reads their own"


def test_the_button_that_rings_says_so_and_the_way_to_object_is_named(
    client: Visitor, desk_day: DeskDay
) -> None:
    public_line(desk_day)
    number = sa.update(Community).where(Community.id == desk_day.community_id).values(phone="0856-5550126")
    transact(lambda: run(number))
    enter(client, "tian")
    page = words(client.get("/board").text)
    assert "打电话告诉社区 0856-5550126" in page
    assert "在那一条右边按“不对？”" in page


def test_a_line_that_is_no_more_is_not_objected_to(client: Visitor, desk_day: DeskDay) -> None:
    _held, line = public_line(desk_day)
    enter(client, "tian")
    clock.set_now(clock.now() + timedelta(days=20))
    transact(lambda: volunteering.publicity.credit_due(desk_day.community_id))
    enter(client, "tian")
    answer = client.post(f"/board/{line}", data={"reason": "晚了"})
    assert answer.status_code == 409
    assert "这条不在公示期里" in answer.text
    assert client.get("/board/nobody").status_code == 404
