"""Finding residents, and registering one."""

from __future__ import annotations

import re

from points import people
from points.foundation import transact
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
