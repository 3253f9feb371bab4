"""Finding residents, and registering one."""

from __future__ import annotations

import re

from points import people
from points.foundation import reading, transact
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor

TIAN = "田桂兰"


def test_the_words_of_a_search_never_stand_in_an_address(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/people", data={"q": TIAN})
    assert answer.status_code == 303
    assert answer.location == "/desk/people"
    page = client.get("/desk/people").text
    assert "找到田桂兰" in page
    assert "32.0" in page
    assert re.search(r'action="/desk/people"', page)
    assert TIAN not in "".join(re.findall(r'href="([^"]+)"', page))


def test_people_are_paged_by_key_without_names_in_it(client: Visitor, desk_day: DeskDay) -> None:
    def work() -> None:
        for number in range(40):
            people.residents.register(f"王{number:02d}", actor=desk_day.street.system, door=f"{number}栋")

    transact(work)
    enter(client)
    first = client.get("/desk/people").text
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = client.get(onward.group(1)).text
    links = r'href="/desk/people/(p\w+)"'
    assert len(re.findall(links, first)) == 30
    assert not set(re.findall(links, first)) & set(re.findall(links, second))
    assert "回第一页" in second


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
