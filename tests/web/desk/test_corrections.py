"""An award taken back at the desk by two: asked on its page, said what is spent of it, confirmed or declined."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import clock, db, reading, transact
from tests.support.books import Books, books
from tests.support.desk_day import words
from tests.support.street import enter, open_account
from tests.support.visitors import Visitor

__all__ = ["books"]

REASON = "名单上没有这个人"


def award_id() -> UUID:
    found = sa.text("SELECT id FROM volunteering_award WHERE tenths = 900").columns(id=sa.Uuid)
    return reading(lambda: db.session.execute(found).scalar_one())


def as_one(app: Flask, username: str) -> Visitor:
    client = Visitor(app)
    enter(client, username)
    return client


@pytest.fixture
def second(books: Books) -> str:
    """Another officer, whom the officer's account has nothing to do with."""
    street = books.street

    def work() -> None:
        person = people.residents.register("吴正林", actor=street.system)
        account = open_account(person, "second", street.system)
        people.roles.grant(account, "officer", place_id=street.community_id, actor=street.system)

    transact(work)
    return "second"


def test_one_asks_and_another_confirms_what_the_page_said(app: Flask, books: Books, second: str) -> None:
    which = award_id()
    officer, other = as_one(app, "officer0"), as_one(app, second)
    address = f"/desk/awards/{which}"
    assert "申请冲正" in officer.get(address).text
    assert officer.post(f"{address}/ask", data={"reason": ""}).status_code == 422
    assert officer.post(f"{address}/ask", data={"reason": REASON}).status_code == 303
    page = officer.get(address).text
    assert "冲正是您申请的" in page
    assert "确认冲正，收回" not in page
    assert officer.post(f"{address}/reverse").status_code == 403
    assert "笔冲正等您确认" in other.get("/desk/home").text
    assert REASON in other.get("/desk/corrections").text
    page = other.get(address).text
    assert "现在能用的还有" in page
    assert "确认冲正，收回" in page
    assert other.post(f"{address}/reverse").status_code == 303
    assert "已冲正" in other.get(address).text
    assert other.post(f"{address}/reverse").status_code == 409
    assert "没有等确认的冲正" in other.get("/desk/corrections").text
    # and the resident reads it in the statement, with the reason
    assert "冲正" in as_one(app, "tian").get("/statement").text


def test_a_no_needs_a_reason_and_who_asked_may_take_it_back(app: Flask, books: Books, second: str) -> None:
    address = f"/desk/awards/{award_id()}"
    officer, other = as_one(app, "officer0"), as_one(app, second)
    for client in (other, officer):
        assert officer.post(f"{address}/ask", data={"reason": REASON}).status_code == 303
        assert client.post(f"{address}/decline", data={"reason": ""}).status_code == 422
        assert client.post(f"{address}/decline", data={"reason": "查过了，没有错"}).status_code == 303
    assert "已冲正" not in officer.get(address).text
    assert "没有同意冲正" in officer.get(address).text


def test_who_decides_nothing_asks_nothing(app: Flask, books: Books) -> None:
    address = f"/desk/awards/{award_id()}"
    clerk = as_one(app, "clerk2")
    for deed in ("ask", "reverse", "decline"):
        assert clerk.post(f"{address}/{deed}", data={"reason": REASON}).status_code == 404


def test_whose_points_were_taken_back_reads_on_the_first_page_what_and_why_and_whom_to_ask(
    app: Flask, books: Books, second: str
) -> None:
    address = f"/desk/awards/{award_id()}"
    officer, other, resident = as_one(app, "officer0"), as_one(app, second), as_one(app, "tian")
    assert "收回了" not in resident.get("/").text
    officer.post(f"{address}/ask", data={"reason": REASON})
    assert "收回了" not in resident.get("/").text, "nothing has moved yet"
    other.post(f"{address}/reverse")
    page = words(resident.get("/").text)
    assert "“探访”的 90 分收回了" in page.replace("\xa0", " ").replace("&nbsp;", " ")
    assert f"原因：{REASON}" in page
    assert "到社区窗口问" in page
    resident.post("/care", data={"care": "1", "next": "/"})
    page = resident.get("/").text
    assert REASON in page
    [about] = re.findall(r'name="about" value="([^"]+)"', page)
    assert resident.post("/notices/read", data={"about": about}).status_code == 303
    assert REASON not in resident.get("/").text
    # a neighbour never does
    assert REASON not in as_one(app, "clerk2").get("/").text


def test_it_is_told_for_a_month(app: Flask, books: Books, second: str) -> None:
    address = f"/desk/awards/{award_id()}"
    as_one(app, "officer0").post(f"{address}/ask", data={"reason": REASON})
    as_one(app, second).post(f"{address}/reverse")
    for days, told in ((29, True), (31, False)):
        with clock.standing_at(clock.now() + timedelta(days=days)):
            assert (REASON in as_one(app, "tian").get("/").text) is told


def test_the_supervisor_confirms_where_nobody_else_is_left_and_sees_no_purse(
    app: Flask, books: Books
) -> None:
    """One officer approved, another only asked; who watches takes nothing for themselves."""
    which = award_id()
    address = f"/desk/awards/{which}"
    officer, watcher = as_one(app, "officer0"), as_one(app, "supervisor4")
    officer.post(f"{address}/ask", data={"reason": REASON})
    page = watcher.get("/desk/corrections").text
    assert "确认冲正，收回" in page
    assert "田桂兰" not in page
    assert watcher.get(address).status_code == 404
    assert watcher.post(f"{address}/ask", data={"reason": REASON}).status_code == 404
    assert "不冲正的原因" in watcher.get(f"/desk/corrections?decline={which}").text
    assert watcher.post(f"{address}/decline", data={"reason": ""}).status_code == 422
    answer = watcher.post(f"{address}/reverse")
    assert (answer.status_code, answer.location) == (303, "/desk/corrections")
    assert "没有等确认的冲正" in watcher.get("/desk/corrections").text
