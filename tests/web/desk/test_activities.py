"""The list of activities, and planning one."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from html import unescape

from openpyxl import load_workbook

from points import audit, volunteering
from points.foundation import clock, db, reading, transact
from tests.support.desk_day import MORNING, DeskDay, enter, words
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
        ({"starts": "下午2点半", "ends": "4点半"}, "ends", "下午的写“下午4点半”"),
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


def test_an_activity_leads_back_to_the_list_it_was_opened_from(client: Visitor, desk_day: DeskDay) -> None:
    held = desk_day.held()
    enter(client)

    def back(address: str) -> str:
        found = re.search(r'btn-back" href="([^"]+)"', client.get(address).text)
        assert found is not None
        return found[1]

    listed = re.search(rf'href="(/desk/review/{held}[^"]*)"', client.get("/desk/activities").text)
    week = re.search(rf'href="(/desk/review/{held}[^"]*)"', client.get("/desk/home").text)
    queued = re.search(rf'href="(/desk/review/{held}[^"]*)"', client.get("/desk").text)
    assert listed is not None
    assert week is not None
    assert queued is not None
    assert back(listed[1]) == "/desk/activities"
    assert back(week[1]) == "/desk/home"
    assert back(queued[1]) == "/desk"
    assert back(f"/desk/review/{held}?came=elsewhere") == "/desk"
    ahead = desk_day._plan("周五巡逻", clock.now() + timedelta(days=2))
    assert back(f"/desk/review/{ahead}") == "/desk/activities"


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


def test_paper_says_days_in_chinese_and_no_points_where_none_were_credited(
    client: Visitor, desk_day: DeskDay
) -> None:
    desk_day.held()
    enter(client)
    page = words(client.get("/desk/activities?print=1&since=2025-11-01&until=2025-11-30").text)
    assert "2025年11月1日 – 2025年11月30日" in page
    assert "2025年11月25日" in page
    assert "进度" in page
    assert "到哪一步" not in page
    assert re.search(r"罗海燕 ?4 ?8:00 ?– ?等审核", page), "nothing was credited yet"
    assert "制表" in page


def test_a_month_and_what_is_credited_are_one_press(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held("这个月的", days=1)
    desk_day.held("上个月的", days=40)
    enter(client)
    page = client.get("/desk/activities").text
    month = re.search(r'href="(/desk/activities[^"]*)"[^>]*>本月', page)
    assert month is not None
    found = client.get(unescape(month.group(1))).text
    assert "这个月的" in found
    assert "上个月的" not in found
    both = [one for one in re.findall(r'href="([^"]+)"', found) if "status=credited" in one]
    assert all("since=2025-11-01" in one and "until=2025-11-30" in one for one in both), "filters add up"
    assert both
    assert 'href="/desk/activities" aria-current="true">本月' in found, "and take themselves off"
    assert "没有符合的活动" in client.get("/desk/activities?status=credited").text


def test_sums_are_over_the_whole_filter_and_pages_turn_both_ways(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held("扫楼道")
    officer = desk_day.officers[0]

    def work() -> None:
        for number in range(60):
            starts = MORNING + timedelta(days=1 + number // 20)
            volunteering.activities.plan(
                desk_day.rule,
                title=f"以后的{number:02d}",
                starts_at=starts,
                ends_at=starts + timedelta(hours=1),
                actor=officer,
            )

    transact(work)
    enter(client)
    first = client.get("/desk/activities").text
    assert "第 1–50 条，共 61 条" in first
    assert re.search(r"合计 61 场 ?4 ?8:00 ?0\.0", words(first))
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = client.get(unescape(onward.group(1))).text
    assert "第 51–61 条" in second
    titles = re.findall(r"“(以后的\d\d|扫楼道)”", first + second)
    assert len(titles) == len(set(titles)) == 61
    back = re.search(r'rel="prev" href="([^"]+)"', second)
    assert back is not None
    assert "第 1–50 条" in client.get(unescape(back.group(1))).text


def test_the_list_opens_at_a_day(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held("昨天的", days=1)
    desk_day.held("前天的", days=2)
    enter(client)
    page = client.get("/desk/activities?day=11.24").text
    assert "昨天的" not in page
    assert "前天的" in page
    assert "第 2–2 条，共 2 条" in page
    assert "昨天的" in client.get(re.search(r'rel="prev" href="([^"]+)"', page).group(1)).text  # type: ignore[union-attr]
    assert "日期看不懂" in words(client.get("/desk/activities?day=nie").text)


def test_the_filtered_list_goes_out_with_real_days_and_numbers(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held("=扫楼道")
    desk_day.held("别的")
    enter(client)
    answer = client.post("/desk/activities/export", data={"q": "扫楼道", "status": "review"})
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    [_, row] = list(sheet.iter_rows(values_only=True))
    assert row[0] == datetime(2025, 11, 25)
    assert row[1:7] == ("'=扫楼道", "罗海燕", 4, 8, None, "等审核")
    line = reading(lambda: audit.trail.read(desk_day.community_id, audit.trail.TrailFilter(action="list.")))[
        0
    ]
    assert line.facts == {"list": "activities", "filters": {"status": "review"}, "rows": 1}


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
