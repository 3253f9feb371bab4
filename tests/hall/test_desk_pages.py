"""The other pages of the desk: planning, typing in later, the rule book, imports, and who may open what."""

from __future__ import annotations

import re

import pytest

from points import audit, people, volunteering
from points.foundation import reading, system_actor, transact
from tests.hall.desk_day import DeskDay, enter, words
from tests.support.street import PASSWORD
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


def back_fill(desk: DeskDay, **changed: object) -> dict[str, object]:
    return {
        "person": [str(desk.neighbours["滕天菊"])],
        "rule": str(desk.rule),
        "title": "助老代办跑腿",
        "day": "2025-11-25",
        "starts": "14:00",
        "ends": "16:00",
        "reason": "当时手机没电",
        "evidence": "收据在社区存档",
        **changed,
    }


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


def test_a_back_fill_finds_people_first_and_writes_nothing_then(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    found = client.post("/desk/back-fill", data={"find": "1", "who": "滕", "reason": "忘了签到"})
    assert found.status_code == 200
    assert "滕天菊" in found.text
    assert "忘了签到" in found.text
    assert "没有要审的了" in client.get("/desk").text
    answer = client.post("/desk/back-fill", data=back_fill(desk_day))
    assert answer.status_code == 303
    assert "补录了 1 人、2 小时" in words(client.get("/desk").text)


def test_a_back_fill_needs_a_person_a_reason_and_something_to_show(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    for changed, field in (
        ({"reason": " "}, "reason"),
        ({"evidence": ""}, "evidence"),
        ({"person": []}, "person"),
    ):
        answer = client.post("/desk/back-fill", data=back_fill(desk_day, **changed))
        assert answer.status_code == 422
        assert f'id="{field}-fault"' in answer.text
        assert "助老代办跑腿" in answer.text


def test_the_future_cannot_be_back_filled(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/back-fill", data=back_fill(desk_day, day="2025-11-27"))
    assert answer.status_code == 409
    assert 'id="ends-fault"' in answer.text


def test_the_rule_book_says_what_gives_how_much_and_under_which_cap(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    page = words(client.get("/desk/rules").text)
    assert "R01 社区环境清洁" in page
    assert "每小时 2 分" in page
    assert "每天最多 4 小时" in page
    assert "没有找到" in client.get("/desk/rules?q=没有这条").text


def test_imports_show_their_faults_and_narrow_to_one_kind(client: Visitor, desk_day: DeskDay) -> None:
    place = {"file": "积分登记表.xlsx", "sheet": "1月"}
    report = {
        "faults": [
            {**place, "row": 7, "code": "name_missing", "level": "left_out", "message": "这一行没有姓名。"},
            {
                **place,
                "row": 9,
                "code": "balance_miscounted",
                "level": "noted",
                "message": "台账写剩余 3 分。",
            },
        ],
        "households": 2,
        "people": 3,
        "earned": 120,
        "redeemed": 0,
    }
    line = audit.provenance.ImportedLine("k1", "household", "花名册.xlsx", "一", 3, None)
    actor = system_actor(desk_day.community_id)
    transact(lambda: audit.provenance.write_batch("jinxi", [line], report=report, actor=actor))
    enter(client)
    page = words(client.get("/desk/intake").text)
    assert "有 1 行没有收，请核对" in page
    assert "这一行没有姓名。" in page
    assert "flask import-books jinxi --apply" in page
    noted = words(client.get("/desk/intake?level=noted").text)
    assert "台账写剩余 3 分。" in noted
    assert "这一行没有姓名。" not in noted


def test_the_list_prints_on_paper_with_its_sums(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held()
    enter(client)
    page = client.get("/desk/activities?print=1&q=清洁")
    assert page.status_code == 200
    assert "合计 1 场" in words(page.text)


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
