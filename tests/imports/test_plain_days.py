"""Days that a sensible officer reads without asking, and what is said where nobody could."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from points.imports.asking import Answer
from points.imports.gathering import gathered
from points.imports.lines import Books
from points.imports.reading import dates
from points.imports.reading.folder import read_books
from tests.imports.test_days import TITLE, days_of, kinds, register
from tests.support.workbooks import REGISTER, SmallBooks, edit


def said(read: Books) -> list[tuple[str, str, str]]:
    return [(one.code, one.level, one.cell) for one in read.faults]


@pytest.mark.parametrize(
    "typed",
    [
        "5-Mar-25", "5 Mar 2025", "Mar 5, 2025", "March 5th, 2025", "2025-03-05T09:00:00+08:00", "2025-03-05T09:00:00Z",
        "2025-03-05 09:00:00", "2025.3.5.", "２０２５年３月５日", "二〇二五年三月五日", "二○二五年三月五日", "二O二五年三月五日",
        "2025年三月五日", "2025/3/5（三）", '="2025-03-05"', 20250305, "20250305", "3月5日（农历二月初六）",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_typed(typed: Any, tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, [typed]))
    assert (days_of(read), kinds(read), said(read)) == (["2025-03-05"], [], [])


@pytest.mark.parametrize("typed", [["250305", "250306"], [250305, 250306]])
def test_six_figures_are_a_day_and_are_listed_once(typed: list[Any], tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, typed))
    assert days_of(read) == ["2025-03-05", "2025-03-06"]
    assert said(read) == [("day_read_as", "noted", "A3")]


def test_an_instant_of_another_zone_is_the_day_that_it_was_here(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, ["2025-03-05T16:00:00.000Z", "2025-03-06T16:00:00Z"]))
    assert days_of(read) == ["2025-03-06", "2025-03-07"]
    assert said(read) == [("day_read_as", "noted", "A3")]


@pytest.mark.parametrize(
    "typed", ["Mar-05", "25-Mar-05", "050325", "2025-99-99T00:00:00Z", "0001-01-01T00:00:00+23:59"]
)
def test_what_may_be_two_days_or_none_is_not_guessed(typed: str) -> None:
    assert dates.day(typed, 2025) is None
    assert dates.six_figures(typed) is None


@pytest.mark.parametrize(
    ("title", "sheet", "typed", "found"),
    [
        (TITLE, "3月", ["5日", "6号", "十五日"], ["2025-03-05", "2025-03-06", "2025-03-15"]),
        (TITLE, "3月", [5, "6"], ["2025-03-05", "2025-03-06"]),
        ("2025年积分登记表", "三月", ["9日", "5日"], ["2025-03-09", "2025-03-05"]),
        ("2025年积分登记表", "登记", ["3月4日", "6日", "7日"], ["2025-03-04", "2025-03-06", "2025-03-07"]),
        ("2025年积分登记表", "登记", ["4日", "3月6日"], ["2025-03-04", "2025-03-06"]),
        ("2025年积分登记表", "登记", ["12月30日", "2日", "2026-01-03"], ["2025-12-30", "2026-01-02", "2026-01-03"]),
    ],
)  # fmt: skip
def test_the_month_of_a_day_is_the_titles_or_that_of_the_lines_around(
    title: str, sheet: str, typed: list[Any], found: list[str], tmp_path: Path
) -> None:
    read = read_books(register(tmp_path, title, typed, sheet=sheet))
    assert (days_of(read), kinds(read)) == (found, [])
    assert [one.code for one in read.faults] == ["month_from_elsewhere"]


@pytest.mark.parametrize(
    ("title", "sheet", "typed", "cells"),
    [
        ("2025年积分登记表", "登记", ["5日", "6日"], ["A3", "A4"]),
        ("2025年1-3月积分登记表", "登记", ["5日", "6日"], ["A3", "A4"]),
        ("2025年3月积分登记表", "4月", ["5日"], ["A3"]),
        ("2025年第一季度（1月、2月、3月）", "登记", ["5日"], ["A3"]),
        (TITLE, "3月", ["2025-05-04", "6日"], ["A4"]),
        ("2025年积分登记表", "登记", ["3月9日", "5日"], ["A4"]),
        ("2025年积分登记表", "登记", ["3月4日", "6日", "5月1日"], ["A4"]),
    ],
)
def test_a_month_that_nothing_tells_or_two_may_be_is_asked_once(
    title: str, sheet: str, typed: list[str], cells: list[str], tmp_path: Path
) -> None:
    folder = register(tmp_path, title, typed, sheet=sheet)
    question = next(one for one in read_books(folder).questions if one.kind == "month_of_column")
    assert [place.cell for place in question.places] == cells
    answered = read_books(folder, [Answer(question.id, question.digest, "4")])
    assert sum(day.startswith("2025-04-") for day in days_of(answered)) == len(cells)
    later = read_books(folder, [Answer(question.id, question.digest, "leave_out")])
    assert [one.cell for one in later.skipped if one.code == "left_for_later"] == cells


def test_a_bare_figure_beside_other_days_is_none(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, ["2025-03-05", 6]))
    assert (days_of(read), said(read)) == (["2025-03-05"], [("date_unreadable", "left_out", "A4")])


def test_a_line_below_one_whose_day_cannot_be_read_has_no_day_of_another(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, ["2025-03-05", "那天", None, "2025-03-09", None]))
    assert days_of(read) == ["2025-03-05", "2025-03-09", "2025-03-09"]
    assert said(read) == [
        ("date_unreadable", "left_out", "A4"),
        ("value_blank", "left_out", "A5"),
        ("day_as_above", "noted", "A7"),
    ]
    assert "是空的" in read.faults[1].message_zh


def test_a_line_below_a_lost_nought_has_the_day_that_was_found(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, "锦溪社区2025年积分登记表", [3.9, 3.1, None, 3.11], sheet="登记"))
    assert days_of(read) == ["2025-03-09", "2025-03-10", "2025-03-10", "2025-03-11"]


def test_a_column_of_which_nothing_can_be_read_is_one_sentence(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, ["春天", "夏天", "那天"]))
    read = replace(read, faults=gathered(read.faults, read))
    assert said(read) == [("date_unreadable", "left_out", "A3:A5")]
    assert "另有 2 行也是这样：4-5" in read.faults[0].message_zh
    assert "2 more lines" in read.faults[0].message_en


def test_days_of_the_lunar_calendar_are_refused_in_one_sentence(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, ["农历三月初五", "正月初八", "农历：2025年3月5日"]))
    read = replace(read, faults=gathered(read.faults, read))
    assert (days_of(read), said(read)) == ([], [("date_unreadable", "left_out", "A3:A5")])
    assert "农历" in read.faults[0].message_zh


@pytest.mark.parametrize("words", ["期初", "上年结转", "2024年结余", "年初余额"])
def test_a_word_in_place_of_the_day_makes_an_opening_balance(words: str, tmp_path: Path) -> None:
    folder = register(tmp_path, TITLE, [words, "2025-03-05"])

    def other_matter(book: Any) -> None:
        book.worksheets[0]["E3"] = None
        book.worksheets[0]["D3"] = None

    edit(folder / REGISTER, other_matter)
    read = read_books(folder)
    assert [(one.kind, f"{one.day}", one.tenths) for one in read.earned] == [
        ("opening", "2025-03-01", 30),
        ("earned", "2025-03-05", 30),
    ]
    assert said(read) == [("day_read_as", "noted", "A3")]


def test_the_stock_that_was_there_may_say_so_in_place_of_its_day(tmp_path: Path) -> None:
    books = SmallBooks()
    books.deliveries[1][:2] = [None, "期初"]
    read = read_books(books.save(tmp_path))
    assert [(one.kind, f"{one.day}") for one in read.deliveries][:2] == [
        ("opening", "2025-01-01"),
        ("delivery", "2025-03-02"),
    ]


def test_numbers_that_an_export_writes_as_formulas_of_text_are_those_numbers(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    (tmp_path / REGISTER).unlink()
    lines = ["日期,户号,姓名,编号,事项,积分", '="2025-03-05","=""003""",石磊,="R07",助老代办跑腿,="3"']
    (tmp_path / "积分登记表.csv").write_text("\n".join(lines), encoding="utf-8")
    read = read_books(tmp_path)
    assert [(one.household, one.tenths, f"{one.day}") for one in read.earned] == [("003", 30, "2025-03-05")]
    assert said(read) == []
