"""What was typed after the event, by month."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from points import oversight
from points.foundation import clock, db
from tests.support.books import Books
from tests.support.statements import counting
from tests.support.visitors import Visitor


@pytest.fixture
def typed(books: Books) -> Books:
    """All services as if they had been typed afterwards, one of them for a reason."""
    with db.engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE volunteering_service SET origin = 'back_filled', reason = '设备坏了', evidence = '照片'"
            )
        )
    return books


def test_this_month_lists_whom_and_on_what_evidence(typed: Books, watcher: Visitor) -> None:
    with counting(db.engine) as counted:
        page = watcher.get("/oversight/back-fills").text
    assert counted.number <= 8
    assert "设备坏了，照片" in page
    assert "田**" in page
    assert "田桂兰" not in page
    assert page.count("<tr>") == 7


def test_another_month_has_its_own(typed: Books, watcher: Visitor) -> None:
    assert "这个月没有补录" in watcher.get("/oversight/back-fills?month=2020-01").text


def test_a_month_that_is_none_is_this_one(app: Flask) -> None:
    this = clock.today().replace(day=1)
    for text in ("", "2026-13", "9999-01", "nonsense", "1900-01"):
        assert oversight.back_fills.month_of(text) == this
    assert oversight.back_fills.month_of("2024-02") == date(2024, 2, 1)
    assert oversight.back_fills.month_after(date(2024, 12, 1)) == date(2025, 1, 1)
