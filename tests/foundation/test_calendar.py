"""Working days: public holidays, moved weekends, the office's own days, and years nobody has announced yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from points.foundation.calendar import (
    WorkingDay,
    add_working_days,
    is_working_day,
    month_after,
    months_back_to,
    working_days_between,
)

NATIONAL_DAY = date(2025, 10, 1)
#: a Sunday that was worked for the National Day week
MOVED_SUNDAY = date(2025, 9, 28)
FAR = date(2095, 3, 7)


@pytest.mark.parametrize(
    "day, works",
    [(date(2025, 9, 30), True), (NATIONAL_DAY, False), (MOVED_SUNDAY, True), (date(2025, 9, 27), False)],
)
def test_the_public_calendar_decides(day: date, works: bool) -> None:
    assert is_working_day(day, {}) == (works, False)


def test_the_office_decides_over_the_calendar() -> None:
    assert is_working_day(NATIONAL_DAY, {NATIONAL_DAY: True}) == (True, False)
    assert is_working_day(MOVED_SUNDAY, {MOVED_SUNDAY: False}) == (False, False)


def test_a_year_without_a_calendar_is_monday_to_friday_and_provisional() -> None:
    week = [is_working_day(FAR + timedelta(days=ahead), {}) for ahead in range(7)]
    assert FAR.weekday() == 0
    assert week == [(True, True)] * 5 + [(False, True)] * 2
    assert is_working_day(FAR, {FAR: False}) == (False, False)


def test_three_working_days_pass_over_the_holiday_week() -> None:
    assert add_working_days(date(2025, 9, 29), 3, {}) == WorkingDay(date(2025, 10, 10), provisional=False)
    assert add_working_days(date(2025, 9, 26), 1, {}) == WorkingDay(MOVED_SUNDAY, provisional=False)
    assert add_working_days(date(2025, 9, 26), 1, {MOVED_SUNDAY: False}).day == date(2025, 9, 29)


def test_no_working_days_is_the_day_itself() -> None:
    assert add_working_days(NATIONAL_DAY, 0, {}) == WorkingDay(NATIONAL_DAY, provisional=False)
    with pytest.raises(ValueError):
        add_working_days(NATIONAL_DAY, -1, {})


def test_a_count_into_an_unannounced_year_is_provisional() -> None:
    assert add_working_days(FAR, 10, {}) == WorkingDay(FAR + timedelta(days=14), provisional=True)


@pytest.mark.parametrize("count", [0, 1, 3, 7, 10, 30])
def test_counting_and_measuring_agree(count: int) -> None:
    start = date(2025, 9, 26)
    end = add_working_days(start, count, {}).day
    assert working_days_between(start, end, {}) == count


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert working_days_between(date(2025, 9, 30), date(2025, 9, 26), {}) == 0


def test_after_december_comes_january() -> None:
    assert [month_after(date(2025, month, 28)) for month in (1, 11, 12)] == [
        date(2025, 2, 1), date(2025, 12, 1), date(2026, 1, 1)
    ]  # fmt: skip


def test_months_run_back_from_this_one_and_no_further_than_asked() -> None:
    asked = date(2026, 1, 31)
    assert months_back_to(date(2025, 11, 30), asked, most=9) == [
        date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)
    ]  # fmt: skip
    assert months_back_to(date(2019, 1, 1), asked, most=2) == [date(2026, 1, 1), date(2025, 12, 1)]
    assert months_back_to(date(2026, 3, 1), asked, most=9) == [date(2026, 1, 1)], "a clock that was put back"
