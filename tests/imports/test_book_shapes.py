"""Shapes of books: several in one workbook, folders in the folder, a day or a stay in other columns, units in headings."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterable
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from points.foundation import Refusal
from points.imports.asking import Answer
from points.imports.importing import without_database
from points.imports.reading.cells import time_span
from points.imports.reading.folder import read_books
from points.imports.report import ImportReport
from tests.support.workbooks import (
    ATTENDANCE,
    DELIVERIES,
    REDEMPTIONS,
    REGISTER,
    ROSTER,
    Row,
    SmallBooks,
    edit,
    write,
)

RIGHT = {"001": 50, "002": 50, "003": 30}
STOCK = {"G06": 11, "G18": 3}
SHEETS = {
    "名册": ROSTER, "登记": REGISTER, "兑换": REDEMPTIONS, "入库": DELIVERIES, "签到": ATTENDANCE,
    "积分规则": "rules.csv", "商品": "goods.csv", "扣分": "penalties.csv",
}  # fmt: skip
FIVE = ("名册", "登记", "兑换", "积分规则", "商品")


def rows_of(path: Path) -> list[Row]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file)]
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def in_one(
    folder: Path, sheets: Iterable[str], *, file: str = "锦溪积分超市.xlsx", keep: Iterable[str] = ()
) -> Path:
    """The small community's books as sheets of one workbook; files of their own are only those that are kept."""
    SmallBooks().save(folder)
    found = {name: rows_of(folder / SHEETS[name]) for name in sheets}
    for name, own in SHEETS.items():
        if name not in keep:
            (folder / own).unlink()
    write(folder / file, found)
    return folder


def is_right(report: ImportReport) -> bool:
    stock = {code: left for code, left in report.stock.items() if left}
    told = (report.faults, report.questions, report.unread)
    return (report.balances, stock, report.service_minutes, told) == (RIGHT, STOCK, 360, ((), (), ()))


def spoilt(folder: Path, change: Callable[[SmallBooks], None]) -> ImportReport:
    books = SmallBooks()
    change(books)
    return without_database(books.save(folder))


def answered(folder: Path, choice: str) -> ImportReport:
    answers = [Answer(one.id, one.digest, choice) for one in without_database(folder).questions]
    return without_database(folder, answers)


# several books in one workbook


@pytest.mark.parametrize("file", ["锦溪积分超市.xlsx", "积分登记表.xlsx"])
def test_a_workbook_that_holds_all_books_is_read_sheet_by_sheet(file: str, tmp_path: Path) -> None:
    assert is_right(without_database(in_one(tmp_path, SHEETS, file=file)))


def test_two_books_may_share_a_workbook_beside_the_others(tmp_path: Path) -> None:
    others = [name for name in SHEETS if name not in ("登记", "兑换")]
    assert is_right(without_database(in_one(tmp_path, ["登记", "兑换"], file=REGISTER, keep=others)))


def test_a_workbook_with_the_names_of_two_books_is_both(tmp_path: Path) -> None:
    others = [name for name in SHEETS if name not in ("名册", "登记")]
    report = without_database(in_one(tmp_path, ["名册", "登记"], file="花名册和积分登记.xlsx", keep=others))
    assert is_right(report)


def test_what_is_not_in_the_one_workbook_is_asked_about_at_once(tmp_path: Path) -> None:
    absent, undelivered = without_database(in_one(tmp_path, FIVE)).questions
    assert (absent.kind, [place.file for place in absent.places]) == (
        "book_absent",
        ["penalties.csv", ATTENDANCE],
    )
    assert undelivered.kind == "deliveries_absent"
    given = {"book_absent": "none", "deliveries_absent": "as_redeemed"}
    asked = without_database(tmp_path).questions
    report = without_database(tmp_path, [Answer(one.id, one.digest, given[one.kind]) for one in asked])
    assert (report.activities, report.is_open, report.earned_lines) == (0, False, 5)
    assert (report.balances, set(report.stock.values())) == (RIGHT, {0}), (
        "as much was there as was handed over"
    )


@pytest.mark.parametrize("lacking", ["名册", "积分规则", "商品"])
def test_a_book_that_no_community_does_without_is_missed_in_the_one_workbook(
    lacking: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as caught:
        without_database(in_one(tmp_path, [name for name in SHEETS if name != lacking]))
    assert (caught.value.code, caught.value.plain_facts()["file"]) == ("book_missing", SHEETS[lacking])


def test_a_sheet_under_another_name_is_read_and_said(tmp_path: Path) -> None:
    in_one(tmp_path, SHEETS)
    edit(tmp_path / "锦溪积分超市.xlsx", lambda book: setattr(book["兑换"], "title", "Sheet3"))
    report = without_database(tmp_path)
    assert [(one.origin.sheet, one.code, one.level) for one in report.faults] == [
        ("Sheet3", "sheet_read_as", "noted")
    ]
    assert report.balances == RIGHT


def test_a_sheet_of_a_book_that_has_its_own_file_is_not_read_and_said(tmp_path: Path) -> None:
    others = [name for name in SHEETS if name != "兑换"]
    report = without_database(in_one(tmp_path, ["登记", "兑换"], keep=others))
    assert [(one.sheet, one.code) for one in report.unread] == [("登记", "sheet_other")]
    assert f"“{REGISTER}”" in report.unread[0].message_zh
    assert report.balances == RIGHT


def test_a_workbook_beside_all_the_books_is_left_as_it_is(tmp_path: Path) -> None:
    report = without_database(in_one(tmp_path, ["登记"], keep=SHEETS))
    assert [(one.file, one.code) for one in report.unread] == [("锦溪积分超市.xlsx", "file_other")]
    assert report.balances == RIGHT


def test_an_answer_about_a_shared_workbook_is_for_these_bytes(tmp_path: Path) -> None:
    question, _ = without_database(in_one(tmp_path, FIVE)).questions
    edit(tmp_path / "锦溪积分超市.xlsx", lambda book: book["登记"].append([None]))
    edit(
        tmp_path / "锦溪积分超市.xlsx", lambda book: setattr(book["登记"]["A1"], "value", "2025年积分登记表")
    )
    report = without_database(tmp_path, [Answer(question.id, question.digest, "none")])
    assert report.unfit == (question.id,)


def test_copies_of_the_one_workbook_are_asked_about(tmp_path: Path) -> None:
    in_one(tmp_path, SHEETS)
    shutil.copy(tmp_path / "锦溪积分超市.xlsx", tmp_path / "锦溪积分超市 (1).xlsx")
    edit(tmp_path / "锦溪积分超市 (1).xlsx", lambda book: setattr(book["登记"]["G4"], "value", 3))
    [question] = without_database(tmp_path).questions
    assert (question.kind, len(question.places)) == ("files_alike", 2)
    report = without_database(tmp_path, [Answer(question.id, question.digest, "file_2")])
    assert report.balances in (RIGHT, {**RIGHT, "001": 40})
    assert [one.code for one in report.skipped] == ["file_not_chosen"]


def test_an_old_table_of_rules_beside_the_new_one_is_one_question(tmp_path: Path) -> None:
    in_one(tmp_path, SHEETS)

    def copy(book: openpyxl.Workbook) -> None:
        old = book.copy_worksheet(book["积分规则"])
        old.title, old["F2"].value = "积分规则（旧）", "9"

    edit(tmp_path / "锦溪积分超市.xlsx", copy)
    [question] = without_database(tmp_path).questions
    assert (question.kind, question.places[0].sheet) == ("table_twice", "积分规则（旧）")
    for choice, tenths in (("first", 20), ("second", 90)):
        read = read_books(tmp_path, [Answer(question.id, question.digest, choice)])
        assert [one.tenths for one in read.rules if one.code == "R01"] == [tenths]
        assert [one.code for one in read.skipped] == ["sheet_hidden"]
    later = without_database(tmp_path, [Answer(question.id, question.digest, "leave_out")])
    assert [one.code for one in later.skipped] == ["left_for_later"]


# folders


def test_books_that_all_stand_in_a_folder_within_are_read(tmp_path: Path) -> None:
    (tmp_path / "2025年").mkdir()
    SmallBooks().save(tmp_path / "2025年")
    assert is_right(without_database(tmp_path))


def test_a_folder_beside_the_books_is_said_in_one_line(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    for name in ("2024年", ".git", "空的"):
        (tmp_path / name).mkdir()
    shutil.copy(tmp_path / REGISTER, tmp_path / "2024年" / REGISTER)
    shutil.copy(tmp_path / ROSTER, tmp_path / "2024年" / ROSTER)
    report = without_database(tmp_path)
    assert [(one.file, one.code) for one in report.unread] == [("2024年", "file_other")]
    assert "子文件夹" in report.unread[0].message_zh
    assert (report.balances, report.faults) == (RIGHT, ())


# a day in several columns

DAYS = {
    "登记": [(3, 5), (3, 5), (3, 6), (3, 7), (3, 25)],
    "入库": [(3, 1), (3, 2), (3, 2)],
    "兑换": [(3, 7), (3, 28)],
}


def parted(
    rows: list[Row], days: list[tuple[int, int]], column: int, heads: list[str], *, sparse: bool = False
) -> None:
    """The days of a table in columns of their own; sparse where a month is written once."""
    rows[0][column : column + 1] = heads
    for number, (row, (month, day)) in enumerate(zip(rows[1:], days, strict=True)):
        first = not (sparse and number)
        parts = ([2025 if first else None] if len(heads) == 3 else []) + [month if first else None, day]
        row[column : column + 1] = parts


@pytest.mark.parametrize("heads", [["月", "日"], ["年", "月", "日"], ["年份", "月份", "日"]])
@pytest.mark.parametrize("sparse", [False, True])
def test_month_and_day_may_stand_in_columns_of_their_own(
    heads: list[str], sparse: bool, tmp_path: Path
) -> None:
    def change(books: SmallBooks) -> None:
        parted(books.register, DAYS["登记"], 0, heads, sparse=sparse)
        parted(books.deliveries, DAYS["入库"], 1, heads, sparse=sparse)
        parted(books.redemptions, DAYS["兑换"], 1, heads, sparse=sparse)

    assert is_right(spoilt(tmp_path, change))


def test_they_may_be_typed_with_their_signs_under_a_common_heading(tmp_path: Path) -> None:
    books = SmallBooks()
    heads = books.register[0][1:]
    parted(books.register, DAYS["登记"], 0, ["月", "日"])
    for row in books.register[1:]:
        row[:2] = [f"{row[0]}月", f"{row[1]}号"]
    books.register[2][0] = "〃"
    books.register[0:1] = [["日期", None, *heads], ["月", "日"]]
    books.save(tmp_path)

    def merge(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.merge_cells("A3:B3")
        for column in range(3, 10):
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)

    edit(tmp_path / REGISTER, merge)
    assert is_right(without_database(tmp_path))


def test_a_total_below_such_a_table_is_one(tmp_path: Path) -> None:
    books = SmallBooks()
    parted(books.register, DAYS["登记"], 0, ["月", "日"])
    books.register.append(["合计", None, None, None, None, None, None, 22])
    report = without_database(books.save(tmp_path))
    assert (report.balances, [one.code for one in report.skipped]) == (RIGHT, ["line_total"])


def test_a_day_that_no_month_stands_beside_is_named_by_its_cell(tmp_path: Path) -> None:
    books = SmallBooks()
    parted(books.register, DAYS["登记"], 0, ["月", "日"])
    books.register[4][:2] = [13, 7]
    report = without_database(books.save(tmp_path))
    assert [(one.cell, one.code) for one in report.faults] == [("B7", "date_unreadable")]


# a stay in one column


def stay(books: SmallBooks, heading: str, *cells: str, hours: bool = True) -> None:
    rows = books.activities["01-0305"]
    rows[0][4:6] = [heading]
    for row, cell in zip(rows[1:3], cells, strict=True):
        row[4:6] = [cell]
    for row in rows[: 0 if hours else 3]:
        del row[5]


@pytest.mark.parametrize("heading", ["签到签退", "签到/签退", "签到签退时间", "起止时间", "服务时段", "签到"])
@pytest.mark.parametrize("hours", [True, False])
def test_coming_and_leaving_may_stand_in_one_column(heading: str, hours: bool, tmp_path: Path) -> None:
    books = SmallBooks()
    stay(books, heading, "9:24-11:24", "09：30—13：30", hours=hours)
    assert is_right(without_database(books.save(tmp_path)))
    [activity] = read_books(tmp_path).activities
    assert (activity.attendances[0].signed_in, activity.attendances[0].signed_out) == (
        time(9, 24),
        time(11, 24),
    )


def test_hours_may_be_told_by_two_times_alone(tmp_path: Path) -> None:
    books = SmallBooks()
    rows = books.activities["01-0305"]
    rows[2][5] = "13:30"
    for row in rows[:3]:
        del row[6]
    assert is_right(without_database(books.save(tmp_path)))


def test_hours_that_neither_column_tells_are_named(tmp_path: Path) -> None:
    books = SmallBooks()
    stay(books, "签到签退", "9:24", "上午", hours=False)
    report = without_database(books.save(tmp_path))
    assert [(one.cell, one.code) for one in report.faults] == [
        ("E4", "value_impossible"),
        ("E5", "value_impossible"),
    ]


def test_written_hours_that_differ_from_the_one_column_are_asked_about(tmp_path: Path) -> None:
    report = spoilt(tmp_path, lambda books: stay(books, "签到签退", "9:24-11:24", "9:30-10:30"))
    assert [(one.kind, one.places[0].cell) for one in report.questions] == [("hours_differ", "F5")]


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("9:00-11:00", (9, 11)), ("9点至11点", (9, 11)), ("上午9点到11点", (9, 11)), ("下午2:00~4:00", (14, 16)),
        ("下午2-4点", (14, 16)), ("上午9:00-下午3:00", (9, 15)), ("9:00 11:00", (9, 11)), ("9:00\n11:00", (9, 11)),
        ("9:00", None), ("2025-03-05", None), ("3/5", None), ("9.5-11", None), (0.5, None), (None, None),
    ],
)  # fmt: skip
def test_two_times_in_a_cell(words: str | None, span: tuple[int, int] | None) -> None:
    assert time_span(words) == (span and (time(span[0]), time(span[1])))


# units in headings


def headed(column: int, words: str) -> Callable[[SmallBooks], None]:
    return lambda books: books.register[0].__setitem__(column, words)


@pytest.mark.parametrize("words", ["积分（分）", "积分（单位：分）", "积分（100分制）", "积分（可为负）"])
def test_a_plain_unit_in_a_heading_is_none_to_ask_about(words: str, tmp_path: Path) -> None:
    assert is_right(spoilt(tmp_path, headed(6, words)))


@pytest.mark.parametrize(
    ("words", "more", "less"),
    [
        ("积分（×10）", "10 分", "0.1 分"), ("积分（分×10）", "10 分", "0.1 分"), ("积分×10", "10 分", "0.1 分"),
        ("积分(百)", "100 分", "0.01 分"), ("积分（百分）", "100 分", "0.01 分"), ("积分（0.1分）", "10 分", "0.1 分"),
        ("积分（单位：十分）", "10 分", "0.1 分"),
    ],
)  # fmt: skip
def test_ten_or_a_hundred_in_a_heading_is_asked_about(
    words: str, more: str, less: str, tmp_path: Path
) -> None:
    report = spoilt(tmp_path, headed(6, words))
    [question] = report.questions
    assert (question.kind, question.places[0].cell) == ("heading_unit", "G3")
    assert [choice.zh for choice in question.choices[:3]] == [more, less, "1 分"]
    assert report.is_open


def test_the_points_of_such_a_column_are_what_is_answered(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[0][6] = "积分（×10）"
    for row in books.register[1:]:
        row[6] *= 10
    books.save(tmp_path)
    assert answered(tmp_path, "less").balances == RIGHT
    for choice in ("as_written", "more"):
        wrong = answered(tmp_path, choice)
        assert (wrong.earned, {one.code for one in wrong.faults}) == (
            0,
            {"points_out_of_range", "value_impossible"},
        )
    later = answered(tmp_path, "leave_out")
    assert (later.earned_lines, [one.code for one in later.skipped]) == (0, ["left_for_later"])


def test_points_that_were_taken_and_what_was_left_have_a_unit_of_their_own(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions[0][6:8] = ["扣减积分（×10）", "剩余积分（×10）"]
    for row in books.redemptions[1:]:
        row[6:8] = [row[6] * 10, row[7] * 10]
    books.save(tmp_path)
    assert [one.kind for one in without_database(tmp_path).questions] == ["heading_unit", "heading_unit"]
    report = answered(tmp_path, "less")
    assert (report.balances, report.faults) == (RIGHT, ())


def test_a_price_has_the_unit_of_its_heading(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    words = (tmp_path / "goods.csv").read_text(encoding="utf-8-sig").replace("分价", "分价（×10）", 1)
    (tmp_path / "goods.csv").write_text(words, encoding="utf-8")
    [question] = without_database(tmp_path).questions
    read = read_books(tmp_path, [Answer(question.id, question.digest, "less")])
    assert {one.tenths for one in read.items if one.code == "G01"} == {44}


def test_a_unit_of_pieces_in_a_heading_is_one(tmp_path: Path) -> None:
    def change(books: SmallBooks) -> None:
        books.deliveries[0][4] = "数量（箱）"
        for row in books.deliveries[1:]:
            row[3] = None

    report = spoilt(tmp_path, change)
    assert [one.kind for one in report.questions] == ["unit_differs", "unit_differs"]
    assert spoilt_heading_alone(tmp_path / "plain").questions == ()


def spoilt_heading_alone(folder: Path) -> ImportReport:
    folder.mkdir()
    return spoilt(folder, lambda books: books.deliveries[0].__setitem__(4, "数量（件）"))


def test_days_are_those_that_were_typed(tmp_path: Path) -> None:
    books = SmallBooks()
    parted(books.register, DAYS["登记"], 0, ["年", "月", "日"])
    books.register[1][:3] = ["25年", "三月", "五日"]
    read = read_books(books.save(tmp_path))
    assert read.earned[0].day == date(2025, 3, 5)
