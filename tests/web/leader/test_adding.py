"""Somebody who simply came: added by name and building, and marked so for whoever approves."""

from __future__ import annotations

import pytest

from points import people, volunteering
from points.foundation import reading, transact
from points.web.refusals import NobodyOfThatName
from tests.support.visitors import Visitor
from tests.web.leader.conftest import Morning


def register(led: Morning, name: str, door: str) -> None:
    """Somebody who is registered and on no list."""
    transact(lambda: people.residents.register(name, actor=led.street.system, door=door))


def add(led: Morning, name: str, door: str, who: str = "") -> tuple[int, str]:
    """Type it, and follow; the status and the page."""
    typed = {"name": name, "door": door, "who": who}
    answer = led.leader.post(f"{led.address}/add", data=typed, follow_redirects=True)
    return answer.status_code, answer.text


@pytest.mark.parametrize("door", ["5栋", "5栋1单元301", "1单元301", " 5 栋 "])
def test_a_neighbour_is_added_by_name_and_building(led: Morning, door: str) -> None:
    register(led, "石磊", "5栋1单元301")
    led.begin()
    assert "加一个人" in led.leader.get(led.address).text
    for words in ("石磊签到了", "石磊已经签到了"):
        status, page = add(led, "石磊", door)
        assert (status, words in page, "现场加的" in page) == (200, True, True)
    [here] = reading(
        lambda: volunteering.attendance_list.read(led.public_id, actor=led.street.staff["leader"])
    ).here
    assert (here.name, here.in_how, here.signed_up) == ("石磊", "leader_added", False)


def test_who_came_by_another_way_keeps_it_when_they_are_added(led: Morning) -> None:
    led.begin()
    led.tick("in")
    led.begin(minutes=90)
    led.tick("out")
    page = add(led, "田桂兰", "3栋")[1]
    said = page.split('class="notice good ticked"', 1)[1].split('<dl class="sheet counts', 1)[0]
    assert "田桂兰已经签到了" in said
    assert "12:00" in said
    assert "<form" not in said, "no way back takes away what somebody else established"
    assert "13:30 签退" in page


def test_the_officer_sees_who_was_added_on_site(led: Morning) -> None:
    register(led, "石磊", "5栋1单元301")
    led.begin()
    add(led, "石磊", "5栋")
    led.tick("in")
    led.begin(minutes=110)
    led.leader.post(f"{led.address}/tick", data={"who": "all", "what": "out"})
    led.leader.post(f"{led.address}/close")
    officer = led.street.staff["officer"]
    found = reading(lambda: volunteering.one_activity.read(led.public_id, actor=officer))
    assert [(row.name, [flag.code for flag in row.flags]) for row in found.flagged] == [("石磊", ["added"])]
    assert [row.name for row in found.clear] == ["田桂兰"]
    assert {one.method: one.people for one in found.methods} == {"leader_tick": 1, "leader_added": 1}


def test_who_had_signed_up_is_only_ticked(led: Morning) -> None:
    led.begin()
    assert "现场加的" not in add(led, "田桂兰", "3栋")[1]


def test_of_several_one_is_chosen(led: Morning) -> None:
    register(led, "石磊", "5栋1单元301")
    register(led, "石磊", "5栋2单元102")
    led.begin()
    status, page = add(led, "石磊", "5栋")
    assert (status, "叫石磊的有 2 位" in page) == (200, True)
    hits = reading(lambda: people.search.at_counter(led.street.community_id, name="石磊", door="5栋2单元102"))
    assert "石磊签到了" in add(led, "石磊", "5栋", hits[0].public_id)[1]
    assert "叫石磊的有 2 位" in add(led, "石磊", "5栋", led.resident)[1], (
        "nobody else can be put in their place"
    )


def test_who_is_not_registered_is_for_the_office(led: Morning) -> None:
    led.begin()
    status, page = add(led, "陌生人", "9栋")
    assert status == 409
    assert NobodyOfThatName(name="陌生人", door="9栋").message("zh") in page
    assert "请社区专干登记" in page
    assert 'value="陌生人"' in page


def test_what_is_left_empty_is_said_beside_its_field(led: Morning) -> None:
    led.begin()
    status, page = add(led, "石磊", "")
    assert (status, "这一格还没有填" in page, 'value="石磊"' in page) == (422, True, True)


def test_nobody_is_looked_up_before_its_time_or_for_others(led: Morning, client: Visitor) -> None:
    status, page = add(led, "田桂兰", "3栋")
    assert (status, "才开始" in page) == (409, True)
    assert (
        led.leader.post("/lead/hd3333333333/add", data={"name": "田桂兰", "door": "3栋"}).status_code == 404
    )


def test_names_cannot_be_tried_by_the_thousand(led: Morning) -> None:
    led.begin()
    answers = [add(led, f"某{number}", "3栋")[0] for number in range(31)]
    assert (set(answers[:30]), answers[30]) == ({409}, 429)
