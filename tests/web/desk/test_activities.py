"""The list of activities, and planning one."""

from __future__ import annotations

import re

from points import volunteering
from points.foundation import clock, db, reading
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
        ({"day": "下次"}, "day", "日期看不懂"),
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


def test_everything_that_is_wrong_is_said_at_once(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post(
        "/desk/activities/new",
        data=plan(
            desk_day, title="", day="11.25", capacity="很多", leader="01890000-0000-7000-8000-000000000000"
        ),
    )
    assert answer.status_code == 422
    assert set(re.findall(r'id="(\w+)-fault"', answer.text)) == {"title", "starts", "capacity", "leader"}
    assert "有 4 处要改" in words(answer.text)


def test_days_and_times_are_typed_as_people_type_them(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post(
        "/desk/activities/new", data=plan(desk_day, day="周六", starts="下午2点半", ends="1600")
    )
    assert answer.status_code == 303
    [row] = reading(lambda: volunteering.lists.open_to(desk_day.street.resident))
    assert clock.shanghai(row.activity.starts_at).isoformat() == "2025-11-29T14:30:00+08:00"
    assert clock.shanghai(row.activity.ends_at).isoformat() == "2025-11-29T16:00:00+08:00"


def test_an_end_before_its_start_is_the_next_day_and_the_form_says_so(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    again = client.post("/desk/activities/new", data=plan(desk_day, title="", starts="22点", ends="1点"))
    assert "= 到第二天 1:00" in words(again.text)
    assert "= 11月29日 周六" in words(again.text)
    assert (
        client.post("/desk/activities/new", data=plan(desk_day, starts="22点", ends="1点")).status_code == 303
    )
    [row] = reading(lambda: volunteering.lists.open_to(desk_day.street.resident))
    assert clock.shanghai(row.activity.ends_at).isoformat() == "2025-11-30T01:00:00+08:00"


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


def test_an_activity_is_planned_once_more_from_one_that_was(client: Visitor, desk_day: DeskDay) -> None:
    last = desk_day.held("清扫楼道", days=1)
    enter(client)
    assert f'href="/desk/activities/new?again={last}"' in client.get("/desk/activities").text
    page = client.get(f"/desk/activities/new?again={last}").text
    for typed in ("清扫楼道", "2025-12-02", "9:00", "11:00"):
        assert f'value="{typed}"' in page
    assert desk_day.leader
    chosen = re.findall(r'value="([^"]+)"[^>]* selected', page)
    assert chosen == [str(desk_day.rule), str(desk_day.leader.person_id)]
    assert client.get("/desk/activities/new?again=nothing").status_code == 404


def test_a_series_is_planned_every_week_or_not_at_all(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/activities/new", data=plan(desk_day, weeks="3"))
    assert answer.status_code == 303
    page = client.get("/desk/activities").text
    assert "“周末清洁家园”每周一场，共 3 场都发布了" in words(page)
    found = reading(lambda: volunteering.lists.open_to(desk_day.street.resident))
    assert [str(one.activity.day) for one in found] == ["2025-11-29", "2025-12-06", "2025-12-13"]
    assert re.search(rf'role="status".*?href="/desk/review/{found[0].activity.public_id}"', page, re.DOTALL)
    assert client.post("/desk/activities/new", data=plan(desk_day, weeks="13")).status_code == 422


def test_a_rule_proposes_how_long_its_last_activity_took(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    assert "data-minutes" not in client.get("/desk/activities/new").text
    desk_day.held()
    page = client.get("/desk/activities/new").text
    assert f'value="{desk_day.rule}" data-minutes="120"' in page
    assert re.search(r'<optgroup label="志愿服务">', page)
