"""A list leaving the program: nothing runs in a spreadsheet, numbers add up, and memory does not grow with it."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest

from points.foundation import paging
from points.web import exporting
from points.web.exporting import Column

COLUMNS = (
    Column("事项", lambda row: row[0]),
    Column("哪天", lambda row: date(2025, 11, 1), kind="day"),
    Column("积分", lambda row: row[1], kind="points", summed=True),
    Column("小时", lambda row: 90, kind="hours"),
)


def rows(number: int) -> Iterator[tuple[str, int]]:
    """So many rows, made as they are asked for."""
    return ((f"第{one}行", one) for one in range(number))


@pytest.mark.parametrize(
    "begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "  ＝"]
)
def test_what_looks_like_a_formula_is_text(begin: str) -> None:
    line = "".join(exporting.as_csv(COLUMNS, [(f"{begin}HYPERLINK(1)", -5)]))
    cells = list(csv.reader(io.StringIO(line.removeprefix("\ufeff"))))[1]
    assert cells[0] == f"'{begin}HYPERLINK(1)"
    assert cells[1:] == ["2025-11-01", "-0.5", "1.5"], "numbers stay numbers"


def test_plain_words_stay_as_they_are_and_control_signs_go() -> None:
    assert exporting.defused("3栋=2单元") == "3栋=2单元"
    assert exporting.defused("王\x00\x07芳") == "王芳"
    assert exporting.defused("\x00=1") == "'=1"


def test_csv_says_that_it_is_utf_8() -> None:
    assert "".join(exporting.as_csv(COLUMNS, rows(1))).encode().startswith(b"\xef\xbb\xbf")


def test_paper_says_days_and_nothing_as_people_do() -> None:
    said = [
        exporting.printed(one, value, "zh") for one, value in zip(COLUMNS, ("", None, None, 1), strict=True)
    ]
    assert said == ["", "", "–", "0:01"]
    assert exporting.printed(COLUMNS[1], date(2025, 11, 1), "zh") == "2025年11月1日"
    assert exporting.printed(Column("人", str, kind="number"), 7949, "zh") == "7,949"


def peak(number: int) -> int:
    """How much memory so many rows take at most while they go out."""
    tracemalloc.start()
    for _ in exporting.as_csv(COLUMNS, rows(number)):
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_twenty_times_the_rows_take_the_memory_of_one_portion() -> None:
    peak(10)
    assert peak(20 * exporting.PORTION) < 2 * peak(exporting.PORTION)


def test_a_workbook_stands_on_disk_and_its_rows_are_made_one_by_one() -> None:
    exporting.workbook("表", COLUMNS, rows(10))
    tracemalloc.start()
    file = exporting.workbook("表", COLUMNS, rows(3000))
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found < 2_000_000
    file.seek(0, io.SEEK_END)
    assert file.tell() > 50_000


def test_portions_are_read_one_after_the_other_until_there_is_no_more(app: object) -> None:
    asked: list[paging.PageAsked] = []

    def read(one: paging.PageAsked) -> paging.PageFound[str]:
        asked.append(one)
        return paging.PageFound([f"{len(asked)}"], after="on" if len(asked) < 3 else None)

    assert list(exporting.portions(read)) == [["1"], ["2"], ["3"]]
    assert [(one.after, one.limit, one.counted) for one in asked] == [
        ("", exporting.PORTION, False),
        ("on", exporting.PORTION, False),
        ("on", exporting.PORTION, False),
    ]
