"""Enrolled machines on the desk: listed, renamed, ended with a reason, enrolled where one sits."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from flask import Flask

from points import people
from points.foundation import clock, db, reading, transact
from tests.support.desk_day import DeskDay, enter, words
from tests.support.statements import counting
from tests.support.visitors import Visitor


def enrolled(desk_day: DeskDay, name: str = "柜台一") -> people.devices.NewDevice:
    return transact(lambda: people.devices.enrol(name, actor=desk_day.street.staff["admin"]))


def test_a_machine_is_renamed_and_ended_with_a_reason(client: Visitor, desk_day: DeskDay) -> None:
    made = enrolled(desk_day)
    enter(client, "admin5")
    assert "柜台一" in client.get("/desk/devices").text
    asked = client.get(f"/desk/devices?confirm=end&device={made.device_id}")
    assert "停用“柜台一”？" in words(asked.text)
    address = f"/desk/devices/{made.device_id}"
    assert client.post(f"{address}/name", data={"name": ""}).status_code == 422
    assert client.post(f"{address}/name", data={"name": "窗口电脑"}).status_code == 303
    assert client.post(f"{address}/end", data={"reason": ""}).status_code == 422
    assert reading(lambda: people.devices.find(made.token)) is not None
    assert client.post(f"{address}/end", data={"reason": "平板摔坏了"}).status_code == 303
    assert reading(lambda: people.devices.find(made.token)) is None
    page = words(client.get("/desk/devices").text)
    assert "窗口电脑" in page
    assert "平板摔坏了" in page
    again = client.post(f"{address}/end", data={"reason": "再来一次"})
    assert again.status_code == 403


def test_a_shop_manager_sees_machines_and_an_officer_does_not(client: Visitor, desk_day: DeskDay) -> None:
    made = enrolled(desk_day)
    enter(client, "shop_manager3")
    assert "柜台一" in client.get("/desk/devices").text
    enter(client)
    assert client.get("/desk/devices").status_code == 404
    assert client.post(f"/desk/devices/{made.device_id}/end", data={"reason": "试"}).status_code == 404
    assert reading(lambda: people.devices.find(made.token)) is not None


def test_the_page_enrols_the_machine_one_sits_at_and_then_says_so(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "admin5")
    assert "登记您面前这台" in client.get("/desk/devices").text
    made = client.post("/device", data={"name": "窗口电脑"})
    assert made.status_code == 303
    page = words(client.get(made.headers["Location"]).text)
    assert "“窗口电脑”登记好了，现在选它在哪家店。" in page
    assert "“窗口电脑”在哪家店的柜台？" in page
    assert "就是这台" in page
    assert "登记您面前这台" not in page


def test_a_machine_of_another_community_is_not_there(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "admin5")
    for key in ("x", "00000000-0000-0000-0000-000000000001"):
        answer = client.post(f"/desk/devices/{key}/end", data={"reason": "试"})
        assert answer.status_code in (403, 404)


def test_the_counters_pages_say_which_they_are_and_old_ones_are_named(
    app: Flask, client: Visitor, desk_day: DeskDay
) -> None:
    made, now = enrolled(desk_day), str(app.extensions["pages"])
    client.set_cookie("device", made.token)
    enter(client, "admin5")
    assert "没有开过" in client.get("/desk/devices").text
    enter(client, "shop_manager3")

    def recent(pages: str) -> int:
        with counting(db.engine) as seen:
            assert client.get("/counter/recent", headers={"X-Pages": pages}).status_code == 200
        return len([one for one in seen.statements if "people_device SET" in one])

    assert [recent(now), recent(now), recent(""), recent("<b>"), recent("0" * 12)] == [1, 0, 0, 0, 1]
    clock.set_now(clock.now() + timedelta(days=1, minutes=1))
    enter(client, "shop_manager3")
    assert [recent("0" * 12), recent("0" * 12)] == [1, 0]
    enter(client, "admin5")
    assert "旧的，请刷新" in client.get("/desk/devices").text
    enter(client, "shop_manager3")
    recent(now)
    enter(client, "admin5")
    assert "最新的" in client.get("/desk/devices").text


def test_the_script_of_the_counter_says_the_version_in_its_own_address(app: Flask) -> None:
    said = (Path(app.root_path).parent / "static/js/counter/net.js").read_text(encoding="utf-8")
    pattern = re.search(r"const pages = \(/(.+?)/\.exec", said)
    assert pattern is not None
    found = re.search(pattern[1].replace("\\/", "/"), app.jinja_env.globals["asset"]("js/counter/net.js"))
    assert found is not None
    assert found[1] == app.extensions["pages"]
