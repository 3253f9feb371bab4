"""The page of the clock and of what lapsed: who settles it, and two who give a day back."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from points import operation
from points.foundation import clock, keep_keys_in, transact
from points.operation import timekeeping
from tests.support.books import award, voucher
from tests.support.databases import Workshop, settles
from tests.support.machine import Machine
from tests.support.street import Street, build_street, enter
from tests.support.visitors import Visitor

DAY = timedelta(days=1)
PAGE = "/oversight/lapses"


@pytest.fixture
def machine(app: Flask) -> Iterator[Machine]:
    keep_keys_in(app.config["INSTANCE"] / "keys")
    yield Machine(datetime.now(UTC))
    timekeeping._known = None


@pytest.fixture
@settles("house of lapses")
def house(app: Flask, engine: str, workshop: Workshop, machine: Machine) -> Street:
    street = deepcopy(workshop.settled(app, engine, "house of lapses", _build))
    assert timekeeping.look() == ""
    return street


def _build() -> Street:
    street = build_street(0)
    person = street.resident.person_id
    assert person is not None
    transact(lambda: award(street, person, 100, lapses_on=clock.today() + 10 * DAY))
    transact(lambda: award(street, person, 200))
    voucher(street, 50)
    return street


def visitor(app: Flask, name: str) -> Visitor:
    return enter(app.test_client(), name)  # type: ignore[arg-type]


def test_a_supervisor_says_that_the_clock_is_right(app: Flask, house: Street, machine: Machine) -> None:
    assert "一直是对的" not in visitor(app, "supervisor4").get(PAGE).text
    machine.restart(off=20 * DAY)
    watcher = visitor(app, "supervisor4")
    page = watcher.get(PAGE).text
    assert "电脑的钟对不对？" in page
    assert "钟一下子走了半个多月" in page
    street_office = visitor(app, "street6")
    assert "请监督员在这一页说清楚" in street_office.get(PAGE).text
    assert street_office.post("/oversight/clock", data={"how": "right"}).status_code in (403, 404)
    assert watcher.post("/oversight/clock", data={"how": "perhaps"}).status_code == 404
    done = watcher.post("/oversight/clock", data={"how": "right"}, follow_redirects=True)
    assert "钟一直是对的" in done.text
    assert "电脑的钟可能不对" not in done.text
    assert clock.doubted() == ""


def test_a_clock_that_went_back_was_not_right_all_along(app: Flask, house: Street, machine: Machine) -> None:
    machine.restart(off=-2 * DAY)
    watcher = visitor(app, "supervisor4")
    no = watcher.post("/oversight/clock", data={"how": "right"})
    assert (no.status_code, "不可能一直是对的" in no.text) == (409, True)
    assert "现在对了" in watcher.post("/oversight/clock", data={"how": "wrong"}, follow_redirects=True).text
    assert clock.doubted() == ""


def test_two_people_give_a_day_back(app: Flask, house: Street, machine: Machine) -> None:
    machine.restart(off=14 * DAY)
    for community in (house.community_id,):
        operation.nightly._everywhere("released", operation.nightly._release_vouchers)
        assert operation.nightly._lapse_lots(community) == 1
    lapsed = clock.today().isoformat()
    machine.restart(off=-14 * DAY)
    timekeeping.settle("wrong", actor=None)
    assert house.standing()[1] == 0
    watcher, office = visitor(app, "supervisor4"), visitor(app, "street6")
    assert "1 户的" in watcher.get(PAGE).text
    day = f"{PAGE}/{lapsed}"
    page = watcher.get(day).text
    assert "把 1 户的" in page
    assert "1 张券重新能用" in page
    assert "请写明为什么" in watcher.post(f"{day}/ask", data={"reason": " "}).text
    assert (
        "等另一个人同意"
        in watcher.post(f"{day}/ask", data={"reason": "电脑的日子错了"}, follow_redirects=True).text
    )
    own = watcher.post(f"{day}/agree")
    assert (own.status_code, "不能自己确认" in own.text) == (403, True)
    assert "电脑的日子错了" in office.get(day).text
    done = office.post(f"{day}/agree", data={"form_key": "agree"}, follow_redirects=True)
    assert "退回了" in done.text
    assert "1 张券" in done.text
    assert house.standing() == (250, 50)
    again = office.post(f"{day}/agree", data={"form_key": "agree"}, follow_redirects=True)
    assert "已经同意过，这一天到期的都退回了" in again.text
    assert house.standing() == (250, 50)
    assert "没有要退的" in office.get(day).text
    for page in ("/statement", "/"):
        assert visitor(app, "tian").get(page).status_code == 200
    assert "到期的退回来" in visitor(app, "tian").get("/statement").text
    trail = watcher.get("/oversight/trail").text
    assert "同意退回一天的到期" in trail
    for name in ("clerk2", "officer0", "tian"):
        assert visitor(app, name).get(PAGE).status_code in (403, 404)
    assert watcher.get(f"{PAGE}/tomorrow").status_code == 404


def test_a_question_can_be_answered_with_no(app: Flask, house: Street, machine: Machine) -> None:
    machine.restart(off=14 * DAY)
    assert operation.nightly._lapse_lots(house.community_id) == 1
    day = f"{PAGE}/{clock.today().isoformat()}"
    watcher, office = visitor(app, "supervisor4"), visitor(app, "street6")
    watcher.post(f"{day}/ask", data={"reason": "看错了"})
    assert (
        "没有退回" in office.post(f"{day}/decline", data={"reason": "钟是对的"}, follow_redirects=True).text
    )
    assert office.post(f"{day}/agree").status_code == 409


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "0001-01-02", "9999-12-30"])
def test_no_day_that_is_typed_is_a_fault(app: Flask, house: Street, machine: Machine, day: str) -> None:
    watcher = visitor(app, "supervisor4")
    there = 404 if day in ("0001-01-01", "9999-12-31") else 200
    assert watcher.get(f"{PAGE}/{day}").status_code == there
    for verb in ("ask", "agree", "decline"):
        no = watcher.post(f"{PAGE}/{day}/{verb}", data={"reason": "试试"})
        assert no.status_code == (there if there == 404 else 409), verb


def test_who_settles_the_clock_a_second_time_hears_that_nothing_changed(
    app: Flask, house: Street, machine: Machine
) -> None:
    machine.restart(off=20 * DAY)
    watcher = visitor(app, "supervisor4")
    assert (
        "钟一直是对的" in watcher.post("/oversight/clock", data={"how": "right"}, follow_redirects=True).text
    )
    for how in ("right", "wrong"):
        late = watcher.post("/oversight/clock", data={"how": how}, follow_redirects=True).text
        assert "这次没有再改" in late
        assert "记下了" not in late


def test_nothing_is_offered_that_is_refused_while_the_clock_is_doubted(
    app: Flask, house: Street, machine: Machine
) -> None:
    machine.restart(off=14 * DAY)
    assert operation.nightly._lapse_lots(house.community_id) == 1
    day = f"{PAGE}/{clock.today().isoformat()}"
    asked = f'action="{day}/ask"'
    assert asked in visitor(app, "supervisor4").get(day).text
    machine.restart(off=20 * DAY)
    watcher = visitor(app, "supervisor4")
    page = watcher.get(day).text
    assert (asked in page, "先在“钟和到期”页说清楚" in page) == (False, True)
    assert watcher.post(f"{day}/ask", data={"reason": "钟错了"}).status_code == 409
    timekeeping.settle("right", actor=None)
    watcher.post(f"{day}/ask", data={"reason": "钟错了"})
    assert f'action="{day}/agree"' in visitor(app, "street6").get(day).text
    machine.restart(off=20 * DAY)
    page = visitor(app, "street6").get(day).text
    assert [f'action="{day}/{verb}"' in page for verb in ("agree", "decline")] == [False, True]
