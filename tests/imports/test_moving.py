"""A sample moved in time: whole weeks, everything alike, and not a point more or less."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from points.imports.balancing import balance
from points.imports.lines import Books
from points.imports.moving import end_by
from points.imports.reading.folder import read_books
from tests.support.workbooks import SAMPLE


@pytest.fixture(scope="module")
def books() -> Books:
    """The sample as it lies in its folder."""
    return read_books(SAMPLE)


def days(books: Books) -> list[date]:
    """Every day that something happened on."""
    return [
        one.day
        for part in (books.activities, books.earned, books.deliveries, books.redemptions)
        for one in part
    ]


@pytest.mark.parametrize(
    "last", [date(2026, 11, 25), date(2026, 11, 24), date(2028, 2, 29), date(2024, 1, 1)]
)
def test_the_year_ends_in_the_week_up_to_a_day_and_saturdays_stay_saturdays(books: Books, last: date) -> None:
    moved = end_by(books, last)
    assert timedelta() <= last - max(days(moved)) < timedelta(weeks=1)
    [by] = {after - before for before, after in zip(days(books), days(moved), strict=True)}
    assert by % timedelta(weeks=1) == timedelta()
    shelf = [(one.expires - one.day) if one.expires else None for one in books.deliveries]
    assert shelf == [(one.expires - one.day) if one.expires else None for one in moved.deliveries]
    assert moved.people == books.people


def test_no_balance_and_no_stock_changes(books: Books) -> None:
    before, after = balance(books), balance(end_by(books, date(2026, 11, 25)))
    assert (after.balances, after.stock, after.faults) == (before.balances, before.stock, before.faults)


def test_nothing_is_moved_where_nothing_happened() -> None:
    empty = Books(folder="", community="", year=0)
    assert end_by(empty, date(2026, 1, 1)) is empty
