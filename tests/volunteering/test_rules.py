"""What a rule gives, where a cap cuts, how long a day may be: pure decisions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points.foundation import NEVER
from points.volunteering.programme.policy import fit_times, pause_ends, refuse_full, refuse_late, within_plan
from points.volunteering.programme.refusals import ActivityFull, DayTooLong, EndBeforeStart, SignUpLate
from points.volunteering.review.policy import approvals_needed, deadline
from points.volunteering.rulebook import rules
from points.volunteering.rulebook.caps import Limit, period_of
from points.volunteering.rulebook.policy import (
    decayed,
    fits,
    gives,
    gives_decayed,
    lapses_on,
)
from points.volunteering.services.policy import Span, free_part

WEIHAI = [[20, 1], [80, 2], [200, 3], [None, 4]]
NINE = datetime(2025, 11, 26, 1, 0, tzinfo=UTC)


def span(begins: float, ends: float) -> Span:
    return Span(NINE + timedelta(hours=begins), NINE + timedelta(hours=ends))


def test_what_is_given_is_floored_to_tenths_of_the_whole() -> None:
    assert gives(unit="小时", tenths=24, minutes=150, quantity_tenths=10) == 60
    assert gives(unit="小时", tenths=20, minutes=59, quantity_tenths=10) == 19
    assert gives(unit="次", tenths=50, minutes=0, quantity_tenths=20) == 100
    assert gives(unit="户·周", tenths=5, minutes=0, quantity_tenths=10) == 5


@pytest.mark.parametrize(
    "hours, tenths",
    [(10, 100), (20, 200), (50, 350), (80, 500), (100, 566), (200, 900), (300, 1150)],
)
def test_the_decay_of_weihai_is_floored_to_tenths_of_the_whole(hours: int, tenths: int) -> None:
    assert decayed(hours * 60, tenths=10, steps=WEIHAI) == tenths


@given(st.lists(st.integers(0, 900), max_size=40))
def test_services_one_by_one_give_what_their_whole_gives(minutes: list[int]) -> None:
    before, given_so_far = 0, 0
    for one in minutes:
        given_so_far += gives_decayed(before, one, tenths=10, steps=WEIHAI)
        before += one
    assert given_so_far == decayed(sum(minutes), tenths=10, steps=WEIHAI)


def test_an_award_is_the_part_that_fits_under_its_cap() -> None:
    day = Limit("tenths", 80, "day")
    assert [fits(50, day, used) for used in (0, 30, 40, 80, 95)] == [50, 50, 40, 0, 0]
    times = Limit("times", 2, "month")
    assert [fits(100, times, used) for used in (0, 1, 2)] == [100, 100, 0]
    assert fits(500, None, 10_000) == 500


def test_windows_are_shanghai_days_weeks_months_quarters_and_years() -> None:
    day = date(2025, 12, 29)
    assert [period_of(day, one) for one in ("day", "week", "month", "quarter", "year")] == [
        "2025-12-29",
        "2026-W01",
        "2025-12",
        "2025-Q4",
        "2025",
    ]


def test_long_days_need_more_people() -> None:
    levels = [approvals_needed(minutes, day_limit=480, street_limit=720) for minutes in (480, 481, 720, 721)]
    assert levels == ["one", "two", "two", "street"]


def test_ten_working_days_skip_a_holiday_week() -> None:
    assert deadline(date(2025, 9, 26), {}).day == date(2025, 10, 16)


def test_points_lapse_as_the_community_decided() -> None:
    assert lapses_on({"kind": "none"}, date(2025, 11, 26)) == NEVER
    assert lapses_on({"kind": "year_end"}, date(2025, 11, 26)) == date(2025, 12, 31)
    assert lapses_on({"kind": "months", "months": 36}, date(2025, 11, 26)) == date(2028, 11, 26)
    assert lapses_on({"kind": "months", "months": 3}, date(2025, 11, 30)) == date(2026, 2, 28)


def test_what_is_free_of_a_time_is_its_longest_part_beside_the_others() -> None:
    assert free_part(span(0, 4), [span(3, 6)]) == span(0, 3)
    assert free_part(span(0, 4), [span(-1, 3)]) == span(3, 4)
    assert free_part(span(0, 4), [span(1, 2)]) == span(2, 4)
    assert free_part(span(0, 4), [span(-1, 5)]) is None
    assert free_part(span(0, 4), [span(4, 5)]) == span(0, 4)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=6))
def test_what_is_free_overlaps_nothing(others: list[tuple[int, int]]) -> None:
    taken = [span(begins, begins + length) for begins, length in others]
    free = free_part(span(4, 16), taken)
    assert free is None or not any(free.meets(one) for one in taken)


def test_sign_up_pauses_after_five_absences_in_one_year() -> None:
    days = [date(2025, month, 3) for month in (1, 4, 6, 9, 11)]
    today = date(2025, 11, 26)
    assert pause_ends(days, times=5, months=3, today=today) == date(2026, 2, 3)
    assert pause_ends(days[:4], times=5, months=3, today=today) is None
    # a community that never pauses
    assert pause_ends(days, times=0, months=3, today=today) is None
    assert pause_ends([], times=0, months=3, today=today) is None
    assert pause_ends([date(2024, 12, 30), *days[:4]], times=5, months=3, today=today) is None


@pytest.mark.parametrize(
    ("unit", "counts_hours", "least"),
    [
        ("次", True, 30),
        ("场", True, 30),
        ("半天", True, 120),
        ("小时", True, 0),
        ("次", False, 0),
        ("件", True, 0),
    ],
)
def test_a_new_rule_for_service_by_occasion_asks_for_some_minutes(
    unit: str, counts_hours: bool, least: int
) -> None:
    def new(**more: int) -> rules.NewRule:
        return rules.NewRule(code="R90", name="新", unit=unit, tenths=50, counts_hours=counts_hours, **more)

    assert new().least_minutes == least
    assert new(least_minutes=0).least_minutes == 0


@pytest.mark.parametrize(("minutes", "tenths"), [(0, 0), (29, 0), (30, 50), (300, 50)])
def test_an_occasion_shorter_than_its_rule_asks_gives_nothing(minutes: int, tenths: int) -> None:
    assert gives(unit="次", tenths=50, minutes=minutes, quantity_tenths=10, least_minutes=30) == tenths
    assert gives(unit="次", tenths=50, minutes=minutes, quantity_tenths=10) == 50


def test_the_pause_is_over_on_the_day_it_ends() -> None:
    days = [date(2025, month, 3) for month in (1, 4, 6, 7, 8)]
    assert pause_ends(days, times=5, months=3, today=date(2025, 11, 2)) == date(2025, 11, 3)
    assert pause_ends(days, times=5, months=3, today=date(2025, 11, 3)) is None


@pytest.mark.parametrize(
    "came, left, counts",
    [
        (0, 2, (0, 2)),
        (-1, 3, (0, 2)),
        (0.5, 1.5, (0.5, 1.5)),
        (0.5, None, (0.5, 1.75)),
        (3, 4, (3, 3)),
        (-2, -1, (0, 0)),
    ],
)
def test_only_the_time_of_the_plan_counts(
    came: float, left: float | None, counts: tuple[float, float]
) -> None:
    def at(hours: float) -> datetime:
        return NINE + timedelta(hours=hours)

    found = within_plan(at(came), None if left is None else at(left), starts=at(0), ends=at(2), now=at(1.75))
    assert found == Span(at(counts[0]), at(counts[1]))


@pytest.mark.parametrize(
    "hours, refusal",
    [(24, None), (24.01, DayTooLong), (0, EndBeforeStart), (-1, EndBeforeStart), (0.01, None)],
)
def test_an_activity_ends_after_it_starts_and_within_a_day(
    hours: float, refusal: type[Exception] | None
) -> None:
    ends = NINE + timedelta(hours=hours)
    if refusal is None:
        fit_times(NINE, ends)
    else:
        with pytest.raises(refusal):
            fit_times(NINE, ends)


def test_a_list_is_open_until_the_very_start_and_while_there_is_room() -> None:
    refuse_late(NINE, title="清洁", now=NINE - timedelta(microseconds=1))
    with pytest.raises(SignUpLate):
        refuse_late(NINE, title="清洁", now=NINE)
    refuse_full(2, 3, title="清洁")
    refuse_full(500, None, title="清洁")
    with pytest.raises(ActivityFull):
        refuse_full(3, 3, title="清洁")
