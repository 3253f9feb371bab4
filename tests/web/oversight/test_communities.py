"""The street's communities side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from points import oversight, people
from points.foundation import clock, db, reading, system_actor, transact
from points.oversight.communities import span
from tests.support.books import Books
from tests.support.statements import counting
from tests.support.street import enter
from tests.support.visitors import Visitor


@pytest.fixture
def side_by_side(books: Books, app: Flask) -> Callable[[], str]:
    """The street officer, whose role stands on the street and so over two communities."""

    def work() -> None:
        above = db.session.execute(
            sa.text("SELECT parent_id FROM people_place WHERE kind = 'community'").columns(parent_id=sa.Uuid)
        ).scalar_one()
        other = people.places.found_community(
            "莲花社区", name_en="Lianhua", district="江城区", street="城南街道"
        )
        people.households.add("001", actor=system_actor(other))
        account = books.street.staff["street"].account_id
        assert account is not None
        people.roles.grant(account, "street", place_id=above, actor=books.street.system)

    transact(work)
    client: Visitor = app.test_client()  # type: ignore[assignment]
    enter(client, "street6")
    return lambda: str(client.get("/oversight/communities").text)


def numbers(page: str) -> list[list[str]]:
    """The cells with numbers, by row."""
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")
    return [
        re.findall(r"data-label=[^>]*>(?:<a [^>]*>)?([^<]*)<", row) for row in rows if "cell-number" in row
    ]


def test_every_community_under_the_street_stands_there_with_sums(side_by_side: Callable[[], str]) -> None:
    with counting(db.engine) as counted:
        page = side_by_side()
    assert counted.number <= 8
    first, second, total = numbers(page)
    assert "莲花社区" in page
    assert second == ["1", "0:00", "0.0", "0.0", "0", "0"]
    assert first[0] == "2"
    assert first[5] == "1"
    assert total[0] == "3"


def test_what_was_taken_back_is_in_no_sum(books: Books, side_by_side: Callable[[], str]) -> None:
    [first, *_] = numbers(side_by_side())
    # services of 90, 8 and twice 5 points; the neighbour's 10 were taken back
    assert first[2] == "108.0"
    # of two sales by voucher one was undone; the neighbour bought salt
    assert first[3] == "28.5"


def test_only_the_street_compares(app: Flask, books: Books) -> None:
    for name in ("supervisor4", "admin5", "officer0"):
        client: Visitor = app.test_client()  # type: ignore[assignment]
        assert enter(client, name).get("/oversight/communities").status_code == 404


def test_whose_roles_stand_nowhere_compares_nothing(books: Books) -> None:
    lines, total = reading(lambda: oversight.communities.compare(books.street.resident, "month"))
    assert list(lines) == []
    assert total.households == 0


@pytest.mark.parametrize(
    "word, first, behind",
    [
        ("month", date(2026, 3, 1), date(2026, 3, 6)),
        ("last_month", date(2026, 2, 1), date(2026, 3, 1)),
        ("year", date(2026, 1, 1), date(2026, 3, 6)),
    ],
)
def test_spans_of_time(word: str, first: date, behind: date) -> None:
    assert span(word, date(2026, 3, 5)) == (first, behind)
    assert clock.today() >= span("year", clock.today())[0]
