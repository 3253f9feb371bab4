"""When a shop is open: now, until when, and when next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from points.foundation import clock, wording
from points.shop.policy import opening_at

#: Wednesday 25 November 2026, midnight in Shanghai
WEDNESDAY = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
TWICE: dict[str, Any] = {"days": [2, 4], "hours": [["8:30", "11:30"], ["15:00", "17:00"]]}


def seen(
    exchange: dict[str, Any] | None, *, days: int = 0, hours: float = 0
) -> tuple[bool, str | None, str | None]:
    """Open, until when, when next; as day of the month and clock."""
    found = opening_at(exchange, WEDNESDAY + timedelta(days=days, hours=hours))
    assert found is not None

    def said(at: datetime | None) -> str | None:
        return None if at is None else f"{clock.shanghai(at).day} {wording.clock_time(at)}"

    return found.open, said(found.until), said(found.next_at)


@pytest.mark.parametrize(
    "days, hours, expected",
    [
        (0, 8, (False, None, "25 8:30")),
        (0, 8.5, (True, "25 11:30", None)),
        (0, 11.5, (False, None, "25 15:00")),
        (0, 16, (True, "25 17:00", None)),
        (0, 17, (False, None, "27 8:30")),
        (1, 12, (False, None, "27 8:30")),
        (2, 20, (False, None, "2 8:30")),
    ],
)
def test_two_days_with_two_spans(
    days: int, hours: float, expected: tuple[bool, str | None, str | None]
) -> None:
    assert seen(TWICE, days=days, hours=hours) == expected


def test_days_without_hours_are_open_all_day() -> None:
    assert seen({"days": [2]}, hours=3) == (True, None, None)
    assert seen({"days": [2]}, days=1) == (False, None, "2 0:00")


def test_one_day_a_week_opens_again_on_the_same_day_of_the_next() -> None:
    assert seen({"days": [2], "hours": [["9:00", "10:00"]]}, hours=12) == (False, None, "2 9:00")


def test_no_day_at_all_never_opens_and_nothing_decided_says_nothing() -> None:
    assert seen({"days": []}) == (False, None, None)
    assert opening_at(None, WEDNESDAY) is None
