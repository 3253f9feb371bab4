"""One sentence for one cause: a column that cannot be read, a household that nobody knows, whatever is said often."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from points.imports import kept
from points.imports.importing import without_database
from points.imports.refusals import LineFault
from points.imports.report import ImportReport
from tests.support.workbooks import ATTENDANCE, DELIVERIES, REDEMPTIONS, REGISTER, SmallBooks, write

Change = Callable[[int, Any], Any]
SPOILT: dict[str, Change] = {
    "one word": lambda _number, _cell: "见附件",
    "others each": lambda number, _cell: f"约{number}",
    "nothing": lambda _number, _cell: None,
    "an error": lambda _number, _cell: "#REF!",
    "noughts": lambda _number, _cell: 0,
}


def larger() -> SmallBooks:
    """The small community with ten lines of each book more, all of them right."""
    books = SmallBooks()
    for number in range(10):
        books.register.append(
            [f"2025-03-{10 + number}", "003", "石磊", None, None, f"照看邻居老人{number}", 3, "冉婷"]
        )
        books.deliveries.append(
            [f"RK{9 + number}", "2025-03-03", "毛巾", "条", 1, "采购", "社区采购", 8, "/", "姚敏"]
        )
        books.redemptions.append(
            [3 + number, f"2025-03-{20 + number}", "003", "石磊", "袋装醋", 1, 0.5, None, "已签", "姚敏"]
        )
    return books


def spoilt(folder: Path, book: str, column: int, change: Change, many: int = 100) -> ImportReport:
    books = larger()
    rows = books.activities["01-0305"][:3] if book == "activities" else getattr(books, book)
    for number, row in enumerate(rows[1 : many + 1]):
        row[column] = change(number, row[column])
    return without_database(books.save(folder))


def test_the_larger_books_are_right(tmp_path: Path) -> None:
    report = without_database(larger().save(tmp_path))
    assert (report.faults, report.questions, report.balances["003"]) == ((), (), 280)


EVERY = [
    *(("register", column) for column in (0, 1, 2, 4, 5, 6)),
    *(("deliveries", column) for column in (0, 1, 2, 4, 8)),
    *(("redemptions", column) for column in (1, 2, 3, 4, 5, 6, 7)),
    *(("roster", column) for column in (1, 2, 3, 5, 6)),
    *(("activities", column) for column in (1, 2, 4, 6)),
]


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize(("book", "column"), EVERY if os.environ.get("SOAK") == "1" else EVERY[::6])
def test_no_cause_is_said_more_than_three_times(book: str, column: int, how: str, tmp_path: Path) -> None:
    report = spoilt(tmp_path, book, column, SPOILT[how])
    said = Counter((one.origin.file, one.origin.sheet, one.code, one.level) for one in report.faults)
    passed = Counter((one.file, one.sheet, one.code) for one in (*report.unread, *report.skipped))
    assert {key: times for key, times in {**said, **passed}.items() if times > 3} == {}
    assert len(report.questions) <= 2


def test_a_column_is_one_sentence_that_names_its_rows(tmp_path: Path) -> None:
    report = spoilt(tmp_path, "register", 6, SPOILT["others each"])
    [fault] = [one for one in report.faults if one.origin.file == REGISTER]
    assert (fault.code, fault.cell, len(fault.alike)) == ("value_impossible", "G4:G18", 14)
    assert fault.message_zh.startswith("积分写的是“约0”")
    assert fault.message_zh.endswith("另有 14 行也是这样：5-18。")
    assert fault.message_en.endswith("14 more lines are like it: 5-18.")


def test_some_lines_of_one_cause_are_one_sentence_and_a_few_are_each_their_own(tmp_path: Path) -> None:
    report = spoilt(tmp_path, "register", 1, lambda _number, _cell: "999", many=4)
    [fault] = [one for one in report.faults if one.code == "household_unknown"]
    assert (fault.cell, fault.message_zh[-len("另有 3 行也是这样：5-7。") :]) == (
        "B4:B7",
        "另有 3 行也是这样：5-7。",
    )
    (tmp_path / "few").mkdir()
    few = spoilt(tmp_path / "few", "register", 1, lambda _number, _cell: "999", many=3)
    assert [one.cell for one in few.faults if one.code == "household_unknown"] == ["B4", "B5", "B6"]


def test_lines_that_differ_in_what_is_wrong_are_each_named(tmp_path: Path) -> None:
    report = spoilt(tmp_path, "register", 1, lambda number, _cell: f"{990 + number}", many=5)
    assert len([one for one in report.faults if one.code == "household_unknown"]) == 5


def test_one_cause_on_several_sheets_is_one_sentence(tmp_path: Path) -> None:
    books = larger()
    half = [books.register[0], *books.register[8:]]
    for row in (*books.register[6:8], *half[1:4]):
        row[1] = "999"
    books.register = books.register[:8]
    books.save(tmp_path)
    title = [["锦溪社区2025年3月积分登记表"], [None], *books.register]
    write(tmp_path / REGISTER, {"3月": title, "3月下": [*title[:2], *half]})
    [fault] = [one for one in without_database(tmp_path).faults if one.code == "household_unknown"]
    assert fault.message_zh.endswith("另有 4 行也是这样：10；3月下 4-6。")
    assert fault.cell == "B9"


def test_lines_without_points_are_passed_by_as_one(tmp_path: Path) -> None:
    report = spoilt(tmp_path, "register", 6, SPOILT["noughts"])
    assert [(one.cell, one.code) for one in report.skipped] == [("G4:G18", "points_none")]


def test_what_is_kept_says_how_many_and_names_their_rows(tmp_path: Path) -> None:
    report = spoilt(tmp_path, "deliveries", 2, SPOILT["one word"])
    [fault] = [one for one in report.kept()["faults"] if one["file"] == DELIVERIES]
    assert (fault["figures"], fault["alike"][0]) == ({"alike": 12}, [DELIVERIES, "入库", 5])
    assert kept.sentence(fault["said"], fault["figures"], "zh").endswith("另有 12 行也是这样。")


def test_redemptions_for_which_nothing_came_in_are_one_sentence(tmp_path: Path) -> None:
    report = spoilt(tmp_path, "deliveries", 4, SPOILT["one word"])
    found = [(one.origin.file, one.code, len(one.alike)) for one in report.faults]
    assert found == [(DELIVERIES, "value_impossible", 12), (REDEMPTIONS, "stock_short", 11)]


def test_a_sheet_of_names_without_numbers_says_so_once(tmp_path: Path) -> None:
    books = larger()
    rows = books.activities["01-0305"]
    rows[2:2] = [
        [9, name, None, None, "09:30", "11:30", 2] for name in ("田小兰", "杨小禾", "石磊", "杨志强")
    ]
    for row in rows[1:7]:
        row[2] = None
    del rows[6]
    report = without_database(books.save(tmp_path))
    found = [(one.origin.file, one.code, len(one.alike)) for one in report.faults]
    assert found[:2] == [(ATTENDANCE, "person_found", 0), (ATTENDANCE, "person_found", 3)]
    assert [code for _, code, _ in found[2:]] == ["points_against_hours"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fault_is_said_without_holes_where_nothing_of_it_was_kept(language: str) -> None:
    every, kinds = [LineFault], []
    while every:
        below = every.pop().__subclasses__()
        every, kinds = every + below, kinds + [one for one in below if one.zh]
    said = {one.__name__: kept.sentence(one.__name__, {}, language) for one in kinds}
    assert {name: one for name, one in said.items() if "…" in one or "{" in one or not one} == {}
    assert len(said) > 50
    assert "148" in kept.sentence("DuplicatePerson", {"first": 148}, language)
