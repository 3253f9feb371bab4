"""An award taken back at the desk by two: asked on its page, said what is spent of it, confirmed or declined."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import db, reading, transact
from tests.support.books import Books, books
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
