"""Objections at the desk: written down for who came to the office, and decided by somebody who has nothing to do with it."""

from __future__ import annotations

import re

from flask import Flask

from points import volunteering
from points.foundation import reading, transact
from tests.support.desk_day import DeskDay, desk_day, enter, morning, words
from tests.support.visitors import Visitor
from tests.web.desk.test_back_fill import back_fill
from tests.web.resident.test_board import public_line

__all__ = ["desk_day", "morning"]


def test_who_came_to_the_office_is_found_and_what_they_said_is_written_down(
    client: Visitor, desk_day: DeskDay, app: Flask
) -> None:
    held, line = public_line(desk_day)
    enter(client, "yaomin")
    assert re.search(
        rf'href="/desk/objections/{line}"[^>]*>记一条异议</a>', client.get(f"/desk/review/{held}").text
    )
    address = f"/desk/objections/{line}"
    assert "滕天菊" in client.get(address).text
    found = client.post(address, data={"find": "1", "who": "石志强", "reason": "没来"})
    assert found.status_code == 200
    assert "没来" in found.text
    who = re.search(r'name="person" value="([^"]+)"', found.text)
    assert who is not None
    assert reading(lambda: volunteering.objection_list.list_all(desk_day.officers[0])) == []
    assert client.post(address, data={"reason": "  "}).status_code == 422
    answer = client.post(address, data={"reason": "那天她在外地", "person": who[1]})
    assert (answer.status_code, answer.location) == (303, "/desk/objections")
    page = words(client.get("/desk/objections").text)
    assert "石志强提的，姚敏记的" in page
    assert "那天她在外地" in page
    assert "最晚12月5日答复" in page.replace(" ", "")
    assert "这条异议是您或您家里人提的，或者是您记下的" in page, (
        "who wrote it down reads why they do not decide"
    )
    assert "答复</a>" not in client.get("/desk/objections").text
    assert "看异议" in client.get(f"/desk/review/{held}").text
    assert "条异议等您答复" not in client.get("/desk/home").text
    answer = client.post(f"{address}/decide", data={"verdict": "upheld", "reason": "是"})
    assert answer.status_code == 403
    other = Visitor(app)
    enter(other, "wufang")
    page = words(other.get(f"/desk/objections?decide={line}").text)
    assert "滕天菊的“社区环境清洁”，异议成立吗？" in page
    assert "公示的天数照样算" in page
    answer = other.post(f"{address}/decide", data={"reason": ""})
    assert answer.status_code == 422
    answer = other.post(f"{address}/decide", data={"verdict": "upheld", "reason": "查了签到表，没有她"})
    assert answer.status_code == 303
    page = words(other.get("/desk/objections").text)
    assert "没有等答复的异议" in page
    assert "查了签到表，没有她" in page
    assert "退回" in words(other.get(f"/desk/review/{held}").text)
    assert other.post(f"{address}/decide", data={"verdict": "upheld", "reason": "再"}).status_code == 409


def test_the_supervisor_reads_them_masked_and_decides_where_nobody_else_is_left(
    client: Visitor, desk_day: DeskDay
) -> None:
    _held, line = public_line(desk_day)
    found = reading(lambda: volunteering.publicity.get(desk_day.community_id, line))
    officer = desk_day.officers[1]
    transact(
        lambda: volunteering.objections.raise_one(found.service_id, reason="没来", orally=True, actor=officer)
    )
    enter(client, "longanping")
    assert 'href="/desk/objections"' in client.get("/oversight").text
    page = client.get("/desk/objections").text
    assert "滕天菊" not in page
    assert "没有留名字" in page
    answer = client.post(f"/desk/objections/{line}/decide", data={"verdict": "dismissed", "reason": "有照片"})
    assert answer.status_code == 303


def test_who_decides_nothing_sees_none(client: Visitor, desk_day: DeskDay) -> None:
    _held, line = public_line(desk_day)
    for name in ("clerk2", "admin5", "tian"):
        enter(client, name)
        assert client.get("/desk/objections").status_code == 404
        assert client.get(f"/desk/objections/{line}").status_code == 404
        answer = client.post(f"/desk/objections/{line}/decide", data={"verdict": "upheld", "reason": "是"})
        assert answer.status_code == 404


def test_an_objection_that_is_right_in_part_is_upheld_and_the_true_times_are_back_filled(
    client: Visitor, desk_day: DeskDay, app: Flask
) -> None:
    _held, line = public_line(desk_day)
    enter(client, "yaomin")
    client.post(f"/desk/objections/{line}", data={"reason": "10点半就走了"})
    other = Visitor(app)
    enter(other, "wufang")
    answer = {"verdict": "upheld", "reason": "问过领队，是10点半走的"}
    assert other.post(f"/desk/objections/{line}/decide", data=answer).status_code == 303
    times = back_fill(desk_day, starts="9:00", ends="10:30", reason="异议成立，10点半走的")
    assert client.post("/desk/back-fill", data=times).status_code == 303
    assert "补录了 1 人、1.5 小时" in words(client.get("/desk").text)
    assert "1场活动等您审核" in words(other.get("/desk/home").text)
