"""Slips and habits that would move points without a word: each is asked about, or refused by its cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from points.imports.asking import Answer
from points.imports.reading import amounts
from points.imports.reading.folder import read_books
from tests.support.workbooks import REGISTER, SmallBooks, edit


def noted(books: SmallBooks, note: str, matter: str = "助老代办跑腿") -> None:
    books.register[0].append("备注")
    books.register.append(["2025-03-26", "003", "石磊", None, None, matter, 3, "冉婷", note])


def void_sheet(books: SmallBooks) -> None:
    books.register.insert(0, ["本表作废，以4月重新统计的为准"])


def second_head(books: SmallBooks) -> None:
    books.roster.append(
        [6, "003", "欧阳明", "户主", "男", "1966.01", None, "第2网格", "2栋", "1单元102", None]
    )


def overnight(books: SmallBooks) -> None:
    books.activities["01-0305"][2][4:7] = ["09:30", "13:30", 30]


def day_fraction(books: SmallBooks) -> None:
    books.activities["01-0305"][2][4:7] = ["09:30", "13:30", 0.17]


def stock_out(books: SmallBooks) -> None:
    books.deliveries.append(["RK4", "2025-03-20", "毛巾", "条", 1, "报损", None, None, "/", "姚敏"])


def column_that_matters(books: SmallBooks) -> None:
    books.register[0].append("是否有效")
    for row in books.register[1:]:
        row.append("否" if row[1] == "003" else "是")


@pytest.mark.parametrize(
    ("spoil", "kind", "cell"),
    [
        (void_sheet, "table_void", "A3"),
        (lambda books: noted(books, "重复登记"), "cancelled", "I9"),
        (lambda books: noted(books, "更正：应为2分"), "cancelled", "I9"),
        (lambda books: noted(books, "待核实"), "cancelled", "I9"),
        (lambda books: noted(books, "", matter="冲销3月7日一笔"), "sign_meant", "G9"),
        (lambda books: noted(books, "", matter="扣分：乱堆乱放"), "sign_meant", "G9"),
        (second_head, "second_head", "D9"),
        (overnight, "hours_differ", "G5"),
        (day_fraction, "hours_differ", "G5"),
        (stock_out, "out_meant", "F7"),
        (column_that_matters, "column_matters", "I3"),
    ],
)
def test_what_nobody_could_know_is_asked_with_its_cell(
    spoil: Callable[[SmallBooks], None], kind: str, cell: str, tmp_path: Path
) -> None:
    books = SmallBooks()
    spoil(books)
    question = read_books(books.save(tmp_path)).questions[0]
    assert (question.kind, question.places[0].cell) == (kind, cell)
    later = read_books(tmp_path, [Answer(question.id, question.digest, "leave_out")])
    assert not any(one.is_open for one in later.questions)


@pytest.mark.parametrize(("answer", "tenths"), [("takes", -30), ("gives", 30), ("leave_out", None)])
def test_a_deduction_with_a_positive_figure_has_the_sign_that_is_answered(
    answer: str, tenths: int | None, tmp_path: Path
) -> None:
    books = SmallBooks()
    noted(books, "", matter="扣分：乱堆乱放")
    question = read_books(books.save(tmp_path)).questions[0]
    read = read_books(tmp_path, [Answer(question.id, question.digest, answer)])
    assert next((one.tenths for one in read.earned if one.origin.row == 9), None) == tenths


@pytest.mark.parametrize("typed", ["1⁰", "1②", "十十", "三百十十", "九" * 5000])
def test_figures_that_are_none_are_refused_and_break_nothing(typed: str, tmp_path: Path) -> None:
    assert amounts.points(typed).tenths is None
    assert amounts.pieces(typed) is None
    books = SmallBooks()
    books.register.append(["2025-03-26", "003", "石磊", None, "R07", "助老代办跑腿", typed, "冉婷"])
    assert [fault.code for fault in read_books(books.save(tmp_path)).faults] == ["value_impossible"]


@pytest.mark.parametrize(
    ("value", "shape", "tenths"),
    [(2.6, "0", None), (2.6, "0.0", 26), (3, '0"小时"', None), (3, ";;;", None), (3, "#,##0", 30)],
)
def test_a_number_that_is_not_shown_as_it_is_is_no_number_of_points(
    value: Any, shape: str, tenths: int | None
) -> None:
    assert amounts.points(value, shape).tenths == tenths


def test_hours_that_go_backward_are_none(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][2][4:7] = ["13:30", "09:30", None]
    assert [(one.code, one.cell) for one in read_books(books.save(tmp_path)).faults] == [
        ("value_impossible", "G5")
    ]


def test_a_delivery_without_a_slip_comes_in_and_is_listed(tmp_path: Path) -> None:
    books = SmallBooks()
    books.deliveries[3][0] = None
    read = read_books(books.save(tmp_path))
    assert [(one.code, one.cell) for one in read.faults] == [("slip_missing", "A6")]
    assert sum(one.quantity for one in read.deliveries) == 17


def test_a_draft_beside_its_sheet_is_asked_about(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)

    def draft(book: Any) -> None:
        copy = book.copy_worksheet(book["3月"])
        copy.title = "3月 (2)"
        copy["G7"] = 9

    edit(tmp_path / REGISTER, draft)
    read = read_books(tmp_path)
    assert [(one.kind, one.places[0].sheet) for one in read.questions] == [("sheet_alike", "3月 (2)")]
    assert len(read.earned) == 5


def test_a_list_that_was_typed_again_with_one_more_counts_each_person_once(tmp_path: Path) -> None:
    books = SmallBooks()
    again = [list(row) for row in books.activities["01-0305"]]
    again.insert(3, [3, "石磊", "003", None, "09:30", "11:30", 2])
    books.activities["01-0305 (2)"] = again
    read = read_books(books.save(tmp_path))
    assert sum(len(one.attendances) for one in read.activities) == 3
    assert [one.code for one in read.faults] == ["line_twice", "line_twice"]


def test_a_head_of_the_household_may_stand_beside_the_name(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[0][3] = "户主"
    assert len(read_books(books.save(tmp_path)).earned) == 5
