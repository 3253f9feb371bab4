"""Days and times of day as people type them into a field."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points import imports
from points.imports.typed_times import SLIP, Sense

#: a Wednesday
TODAY = date(2025, 11, 26)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def read(words: str, sense: Sense = "past") -> date | None:
    return imports.typed_times.day(words, today=TODAY, sense=sense)


@pytest.mark.parametrize(
    "words",
    [
        "11.26", "1126", "11-26", "11/26", "11。26", "11 26", "2025.11.26", "20251126", "251126", "25.11.26", "11月26日",
        "11月26号", "26日", "26", "１１．２６", "１１２６", "2025-11-26", "2025年11月26日", "十一月二十六日", "今天", "今日",
        "周三", "星期三", "本周三", "11.26 周三", "11月26日（星期三）", " 11.26 ", "today", "26 Nov", "Nov 26, 2025",
    ],
)  # fmt: skip
def test_today_is_read_however_it_is_typed(words: str) -> None:
    assert read(words, "past") == read(words, "future") == TODAY


@pytest.mark.parametrize(
    ("words", "past", "future"),
    [
        ("昨天", date(2025, 11, 25), date(2025, 11, 25)),
        ("前天", date(2025, 11, 24), date(2025, 11, 24)),
        ("明天", date(2025, 11, 27), date(2025, 11, 27)),
        ("后天", date(2025, 11, 28), date(2025, 11, 28)),
        ("周四", date(2025, 11, 20), date(2025, 11, 27)),
        ("上周三", date(2025, 11, 19), date(2025, 11, 19)),
        ("下周六", date(2025, 12, 6), date(2025, 12, 6)),
        ("周天", date(2025, 11, 23), date(2025, 11, 30)),
        ("30日", date(2025, 10, 30), date(2025, 11, 30)),
        ("31号", date(2025, 10, 31), date(2025, 12, 31)),
        ("1231", date(2024, 12, 31), date(2025, 12, 31)),
        ("3.5", date(2025, 3, 5), date(2026, 3, 5)),
        ("2.29", date(2024, 2, 29), date(2028, 2, 29)),
        # a slip of the hand is no other year
        ("11.27", date(2025, 11, 27), date(2025, 11, 27)),
        ("11.25", date(2025, 11, 25), date(2025, 11, 25)),
    ],
)
def test_what_is_missing_lies_where_the_field_looks(words: str, past: date, future: date) -> None:
    assert (read(words, "past"), read(words, "future")) == (past, future)


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "13.1",
        "2.30",
        "1332",
        "45721",
        "abc",
        "年月日",
        "11月26日 周四",
        "32日",
        "0",
        "26 Foo",
        "1-2-3-4",
        "📅",
    ],
)
def test_what_is_no_day_is_not_guessed(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("9", time(9)), ("09", time(9)), ("900", time(9)), ("0900", time(9)), ("9:00", time(9)), ("9：00", time(9)), ("9点", time(9)),
        ("9时", time(9)), ("九点", time(9)), ("９点", time(9)), ("9点整", time(9)), ("9am", time(9)), ("早上9点", time(9)),
        ("9点半", time(9, 30)), ("九点半", time(9, 30)), ("9.30", time(9, 30)), ("9。30", time(9, 30)), ("9点30分", time(9, 30)),
        ("9点一刻", time(9, 15)), ("9点三刻", time(9, 45)), ("14.30", time(14, 30)), ("下午2点", time(14)), ("下午两点半", time(14, 30)),
        ("2pm", time(14)), ("晚上8点", time(20)), ("中午12点", time(12)), ("中午1点", time(13)), ("0", time(0)), ("24:00", time(0)),
        ("晚上12点", time(0)), ("凌晨1点", time(1)), ("09:30:00", time(9, 30)),
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_typed(words: str, found: time) -> None:
    assert imports.typed_times.time_of_day(words) == found


@pytest.mark.parametrize("words", ["", "早上", "25", "960", "9:60", "24:30", "99999", "-1", "次日9点", "⏰"])
def test_what_is_no_time_is_not_guessed(words: str) -> None:
    assert imports.typed_times.time_of_day(words) is None


@given(day=DAYS, today=DAYS)
def test_a_whole_day_means_itself_whatever_day_it_is(day: date, today: date) -> None:
    shapes = (
        f"{day}", f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    )  # fmt: skip
    for words in shapes:
        for sense in ("past", "future"):
            assert imports.typed_times.day(words, today=today, sense=sense) == day
        assert imports.typed_times.whole_day(words) == day


@given(day=DAYS, today=DAYS)
def test_a_day_without_a_year_is_that_day_of_the_nearest_year_on_its_side(day: date, today: date) -> None:
    for words in (
        f"{day.month}.{day.day}",
        f"{day:%m%d}",
        f"{day.month}月{day.day}日",
        f"{day.month}/{day.day}",
    ):
        was = imports.typed_times.day(words, today=today, sense="past")
        comes = imports.typed_times.day(words, today=today, sense="future")
        assert was is not None
        assert comes is not None
        assert (was.month, was.day) == (comes.month, comes.day) == (day.month, day.day)
        longest = timedelta(days=8 * 366)
        assert timedelta(0) <= today + SLIP - was <= longest
        assert timedelta(0) <= comes - (today - SLIP) <= longest


@given(at=st.times().map(lambda one: one.replace(second=0, microsecond=0)))
def test_a_time_means_itself(at: time) -> None:
    for words in (
        f"{at:%H:%M}",
        f"{at:%H%M}",
        f"{at.hour}：{at.minute:02d}",
        f"{at.hour}点{at.minute}分",
        f"{at:%H.%M}",
    ):
        assert imports.typed_times.time_of_day(words) == at


@given(
    words=st.text(max_size=20) | st.text("0123456789.-/:年月日号点半上下午周一二三 ", max_size=12), today=DAYS
)
def test_anything_typed_is_read_or_not_and_never_breaks(words: str, today: date) -> None:
    for sense in ("past", "future"):
        imports.typed_times.day(words, today=today, sense=sense)
    imports.typed_times.time_of_day(words)
    imports.typed_times.whole_day(words)


@given(starts=st.times(), ends=st.times())
def test_an_end_before_its_beginning_is_a_night_or_nothing(starts: time, ends: time) -> None:
    found = imports.typed_times.ends_on(starts, ends)
    assert (found == 0) == (ends > starts)
    assert imports.typed_times.ends_on(time(22), time(1)) == 1
    assert imports.typed_times.ends_on(time(9), time(9)) is None
    assert imports.typed_times.ends_on(time(9), time(8)) is None
