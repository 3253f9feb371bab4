"""How numbers, days, hours and names are said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from points.foundation import wording
from points.foundation.clock import NEVER

MORNING = datetime(2026, 11, 26, 1, 42, tzinfo=UTC)
LATE_EVENING_IN_UTC = datetime(2026, 11, 25, 23, 5, tzinfo=UTC)
THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "tenths, sentence, column, signed",
    [
        (80, "8", "8.0", "+8.0"),
        (35, "3.5", "3.5", "+3.5"),
        (5, "0.5", "0.5", "+0.5"),
        (0, "0", "0.0", "0.0"),
        (-270, "−27", "−27.0", "−27.0"),
        (-5, "−0.5", "−0.5", "−0.5"),
        (-15, "−1.5", "−1.5", "−1.5"),
        (123456, "12,345.6", "12,345.6", "+12,345.6"),
    ],
)
def test_points_are_said_without_a_trailing_zero_and_lined_up_with_one(
    tenths: int, sentence: str, column: str, signed: str
) -> None:
    assert wording.points(tenths) == sentence
    assert wording.column(tenths) == column
    assert wording.signed(tenths) == signed


def test_a_day_and_a_time_are_those_of_shanghai() -> None:
    assert wording.day(MORNING) == "11月26日"
    assert wording.day(LATE_EVENING_IN_UTC) == "11月26日"
    assert wording.day(THURSDAY, "en") == "26 Nov"
    assert wording.clock_time(MORNING) == "9:42"
    assert wording.clock_time(LATE_EVENING_IN_UTC) == "7:05"
    assert wording.when(MORNING) == "11月26日 9:42"
    assert wording.when(MORNING, "en") == "26 Nov 9:42"
    assert wording.full_day(THURSDAY) == "2026年11月26日"
    assert wording.full_day(THURSDAY, "en") == "26 Nov 2026"


@pytest.mark.parametrize(
    "day, chinese, english",
    [
        (date(2026, 11, 26), "今天", "today"),
        (date(2026, 11, 27), "明天", "tomorrow"),
        (date(2026, 11, 28), "周六", "Saturday"),
        (date(2026, 12, 2), "周三", "Wednesday"),
        (date(2026, 12, 3), "12月3日", "3 Dec"),
        (date(2026, 11, 25), "11月25日", "25 Nov"),
        (date(2027, 1, 3), "2027年1月3日", "3 Jan 2027"),
        (NEVER, "长期", "no end"),
        (datetime(2026, 11, 26, 16, 30, tzinfo=UTC), "明天", "tomorrow"),
    ],
)
def test_a_deadline_is_said_as_people_say_it(day: date | datetime, chinese: str, english: str) -> None:
    assert wording.due(day, today=THURSDAY) == chinese
    assert wording.due(day, "en", today=THURSDAY) == english


@pytest.mark.parametrize("minutes, said", [(2760, "46"), (210, "3.5"), (100, "1.6"), (5, "0"), (0, "0")])
def test_hours_are_never_more_than_were_served(minutes: int, said: str) -> None:
    assert wording.hours(minutes) == said


@pytest.mark.parametrize("minutes, said", [(0, "0:00"), (118, "1:58"), (1500, "25:00"), (74107, "1,235:07")])
def test_hours_of_a_column_are_said_to_the_minute(minutes: int, said: str) -> None:
    assert wording.hours_column(minutes) == said


@pytest.mark.parametrize(
    "name, shown",
    [
        ("田桂兰", "田**"),
        ("田芳", "田*"),
        ("田 芳", "田*"),
        ("田", "田*"),
        ("欧阳明", "欧阳*"),
        ("欧阳明月", "欧阳**"),
        ("欧阳", "欧*"),
        ("Johannes", "J**"),
        ("", "*"),
    ],
)
def test_a_public_name_keeps_the_family_name_only(name: str, shown: str) -> None:
    assert wording.masked(name) == shown


@pytest.mark.parametrize(
    ("name", "given"),
    [("田桂兰", "桂兰"), ("欧阳建国", "建国"), ("代玉", "代玉"), ("欧阳明", "欧阳明"), ("田", "田")],
)
def test_somebody_is_called_by_their_given_name_where_it_is_one(name: str, given: str) -> None:
    assert wording.given_name(name) == given


@pytest.mark.parametrize(
    "days, chinese, english",
    [
        (range(7), "每天", "every day"),
        ([0, 1, 2, 3, 4], "周一至周五", "Mon–Fri"),
        ([4, 2], "周三、周五", "Wed, Fri"),
        ([5, 6], "周六、周日", "Sat, Sun"),
        ([3], "周四", "Thu"),
        ([0, 2, 3, 4], "周一、周三、周四、周五", "Mon, Wed, Thu, Fri"),
    ],
)
def test_days_of_the_week_are_said_together(days: list[int], chinese: str, english: str) -> None:
    assert (wording.weekdays(days), wording.weekdays(days, "en")) == (chinese, english)


def test_a_day_that_was_is_today_or_yesterday_or_itself() -> None:
    said = [wording.ago(day, today=THURSDAY) for day in (THURSDAY, date(2026, 11, 25), date(2026, 11, 24))]
    assert said == ["今天", "昨天", "11月24日"]
    assert wording.ago(date(2025, 11, 26), "en", today=THURSDAY) == "26 Nov 2025"
