"""How long somebody waits after wrong tries, and when a way nobody confirmed pays a little: pure decisions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from points.people.access.policy import locked_until, machine_locked_until
from points.people.identification.policy import is_cooled

NOON = datetime(2025, 11, 26, 4, 0, tzinfo=UTC)
MADE = date(2025, 11, 1)


@pytest.mark.parametrize(
    "failed, minutes",
    [(4, None), (5, 15), (6, None), (9, None), (10, 30), (15, 60), (35, 960), (40, 1440), (400, 1440)],
)
def test_an_account_is_locked_with_each_five_wrong_tries_for_longer_up_to_a_day(
    failed: int, minutes: int | None
) -> None:
    assert locked_until(failed, NOON) == (minutes and NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "failed, minutes",
    [(39, None), (40, 15), (41, None), (80, 30), (120, 60), (160, 120), (200, 240), (240, 240), (4000, 240)],
)
def test_a_machine_pauses_with_each_forty_for_longer_up_to_four_hours(
    failed: int, minutes: int | None
) -> None:
    assert machine_locked_until(failed, NOON) == (minutes and NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "used, day, cooled",
    [(None, 30, False), (0, 30, False), (1, 6, False), (1, 7, True), (5, 7, True), (-1, 30, False)],
)
def test_a_way_cools_only_after_its_household_came_by_another_on_a_later_day(
    used: int | None, day: int, *, cooled: bool
) -> None:
    """Seven days, and an older way used on a day after the new one was made: on the day itself nobody was told yet."""
    at = None if used is None else MADE + timedelta(days=used)
    today = MADE + timedelta(days=day)
    assert is_cooled(made_on=MADE, others_used_on=at, today=today, days=7) is cooled
