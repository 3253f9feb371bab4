"""The first page of the desk, and the menu beside every page."""

from __future__ import annotations

import re

import pytest

from points import people
from points.foundation import transact
from tests.support.desk_day import DeskDay, enter
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
