"""Finding residents, and registering one."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from points import audit, people
from points.foundation import clock, reading, transact
from points.web import exporting
from tests.support.desk_day import MORNING, DeskDay, enter, words
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor

TIAN = "田桂兰"


NEXT = r'rel="next" href="([^"]+)"'
BACK = r'rel="prev" href="([^"]+)"'
LINKS = r'href="/desk/people/(p\w+)"'


def follow(page: str, link: str) -> str:
    found = re.search(link, page)
    assert found is not None
    return unescape(found.group(1))


def many(desk: DeskDay, names: Iterable[str]) -> None:
    def work() -> None:
        for number, name in enumerate(names):
            people.residents.register(name, actor=desk.street.system, door=f"{number}栋")

    transact(work)


def shown(page: str) -> list[str]:
    return re.findall(LINKS, page)


def test_the_words_of_a_search_never_stand_in_an_address(
    client: Visitor, desk_day: DeskDay, caplog: pytest.LogCaptureFixture
) -> None:
    enter(client)
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/desk/people", data={"q": "栋101"})
        assert answer.status_code == 303
        assert re.fullmatch(r"/desk/people\?found=\w{5}", answer.location)
        page = client.get(answer.location).text
    assert "滕天菊" in page
    assert "按“栋101”找的" in page
    assert "栋101" not in unquote("".join(re.findall(r'(?:href|action)="([^"]+)"', page)))
    assert "栋101" not in unquote(caplog.text)


def test_a_search_is_its_makers_alone_and_for_a_day(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    number = client.post("/desk/people", data={"q": "101"}).location
    assert "按“101”找的" in client.get(number).text
    other = client.application.test_client()
    enter(other, "wufang")
    assert "按“101”找的" not in other.get(number).text
    assert "那次查找只留一天" in other.get(number).text
    clock.set_now(MORNING + timedelta(hours=25))
    enter(client)
    assert "那次查找只留一天" in client.get(number).text
    assert transact(people.searches.forget_old) == 1


def test_one_hit_opens_at_once(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/people", data={"q": TIAN})
    assert answer.status_code == 303
    assert answer.location == f"/desk/people/{desk_day.public_id_of(TIAN)}"


def test_nobody_found_says_what_to_try_and_everybody_is_one_press_away(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    page = client.get(client.post("/desk/people", data={"q": "诸葛"}).location).text
    assert "没有找到“诸葛”" in page
    assert 'href="/desk/people"' in page


def test_pages_turn_both_ways_by_key_without_names_in_it(client: Visitor, desk_day: DeskDay) -> None:
    """Names that are the same do not stand in its way."""
    many(desk_day, ["王芳"] * 70 + [f"王{number:02d}" for number in range(50)])
    enter(client)
    first = client.get("/desk/people").text
    total = int(re.search(r"第 1–50 条，共 (\d+) 条", first).group(1))  # type: ignore[union-attr]
    assert f"{total} 人、" in first
    second = client.get(follow(first, NEXT)).text
    third = client.get(follow(second, NEXT)).text
    assert "第 51–100 条" in second
    assert f"第 101–{total} 条" in third
    every = [*shown(first), *shown(second), *shown(third)]
    assert len(every) == len(set(every)) == total
    assert shown(client.get(follow(third, BACK)).text) == shown(second)
    again = client.get(follow(second, BACK)).text
    assert shown(again) == shown(first)
    assert re.search(BACK, again) is None
    assert "王" not in unquote("".join(re.findall(r'href="([^"]+)"', first + second)))


def test_somebody_new_moves_nobody_out_of_what_is_still_to_come(client: Visitor, desk_day: DeskDay) -> None:
    many(desk_day, [f"王{number:03d}" for number in range(120)])
    enter(client)
    first = client.get("/desk/people").text
    total = int(re.search(r"共 (\d+) 条", first).group(1))  # type: ignore[union-attr]
    many(desk_day, ["丁一", "丁二", "王119"])
    seen, page = shown(first), first
    while re.search(NEXT, page):
        page = client.get(follow(page, NEXT)).text
        seen += shown(page)
    # the two who came before this place were not here to be met; the third is, and nobody is missed or met twice
    assert len(seen) == len(set(seen)) == total + 1
    assert f"–{total + 3} 条，共 {total + 3} 条" in page


def test_filters_stand_in_the_address_and_narrow(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    officer = desk_day.officers[0]
    tian = reading(lambda: people.search.by_name(desk_day.community_id, TIAN)[0])
    transact(lambda: people.cards.issue(tian.person_id, kind="household", actor=officer))
    assert shown(client.get("/desk/people?card=some").text) == [tian.public_id]
    assert tian.public_id not in shown(client.get("/desk/people?card=none").text)
    assert set(shown(client.get("/desk/people?role=head").text)) >= {tian.public_id}
    assert shown(client.get("/desk/people?phone=none&role=head&card=some").text) == []
    page = client.get("/desk/people?card=none&role=head").text
    assert 'href="/desk/people?card=none"' in page, "a chip that is on takes itself off"
    nobody = client.get("/desk/people?card=some&phone=none").text
    assert "没有这样的居民" in nobody


def test_by_household_the_list_begins_where_one_jumps_to(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    page = client.get("/desk/people?by=household").text
    assert shown(page)[0] == desk_day.public_id_of(TIAN)
    answer = client.post("/desk/people/jump", data={"to": "12", "by": "household"})
    assert "12" not in re.sub(r"start=\w+", "", answer.location)
    assert shown(client.get(answer.location).text)[0] == desk_day.public_id_of("冉学强")
    there = client.post("/desk/people/jump", data={"to": "滕"}).location
    assert shown(client.get(there).text)[0] == desk_day.public_id_of("滕天菊")


def test_points_of_a_household_stand_once(client: Visitor, desk_day: DeskDay) -> None:
    home = reading(lambda: people.households.find(desk_day.community_id, "001"))
    assert home is not None
    transact(
        lambda: people.residents.register(
            "田小雨", actor=desk_day.street.system, household_id=home, door="3栋"
        )
    )
    enter(client)
    page = words(client.get(client.post("/desk/people", data={"q": "001"}).location).text)
    assert page.count("32.0") == 1
    assert "全家可用" in page
    assert "见户主" in page


def export(client: Visitor, **form: str) -> TestResponse:
    return client.post("/desk/people/export", data=form)


def test_what_is_filtered_goes_out_as_a_workbook_with_a_line_in_the_trail(
    client: Visitor, desk_day: DeskDay
) -> None:
    many(desk_day, ["=1+1", "@SUM(A1)"])
    enter(client)
    number = re.search(r"found=(\w+)", client.post("/desk/people", data={"q": "0栋"}).location)
    assert number is None, "one hit opens"
    answer = export(client, card="none")
    assert answer.mimetype == exporting.WORKBOOK
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "姓名"
    assert {"'=1+1", "'@SUM(A1)"} <= {row[0] for row in rows}
    assert next(row[7] for row in rows if row[0] == TIAN) == 32
    line = reading(lambda: audit.trail.read(desk_day.community_id, audit.trail.TrailFilter(action="list.")))[
        0
    ]
    assert line.facts == {"list": "people", "filters": {"card": "none"}, "rows": len(rows) - 1}


def test_who_does_not_see_every_row_takes_no_list_out(client: Visitor, desk_day: DeskDay) -> None:
    """An officer of one grid has the permission, but not for the whole community."""
    system = desk_day.street.system

    def work() -> None:
        grid = people.places.add("grid", "一网格", parent_id=desk_day.community_id, actor=system)
        who = people.residents.register("向一", actor=system)
        account = people.accounts.create(who, actor=system, username="xiangyi", password=PASSWORD)
        people.roles.grant(account, "officer", place_id=grid, actor=system)

    transact(work)
    enter(client, "xiangyi")
    assert "导出" not in client.get("/desk/people").text
    assert export(client).status_code == 403
    line = reading(lambda: audit.trail.read(desk_day.community_id, audit.trail.TrailFilter(action="list.")))[
        0
    ]
    assert line.outcome == "refused"


def test_the_list_prints_with_what_it_was_narrowed_to(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    page = words(client.get("/desk/people?card=none&print=1").text)
    assert "居民名单" in page
    assert "没有卡" in page
    assert re.search(r"合计 \d+ 条", page)


def test_a_new_resident_joins_a_known_household_or_opens_one(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    form = {"name": "田小军", "household": "001", "door": "3栋2单元301", "birth": "2012-05-06"}
    answer = client.post("/desk/people/new", data=form)
    assert answer.status_code == 303
    page = words(client.get(answer.location).text)
    assert "田小军登记好了。" in page
    assert "田桂兰" in page
    twice = client.post("/desk/people/new", data=form)
    assert twice.status_code == 409
    assert 'value="田小军"' in twice.text
    assert client.post("/desk/people/new", data={**form, "birth": "昨天"}).status_code == 422
    fresh = client.post("/desk/people/new", data={"name": "覃凤", "household": "777", "door": "9栋1"})
    assert fresh.status_code == 303


def test_a_known_household_fills_the_door_and_says_who_lives_there(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    for number in ("001", "1"):
        found = client.post("/desk/people/household", data={"household": number})
        assert found.json == {"door": "3栋2单元301", "members": ["田桂兰"]}
    assert client.post("/desk/people/household", data={"household": "999"}).json == {
        "door": "",
        "members": [],
    }
    page = client.get("/desk/people/new?household=001").text
    assert 'value="3栋2单元301"' in page
    assert "这一户有：田桂兰" in words(page)


def test_all_that_is_wrong_with_a_newcomer_is_said_at_once(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    form = {"name": TIAN, "household": "001", "door": "", "phone": "没有", "birth": "3.8"}
    answer = client.post("/desk/people/new", data=form)
    assert answer.status_code == 422
    assert set(re.findall(r'id="(\w+)-fault"', answer.text)) == {"name", "phone", "birth"}
    assert "有 3 处要改" in words(answer.text)
    # the door of a known household need not be typed again
    assert 'value="3栋2单元301"' in answer.text


def test_a_namesake_is_asked_about_and_registered(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    form = {"name": TIAN, "household": "1", "door": "3栋2单元301"}
    asked = client.post("/desk/people/new", data=form)
    assert asked.status_code == 409
    [known] = {
        person.public_id for person in reading(lambda: people.search.by_name(desk_day.community_id, TIAN))
    }
    assert f'href="/desk/people/{known}"' in asked.text
    assert "是同名的另一个人，照样登记" in asked.text
    assert "person_known" not in words(asked.text)
    assert client.post("/desk/people/new", data={**form, "namesake": "1"}).status_code == 303
    assert len(reading(lambda: people.search.by_name(desk_day.community_id, TIAN))) == 2


def test_no_page_of_the_desk_shows_a_raw_code(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/people/new", data={"name": TIAN, "household": "001", "door": "3栋"})
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", words(answer.text))


def test_what_was_done_leads_on_to_the_next_member(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/people/new", data={"name": "田小军", "household": "1", "door": "3栋"})
    page = client.get(answer.location).text
    assert re.search(r'role="status".*?href="/desk/people/new\?household=001"', page, re.DOTALL)


def test_a_namesake_elsewhere_is_said_when_somebody_is_registered(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    new = {"household": "801", "door": "8栋101"}
    first = client.post("/desk/people/new", data=new | {"name": "\u2f2d小东"}, follow_redirects=True).text
    assert "山小东登记好了" in words(first), "a radical is the sign it looks like"
    assert "同名的还有" not in first
    more = {"household": "802", "door": "8栋102"}
    second = client.post("/desk/people/new", data=more | {"name": "山小东"}, follow_redirects=True).text
    assert "同名的还有 1 位" in words(second)
    same = client.post("/desk/people/new", data=new | {"name": "\u2f2d小东"})
    assert same.status_code in (409, 422), "in one household it is refused"


def test_who_works_here_and_lives_elsewhere_is_in_no_household(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    form = {"name": "王丽", "household": "001", "door": "", "elsewhere": "1"}
    asked = client.post("/desk/people/new", data=form)
    assert (asked.status_code, 'id="household-fault"' in asked.text) == (422, True)
    assert re.search(r'name="elsewhere" value="1" checked', asked.text), "nothing that was ticked is lost"
    answer = client.post("/desk/people/new", data={**form, "household": ""})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "王丽登记好了" in words(page)
    assert "/desk/people/new?household" not in page, "no household waits for another member"
    [found] = reading(lambda: people.search.by_name(desk_day.community_id, "王丽"))
    assert (found.household_id, found.household_number) == (None, "")
