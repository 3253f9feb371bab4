"""The list of activities, and planning one."""

from __future__ import annotations

import re

from points import volunteering
from points.foundation import db, reading
from tests.support.desk_day import DeskDay, enter, words
from tests.support.statements import counting
from tests.support.visitors import Visitor

PLAN = {
    "title": "周末清洁家园",
    "place": "南门",
    "day": "2025-11-29",
    "starts": "9:00",
    "ends": "11:30",
    "capacity": "20",
}


def plan(desk: DeskDay, **changed: str) -> dict[str, str]:
    assert desk.leader is not None
    return {**PLAN, "rule": str(desk.rule), "leader": str(desk.leader.person_id), **changed}


def test_a_planned_activity_stands_in_the_list_and_can_be_joined(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/activities/new", data=plan(desk_day))
    assert (answer.status_code, answer.location) == (303, "/desk/activities")
    page = words(client.get("/desk/activities").text)
    assert "“周末清洁家园”发布了，居民现在能报名。" in page
    assert "9:00–11:30" in page
    assert "0/20" in page
    found = reading(lambda: volunteering.lists.open_to(desk_day.street.resident))
    assert [one.activity.title for one in found] == ["周末清洁家园"]


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    nobody = "01890000-0000-7000-8000-000000000000"
    for changed, field, said in (
        ({"title": ""}, "title", "这一格要填。"),
        ({"day": "下周六"}, "day", "日期看不懂"),
        ({"starts": "早上"}, "starts", "时间看不懂"),
        ({"ends": "8:00"}, "ends", "结束要晚于开始。"),
        ({"day": "2025-11-25"}, "starts", "已经过了"),
        ({"capacity": "很多"}, "capacity", "这里要填数字。"),
        ({"capacity": "0"}, "capacity", "这个数不在范围里。"),
        ({"rule": ""}, "rule", "这一格要填。"),
        ({"leader": nobody}, "leader", "请从列出的里面选一个。"),
    ):
        answer = client.post("/desk/activities/new", data=plan(desk_day, **changed))
        assert answer.status_code in (409, 422)
        fault = re.search(rf'id="{field}-fault".*?</p>', answer.text, re.DOTALL)
        assert fault is not None, changed
        assert said in words(fault.group())
        assert 'value="南门"' in answer.text


def test_the_list_prints_on_paper_with_its_sums(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held()
    enter(client)
    page = client.get("/desk/activities?print=1&q=清洁")
    assert page.status_code == 200
    assert "合计 1 场" in words(page.text)


def test_the_list_takes_as_many_statements_for_many_activities_as_for_one(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    said = []
    for days in (2, 3, 4):
        desk_day.held(f"清扫{days}", days=days)
        with counting(db.engine) as counted:
            page = client.get("/desk/activities").text
        said.append((len(re.findall(r"清扫\d", page)) > 0, counted.number))
    assert set(said) == {(True, said[0][1])}
    assert said[0][1] <= 7
