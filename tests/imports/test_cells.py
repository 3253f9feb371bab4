"""Cells and days as offices write them."""

from datetime import date, datetime, time

import pytest

from points.imports.reading.amounts import minutes
from points.imports.reading.cells import household, is_phone, phone, tenths, time_of_day
from points.imports.reading.dates import birth, day, day_within


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2025, 3, 5),
        date(2025, 3, 5),
        45721,
        45721.0,
        20250305,
        "45721",
        "20250305",
        "2025-03-05",
        "2025-3-5",
        "2025/3/5",
        "2025.03.05",
        "2025。3。5",
        "25.3.5",
        "2025年3月5日",
        "2025年 3月 5日",
        " 2025年03月05号 ",
        "２０２５年３月５日",
        "２０２５／３／５",
        "2025年3月5日 星期三",
        "2025年3月5日（周三）",
        "2025-03-05 00:00:00",
        "2025-03-05T09:30:00",
        "2025年3月5日上午",
        "二〇二五年三月五日",
        "3/5/2025",
        "3月5日",
        "3.5",
        "3/5",
        "3-5",
        "03.05",
        3.5,
        "三月五日",
        "'2025-03-05",
        "2025.3.5.",
        "2025 3 5",
        "2025—3—5",
        "2025·3·5",
        "2025\\3\\5",
        "（2025.3.5）",
        "2025.3.5补",
        "2025年3月5日上午9点半",
        "2025-3-5 9:30",
        "250305",
        250305,
    ],
)
def test_a_day_is_read_however_it_is_written(cell: object) -> None:
    assert day(cell, 2025) == date(2025, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        None,
        "某日",
        "2025年13月5日",
        "2025-02-30",
        "13.5",
        "2025年3月",
        "待查",
        "5000",
        True,
        "3.5.7.9",
        7,
    ],
)
def test_what_is_no_day_is_not_guessed(cell: object) -> None:
    assert day(cell, 2025) is None


def test_a_time_of_day_takes_no_figure_from_the_day() -> None:
    assert day("2025-3-15 9:30") == date(2025, 3, 15)
    assert day("2025/11/25 8:05:00") == date(2025, 11, 25)


def test_a_day_without_a_year_needs_one_from_elsewhere() -> None:
    assert day("3.5") is None
    assert day("2.29", 2024) == date(2024, 2, 29)
    assert day("2.29", 2025) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("活动时间：2025年01月09日 09:30   带队人：冉婷", date(2025, 1, 9)),
        ("时间: 2025 年 1 月 9 日上午9时", date(2025, 1, 9)),
        ("1月9日在广场", date(2025, 1, 9)),
        ("带队人：冉婷", None),
        ("签到 09:30", None),
    ],
)
def test_a_day_is_found_in_a_sentence(words: str, found: date | None) -> None:
    assert day_within(words, 2025) == found


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1990年8月", "1990-08"),
        ("1990.08", "1990-08"),
        (1990.08, "1990-08"),
        (1990.1, "1990-10"),
        ("1984-09-27", "1984-09-27"),
        (datetime(1985, 10, 2), "1985-10-02"),
        (18000, "1949-04-12"),
        ("1961", "1961"),
        ("不详", ""),
        (None, ""),
    ],
)
def test_births_are_read_with_what_is_known_of_them(cell: object, said: str) -> None:
    found = birth(cell)
    assert found is not None
    assert found[0] == said


@pytest.mark.parametrize("cell", ["1961年13月", "1961-02-31", "老年", "61"])
def test_an_impossible_birth_is_none(cell: object) -> None:
    assert birth(cell) is None


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (4.5, 45),
        (4.800000000000001, 48),
        ("4.5分", 45),
        ("４．５分", 45),
        ("+8 分", 80),
        ("1,000", 10000),
        ("三分", 30),
        ("三百分", None),
        ("一万", None),
        ("两把", 20),
        ("'4.5", 45),
        ("十二", 120),
        (" 8 ", 80),
        ("4.55", None),
        ("", None),
        ("5-8", None),
        ("3分半", None),
        ("#N/A", None),
        (True, None),
        ("-5", -50),
    ],
)
def test_points_are_whole_tenths(cell: object, found: int | None) -> None:
    assert tenths(cell) == found


@pytest.mark.parametrize("cell", [1, 1.0, "1", "001", "００１", "1户", "第1户", " 001 ", "1.0"])
def test_one_household_has_one_spelling(cell: object) -> None:
    assert household(cell) == "001"


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("188 7937 8296", "18879378296"),
        (15739463000.0, "15739463000"),
        ("+86 188-7937-8296", "18879378296"),
        ("'18879378296", "18879378296"),
        ("18879378296/13800138000", "18879378296"),
        ("0743-8222222", "07438222222"),
    ],
)
def test_phones_are_digits(cell: object, digits: str) -> None:
    assert phone(cell) == digits
    assert is_phone(digits)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("09:30", time(9, 30)),
        ("9：30", time(9, 30)),
        ("9点半", time(9, 30)),
        ("下午2:30", time(14, 30)),
        ("0930", time(9, 30)),
        (0.395833333, time(9, 30)),
        (time(9, 30), time(9, 30)),
        (datetime(2025, 1, 1, 9, 30), time(9, 30)),
        ("忘记签退", None),
        ("25:00", None),
        (None, None),
    ],
)
def test_times_of_day_are_read(cell: object, found: time | None) -> None:
    assert time_of_day(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("4", 240),
        (1.5, 90),
        ("1.5小时", 90),
        ("90分钟", 90),
        ("半小时", 30),
        ("1小时30分", 90),
        ("两小时", 120),
        ("", None),
    ],
)
def test_hours_are_counted_in_minutes(cell: object, found: int | None) -> None:
    assert minutes(cell) == found
