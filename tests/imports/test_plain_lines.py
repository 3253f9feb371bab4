"""Times, ages and pieces that a sensible officer reads without asking, and what is said of empty cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from points.imports.asking import Answer
from points.imports.gathering import gathered
from points.imports.reading import cells
from points.imports.reading.folder import read_books
from tests.imports.test_plain_names import said
from tests.support.workbooks import ATTENDANCE, REGISTER, SmallBooks, edit

# times and hours


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (930, time(9, 30)), ("930", time(9, 30)), ("0930", time(9, 30)), ("9点半", time(9, 30)), ("九点半", time(9, 30)),
        ("上午9:30", time(9, 30)), ("14：30", time(14, 30)), ("9:30AM", time(9, 30)), ("9:30 pm", time(21, 30)), ("9点一刻", time(9, 15)),
        ("9.30", time(9, 30)), ("24:00", time(0)), ("9.3", None), (9.3, None), (9, None), (960, None), (True, None),
    ],
)  # fmt: skip
def test_a_time_of_a_sheet_is_read_however_it_is_typed(cell: Any, found: time | None) -> None:
    assert cells.time_of_day(cell) == found


@pytest.mark.parametrize(
    ("choice", "ends"), [("tens", time(11, 30)), ("units", time(11, 3)), ("part", time(11, 18))]
)
@pytest.mark.parametrize("typed", ["11.3", 11.3])
def test_a_time_that_may_be_two_is_asked_once(typed: Any, choice: str, ends: time, tmp_path: Path) -> None:
    books = SmallBooks()
    for row in books.activities["01-0305"][1:3]:
        row[4:7] = ["9:00", typed, None]
    folder = books.save(tmp_path)
    read = read_books(folder)
    assert [(one.kind, [place.cell for place in one.places]) for one in read.questions] == [
        ("time_meant", ["F4", "F5"])
    ]
    assert read.activities[0].attendances == ()
    question = read.questions[0]
    answered = read_books(folder, [Answer(question.id, question.digest, choice)])
    assert {one.minutes for one in answered.activities[0].attendances} == {120 + ends.minute}
    later = read_books(folder, [Answer(question.id, question.digest, "leave_out")])
    assert [one.code for one in later.skipped] == ["left_for_later"] * 2


def test_a_time_that_shows_two_figures_behind_its_point_is_that_time(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][2][4:7] = [9.3, 11.3, None]
    folder = books.save(tmp_path)

    def show(book: Any) -> None:
        book.worksheets[0]["E5"].number_format = book.worksheets[0]["F5"].number_format = "0.00"

    edit(folder / ATTENDANCE, show)
    read = read_books(folder)
    served = read.activities[0].attendances[1]
    assert (served.signed_in, served.signed_out, served.minutes, read.questions) == (
        time(9, 30),
        time(11, 30),
        120,
        (),
    )


def test_a_night_of_more_than_twelve_hours_is_two_times_in_the_wrong_order(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][1][4:7] = ["22:00", "01:00", None]
    books.activities["01-0305"][2][4:7] = ["11:30", "09:30", None]
    read = read_books(books.save(tmp_path))
    assert [one.minutes for one in read.activities[0].attendances] == [180]
    assert said(read) == [("value_impossible", "left_out", "G5"), ("points_against_hours", "noted", "")]
    assert "签退又不晚于签到" in read.faults[0].message_zh


# ages and pieces


@pytest.mark.parametrize("typed", ["76岁", "76周岁", 76, "年龄：76"])
def test_an_age_is_no_birth_and_loses_nobody(typed: Any, tmp_path: Path) -> None:
    books = SmallBooks()
    books.roster[1][5] = typed
    read = read_books(books.save(tmp_path))
    assert (read.people[0].name, read.people[0].birth_text, read.people[0].birth) == ("田桂兰", "", None)
    assert said(read) == [("birth_lost", "noted", "F4")]


def test_pieces_that_are_not_written_are_what_the_points_pay_for(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions[1][5] = None
    read = read_books(books.save(tmp_path))
    assert [(one.quantity, one.tenths) for one in read.redemptions] == [(2, 10), (1, 80)]
    assert said(read) == [("quantity_read_as", "noted", "F4")]


def test_points_that_pay_for_no_whole_pieces_are_asked_about(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions[2][5:7] = [None, 7]
    folder = books.save(tmp_path)
    read = read_books(folder)
    assert [(one.kind, [place.cell for place in one.places]) for one in read.questions] == [
        ("quantity_blank", ["F5"])
    ]
    question = read.questions[0]
    more = read_books(folder, [Answer(question.id, question.digest, "pieces", value="2")])
    assert [one.kind for one in more.questions] == ["quantity_blank", "price_differs"]
    later = read_books(folder, [Answer(question.id, question.digest, "leave_out")])
    assert [(one.code, one.cell) for one in later.skipped] == [("left_for_later", "A5")]
    assert len(later.redemptions) == 1


# empty cells


def no_points(books: SmallBooks) -> str:
    books.register[1][6] = None
    return "积分"


def no_pieces(books: SmallBooks) -> str:
    books.redemptions[1][5:7] = [None, None]
    return "数量"


def no_item(books: SmallBooks) -> str:
    books.redemptions[1][4] = None
    return "兑换物品"


def no_delivered_item(books: SmallBooks) -> str:
    books.deliveries[3][2] = None
    return "商品"


def no_delivered_pieces(books: SmallBooks) -> str:
    books.deliveries[3][4] = None
    return "数量"


def no_hours(books: SmallBooks) -> str:
    books.activities["01-0305"][2][4:7] = [None, None, None]
    return "时长"


def no_rule(books: SmallBooks) -> str:
    books.activities["01-0305"][-1] = ["活动时间：2025年03月05日 09:30   带队人：罗海燕"]
    books.register[1][5] = books.register[2][5] = "一件没有的事"
    books.register[1][4] = None
    books.titles = False
    return "规则编号"


def no_day(books: SmallBooks) -> str:
    books.activities = {
        "签到": [*books.activities["01-0305"][:-1], ["活动时间：        带队人：罗海燕   规则编号：R01"]]
    }
    return "活动日期"


def no_household(books: SmallBooks) -> str:
    books.register[1][1:3] = [None, None]
    return "户号"


@pytest.mark.parametrize(
    "spoil",
    [
        no_points,
        no_pieces,
        no_item,
        no_delivered_item,
        no_delivered_pieces,
        no_hours,
        no_rule,
        no_day,
        no_household,
    ],
)
def test_of_an_empty_cell_it_is_said_that_it_is_empty(spoil: Any, tmp_path: Path) -> None:
    books = SmallBooks()
    column = spoil(books)
    found = [one for one in read_books(books.save(tmp_path)).faults if one.level == "left_out"]
    assert [one.code for one in found] == ["value_blank"]
    assert column in found[0].message_zh
    assert "不可能" not in found[0].message_zh


def test_a_column_of_points_that_no_line_has_is_one_sentence(tmp_path: Path) -> None:
    books = SmallBooks()
    for row in books.register[1:]:
        row[6] = "见附件"
    read = read_books(books.save(tmp_path))
    read = replace(read, faults=gathered(read.faults, read))
    assert [one for one in said(read) if one[1] == "left_out"] == [("value_impossible", "left_out", "G4:G8")]
    assert read.faults[0].origin.file == REGISTER
