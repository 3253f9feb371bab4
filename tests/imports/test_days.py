"""A column of days: spans, orders, lost noughts, years that are not written, and days that cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from points.imports import importing
from points.imports.asking import Answer
from points.imports.lines import Books
from points.imports.reading import dates
from points.imports.reading.folder import read_books
from tests.support.workbooks import REGISTER, SmallBooks


def register(folder: Path, title: str, days: list[Any], sheet: str = "3月", formats: str = "") -> Path:
    """Small books whose register holds one line a day."""
    SmallBooks().save(folder)
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    page.append([title])
    page.append(["日期", "户号", "姓名", "编号", "事项", "积分"])
    for number, day in enumerate(days, 1):
        page.append([day, "003", "石磊", "R07", f"助老代办跑腿第{number}次", 3])
        if formats and isinstance(day, float):
            page.cell(page.max_row, 1).number_format = formats
    book.save(folder / REGISTER)
    return folder


def days_of(books: Books) -> list[str]:
    return [f"{line.day:%Y-%m-%d}" for line in books.earned]


def kinds(books: Books) -> list[str]:
    return [one.kind for one in books.questions]


TITLE = "锦溪社区2025年3月积分登记表"


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2025年3月5日至6日", "2025年3月5日"),
        ("3月6、7日", "3月6"),
        ("3.5-3.6", "3.5"),
        ("2025.3.7上午8:30—10:30", "2025.3.7"),
        ("2025-03-05", None),
        ("3.5", None),
    ],
)
def test_several_days_begin_with_the_first(typed: str, start: str | None) -> None:
    assert dates.span_start(typed) == start


def test_a_span_is_its_first_day_and_is_listed(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, ["3月6、7日", "2025.3.7上午8:30—10:30"]))
    assert days_of(read) == ["2025-03-06", "2025-03-07"]
    assert [(fault.code, fault.cell) for fault in read.faults if fault.code == "day_read_as"] == [
        ("day_read_as", "A3"),
        ("day_read_as", "A4"),
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["3/5/25", "3/15/25"], ["2025-03-05", "2025-03-15"]),
        (["5/3/2025", "15/3/2025"], ["2025-03-05", "2025-03-15"]),
        (["3/5/2025", "3/6/2025"], ["2025-03-05", "2025-03-06"]),
        (["25/3/5", "25/3/6"], ["2025-03-05", "2025-03-06"]),
    ],
)
def test_one_day_tells_the_order_of_a_column_or_the_title_does(
    tmp_path: Path, typed: list[str], found: list[str]
) -> None:
    read = read_books(register(tmp_path, TITLE, typed))
    assert days_of(read) == found
    assert kinds(read) == []


def test_an_order_that_nothing_tells_is_asked_once(tmp_path: Path) -> None:
    folder = register(tmp_path, "积分登记表", ["3/5/2025", "4/6/2025"], sheet="登记")
    read = read_books(folder)
    assert (days_of(read), kinds(read)) == ([], ["day_order"])
    assert [place.cell for place in read.questions[0].places] == ["A3", "A4"]
    answer = Answer(read.questions[0].id, read.questions[0].digest, "day_first")
    assert days_of(read_books(folder, [answer])) == ["2025-05-03", "2025-06-04"]


@pytest.mark.parametrize(
    ("typed", "shape", "found"),
    [
        ([3.9, 3.1, 3.11], "", ["2025-03-09", "2025-03-10", "2025-03-11"]),
        ([2.28, 3.1, 3.2, 3.4], "", ["2025-02-28", "2025-03-01", "2025-03-02", "2025-03-04"]),
        ([3.1], "0.00", ["2025-03-10"]),
        (["3.1"], "", ["2025-03-01"]),
        ([6.29, 6.3, 6.28], "0.00", ["2025-06-29", "2025-06-30", "2025-06-28"]),
    ],
)
def test_check_22_a_number_may_have_lost_its_nought(
    tmp_path: Path, typed: list[Any], shape: str, found: list[str]
) -> None:
    read = read_books(register(tmp_path, "锦溪社区2025年积分登记表", typed, sheet="登记", formats=shape))
    assert (days_of(read), kinds(read)) == (found, [])


def test_where_format_and_neighbours_fail_the_nought_is_asked(tmp_path: Path) -> None:
    folder = register(tmp_path, "锦溪社区2025年积分登记表", [3.12, 3.1, 3.11], sheet="登记")
    read = read_books(folder)
    assert kinds(read) == ["ten_lost"]
    assert days_of(read) == ["2025-03-12", "2025-03-11"]


def test_a_year_that_no_day_names_is_that_of_the_other_books_and_is_listed(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, "积分登记表", ["3月5日", "3月6日"], sheet="登记"))
    assert days_of(read) == ["2025-03-05", "2025-03-06"]
    assert [(one.code, one.cell) for one in read.faults] == [("year_from_elsewhere", "A3")]


def test_a_day_of_printing_is_no_year_of_the_book_but_raises_the_question(tmp_path: Path) -> None:
    folder = register(tmp_path, "积分登记表 打印日期：2026年1月8日", ["3月5日", "3月6日"], sheet="登记")
    read = read_books(folder)
    question = read.questions[0]
    assert (question.kind, len(question.places), days_of(read)) == ("year_of_column", 2, [])
    assert [one.key for one in question.choices] == ["2025", "2026", "year", "leave_out"]
    assert days_of(read_books(folder, [Answer(question.id, question.digest, "2025")])) == [
        "2025-03-05",
        "2025-03-06",
    ]
    other = Answer(question.id, question.digest, "year", value="2024")
    assert days_of(read_books(folder, [other])) == ["2024-03-05", "2024-03-06"]


def test_years_nobody_means_are_asked_together_and_put_right(tmp_path: Path) -> None:
    typed = ["2025-03-05", "2052-03-05", "2015-03-06", "0225-03-07", "2025-03-08"]
    folder = register(tmp_path, TITLE, typed)
    read = read_books(folder)
    question = read.questions[0]
    assert ([place.cell for place in question.places], kinds(read)) == (["A4", "A5", "A6"], ["year_odd"])
    assert days_of(read) == ["2025-03-05", "2025-03-08"]
    mended = read_books(folder, [Answer(question.id, question.digest, "year_of_book")])
    assert days_of(mended) == ["2025-03-05", "2025-03-05", "2025-03-06", "2025-03-07", "2025-03-08"]
    later = read_books(folder, [Answer(question.id, question.digest, "leave_out")])
    assert days_of(later) == ["2025-03-05", "2025-03-08"]
    assert [one.code for one in later.skipped] == ["left_for_later"] * 3


def test_the_turn_of_a_year_is_no_slip(tmp_path: Path) -> None:
    read = read_books(
        register(tmp_path, "锦溪社区2025年积分登记表", ["2024-12-30", "2025-01-02"], sheet="登记")
    )
    assert (days_of(read), kinds(read)) == (["2024-12-30", "2025-01-02"], [])


def test_a_month_that_neither_title_nor_neighbours_have_is_asked(tmp_path: Path) -> None:
    read = read_books(register(tmp_path, TITLE, ["2025-03-05", "2025-08-06", "2025-03-07"]))
    assert (kinds(read), days_of(read)) == (["day_odd"], ["2025-03-05", "2025-03-07"])


def test_a_label_before_a_day_is_no_note(tmp_path: Path) -> None:
    assert days_of(read_books(register(tmp_path, TITLE, ["日期：2025.3.26"]))) == ["2025-03-26"]


def test_an_answer_for_other_bytes_does_not_fit_and_is_named(tmp_path: Path) -> None:
    folder = register(tmp_path, TITLE, ["2025-03-05", "2052-03-05", "2025-03-08"])
    question = read_books(folder).questions[0]
    for wrong in (
        Answer(question.id, "0" * 16, "year_of_book"),
        Answer(question.id, question.digest, "whatever"),
        Answer("year_odd-00000000", question.digest, "year_of_book"),
    ):
        report = importing.without_database(folder, [wrong])
        assert report.unfit == (wrong.question,)
        assert report.is_open


def test_one_cell_may_have_an_answer_of_its_own(tmp_path: Path) -> None:
    folder = register(tmp_path, TITLE, ["2025-03-05", "2015-03-06", "2014-03-07", "2025-03-08"])
    question = read_books(folder).questions[0]
    answer = Answer(
        question.id, question.digest, "year_of_book", cells={f"{REGISTER} 3月 A5": "leave_out"}
    )  # fmt: skip
    assert days_of(read_books(folder, [answer])) == ["2025-03-05", "2025-03-06", "2025-03-08"]


def test_the_last_day_of_a_month_is_the_end_of_goods_that_name_only_it() -> None:
    assert dates.month_end("2026.12") == date(2026, 12, 31)
    assert dates.month_end("2026年2月") == date(2026, 2, 28)
    assert dates.month_end("2026.13") is None


def test_the_last_day_of_goods_is_no_year_of_the_books(tmp_path: Path) -> None:
    books = SmallBooks(titles=False)
    for row in books.deliveries[1:]:
        row[1], row[8] = "3月1日", "2026年6月30日"
    for row, day in zip(books.redemptions[1:], ("3月7日", "3月28日"), strict=True):
        row[1] = day
    for row in books.register[1:]:
        row[0] = "3月5日"
    read = read_books(books.save(tmp_path))
    assert (days_of(read), kinds(read)[0]) == ([], "year_of_column")
