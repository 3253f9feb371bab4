"""What two people took back: nothing is listed where three did."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from points.foundation import clock, db
from points.foundation.database import UtcTime
from tests.support.books import Books
from tests.support.statements import counting
from tests.support.street import enter
from tests.support.visitors import Visitor


def test_what_three_took_back_is_not_listed(books: Books, watcher: Visitor) -> None:
    assert "没有两个人冲正的" in watcher.get("/oversight/undoings").text
    assert "两个人冲正的" not in watcher.get("/oversight").text


def test_what_two_took_back_is_listed_with_why(books: Books, watcher: Visitor) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE shop_undo SET two_reason = '店员的妹妹'"))
    with counting(db.engine) as counted:
        page = watcher.get("/oversight/undoings").text
    assert counted.number <= 8
    assert page.count("店员的妹妹") == 1
    assert page.count("<tr>") == 2
    assert "这个月有 1 笔是两个人冲正的" in watcher.get("/oversight").text


def test_what_a_clock_that_was_ahead_wrote_down_is_listed(books: Books, watcher: Visitor) -> None:
    ahead = sa.bindparam("at", clock.now() + timedelta(days=2), type_=UtcTime())
    with db.engine.begin() as connection:
        change = sa.text("UPDATE shop_undo SET two_reason = '店员的妹妹', decided_at = :at")
        connection.execute(change.bindparams(ahead))
    assert "店员的妹妹" in watcher.get("/oversight/undoings").text


def test_who_serves_does_not_read_it(books: Books, app: Flask) -> None:
    clerk = enter(app.test_client(), "clerk2")  # type: ignore[arg-type]
    assert clerk.get("/oversight/undoings").status_code in (403, 404)
