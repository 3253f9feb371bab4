"""Rows of a table that an officer knows for what they are: numbers or English names of its columns, totals, formulas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from points.imports.lines import Books
from points.imports.reading.folder import read_books
from tests.support.workbooks import SmallBooks

COUNTED = [1, 2, 3, 4, 5, 6, 7, 8]
ENGLISH = ["Date", "Household", "Name", "Address", "No.", "Matter", "Points", "Recorder"]


def read(folder: Path, book: str, *rows: tuple[int, list[Any]]) -> Books:
    """Small books with more rows in one of them."""
    books = SmallBooks()
    for at, row in rows:
        getattr(books, book).insert(at, row)
    return read_books(books.save(folder))


def listed(books: Books) -> list[tuple[str, str]]:
    return [
        *((one.code, one.cell) for one in books.faults),
        *((one.code, one.cell) for one in (*books.skipped, *books.unread)),
    ]


@pytest.mark.parametrize(
    "row",
    [
        COUNTED,
        [str(number) for number in COUNTED],
        [f"({number})" for number in COUNTED],
        ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧"],
        ["甲", "乙", "丙", "丁", 1, 2, 3, 4],
        ["A", "B", "C", "D", "E", "F", "G", "H"],
        ENGLISH,
    ],
)
def test_what_numbers_the_columns_or_names_them_in_english_is_no_line(row: list[Any], tmp_path: Path) -> None:
    books = read(tmp_path, "register", (1, row))
    assert (len(books.earned), listed(books)) == (5, [("heading_row", "A4")])


def test_a_row_that_numbers_the_columns_of_the_roster_is_nobody(tmp_path: Path) -> None:
    books = read(tmp_path, "roster", (1, list(range(1, 12))))
    assert ([one.name for one in books.people][:1], listed(books)) == (["田桂兰"], [("heading_row", "A4")])


def test_a_heading_that_every_page_prints_again_may_be_numbered_again(tmp_path: Path) -> None:
    heading = ["日期", "户号", "姓名", "住址", "编号", "事项", "积分", "登记人"]
    books = read(tmp_path, "register", (1, COUNTED), (4, heading), (5, COUNTED), (6, ENGLISH))
    assert len(books.earned) == 5
    assert listed(books) == [("heading_row", "A4"), ("heading_row", "A8"), ("heading_row", "A9")]


def test_figures_further_down_are_a_line_and_not_the_numbers_of_columns(tmp_path: Path) -> None:
    books = read(tmp_path, "register", (3, COUNTED))
    assert listed(books) == [("date_unreadable", "A6")]


@pytest.mark.parametrize("words", ["小计", "SUBTOTAL", "Total", "Grand total:", "本页小计"])
def test_a_total_is_one_in_either_language(words: str, tmp_path: Path) -> None:
    books = read(tmp_path, "register", (4, [words, None, None, None, None, None, 14, None]))
    assert (len(books.earned), listed(books)) == (5, [("line_total", "A7")])


@pytest.mark.parametrize("words", ["小计", None])
def test_a_formula_that_sums_up_is_no_line(words: str | None, tmp_path: Path) -> None:
    row = [words, None, None, None, None, None, "=SUBTOTAL(9,G4:G6)", None]
    books = read(tmp_path, "register", (4, row))
    assert (len(books.earned), listed(books)) == (5, [])


def test_a_line_of_nothing_but_formulas_is_named(tmp_path: Path) -> None:
    books = read(tmp_path, "register", (4, [f"=别表!{column}4" for column in "ABCDEFGH"]))
    assert (len(books.earned), listed(books)) == (5, [("formula_unsaved", "A7")])
