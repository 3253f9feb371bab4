"""Pure decisions of the shop: periods of limits, exchange hours, people of an undo, and the mark of a receipt."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from points.shop.policy import (
    is_exchange_time,
    merged,
    next_period,
    people_of_undo,
    period_of,
    receipt_digest,
)
from points.shop.receipt_marks import digest

#: a receipt of two items, its facts as they are marked, and the mark: SHA-256 of the sixteen letters "points receipt 1",
#: a zero byte, and the text. Both were written by hand, so that another spelling of the same receipt is seen: it would
#: make every printed one false.
COMMUNITY = UUID("0198f000-0000-7000-8000-000000000001")
SPELLED = (
    '{"at":"2026-03-01T01:30:00+00:00","balance_after":55,"community":"0198f000-0000-7000-8000-000000000001",'
    '"day":"2026-03-01","items":[["G02",1,250],["G06",3,15]],"receipt":"s3479cdfhjkmn","tenths":265}'
)
MARK = "b4415499cded5b215ab91cc62e9baf8354eb2689aca3ec72298c668db1eb4647"


def test_the_mark_of_a_receipt_is_what_it_was_when_it_was_printed() -> None:
    row = {
        "receipt": "s3479cdfhjkmn",
        "community_id": COMMUNITY,
        "balance_after": 55,
        "at": datetime(2026, 3, 1, 1, 30, tzinfo=UTC),
        "redeemed_on": date(2026, 3, 1),
    }
    # however they lay on the counter
    assert digest(row, [("G06", 3, 15), ("G02", 1, 250)]).hex() == MARK


def test_chinese_words_are_marked_as_they_are_written() -> None:
    assert receipt_digest({"words": "大米5kg", "receipt": "s3479cdfhjkmn"}).hex() == (
        "f8f91e4b1a74e714784663680bc0fbaf80eb9336504ed363aba50123553dcd16"
    )


@pytest.mark.parametrize(
    "fact, other",
    [
        ("receipt", "s3479cdfhjkmm"),
        ("community", str(UUID(int=2))),
        ("tenths", 264),
        ("balance_after", 56),
        ("items", [["G02", 1, 250], ["G06", 4, 15]]),
        ("at", "2026-03-01T01:30:01+00:00"),
        ("day", "2026-03-02"),
    ],
)
def test_every_fact_of_a_receipt_is_marked(fact: str, other: object) -> None:
    facts: dict[str, Any] = json.loads(SPELLED)
    assert receipt_digest(facts).hex() == MARK
    assert receipt_digest({**facts, fact: other}).hex() != MARK


@pytest.mark.parametrize(
    "day, month, opens",
    [
        (date(2026, 10, 31), "2026-10", date(2026, 11, 1)),
        (date(2026, 11, 1), "2026-11", date(2026, 12, 1)),
        (date(2026, 11, 30), "2026-11", date(2026, 12, 1)),
        (date(2026, 12, 31), "2026-12", date(2027, 1, 1)),
        (date(2027, 1, 1), "2027-01", date(2027, 2, 1)),
    ],
)
def test_a_limit_of_a_month_opens_on_the_first_of_the_next(day: date, month: str, opens: date) -> None:
    assert (period_of("month", day), next_period("month", day)) == (month, opens)


def test_a_limit_of_a_year_opens_with_the_new_year() -> None:
    for day in (date(2026, 1, 1), date(2026, 12, 31)):
        assert (period_of("year", day), next_period("year", day)) == ("2026", date(2027, 1, 1))


def test_what_is_scanned_twice_is_two_pieces() -> None:
    assert merged([("G02", 1), ("G06", 2), ("G02", 3)]) == {"G02": 4, "G06": 2}


SATURDAY, SUNDAY, MONDAY = (datetime(2026, 11, day, 10, 0) for day in (28, 29, 30))


@pytest.mark.parametrize(
    "exchange, at, opens",
    [
        (None, SUNDAY, True),
        ({}, SUNDAY, True),
        ({"hours": [["9:00", "11:00"]]}, SUNDAY, True),
        ({"hours": [["10:00", "11:00"]]}, SUNDAY, True),
        ({"hours": [["9:00", "10:00"]]}, SUNDAY, False),
        ({"hours": [["9:00", "9:30"], ["9:59", "10:01"]]}, SUNDAY, True),
        ({"hours": []}, SUNDAY, True),
        ({"days": [6]}, SUNDAY, True),
        ({"days": [5]}, SATURDAY, True),
        ({"days": [0]}, MONDAY, True),
        ({"days": [5, 0]}, SUNDAY, False),
        ({"days": []}, MONDAY, False),
    ],
)
def test_the_shop_exchanges_on_its_days_and_within_its_hours(
    exchange: dict[str, Any] | None, at: datetime, opens: bool
) -> None:
    assert is_exchange_time(exchange, at) is opens


@pytest.mark.parametrize("minute, opens", [(0, True), (23 * 60 + 59, True)])
def test_a_day_without_hours_is_open_from_its_first_minute_to_its_last(minute: int, opens: bool) -> None:
    at = SUNDAY.replace(hour=minute // 60, minute=minute % 60)
    assert is_exchange_time({"days": [6]}, at) is opens


@pytest.mark.parametrize(
    "asker, confirmer, of_one, number",
    [
        (False, False, False, 3),
        (True, False, False, 2),
        (False, True, False, 2),
        (False, False, True, 2),
        (True, True, False, 1),
        (True, False, True, 1),
        (True, True, True, 1),
    ],
)
def test_who_pays_or_made_the_other_is_no_third_person(
    asker: bool, confirmer: bool, of_one: bool, number: int
) -> None:
    assert people_of_undo(asker_pays=asker, confirmer_pays=confirmer, of_one=of_one) == number
