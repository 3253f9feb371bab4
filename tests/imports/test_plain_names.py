"""Names that a sensible officer knows whatever stands beside them in their cell."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from points.imports import importing
from points.imports.gathering import gathered
from points.imports.lines import Books
from points.imports.reading.folder import read_books
from tests.support.workbooks import SmallBooks


def with_names(*lines: tuple[Any, str], on_roster: str = "欧阳明") -> SmallBooks:
    """Small books whose register has these households and names; 004 is 欧阳明's."""
    books = SmallBooks()
    books.roster.append(
        [6, "004", on_roster, "户主", "男", "1970.01", None, "第2网格", "2栋", "1单元102", None]
    )
    books.register[1:] = [
        [f"2025-03-{at:02d}", number, name, None, "R07", f"助老代办跑腿第{at}次", 3, "冉婷"]
        for at, (number, name) in enumerate(lines, 1)
    ]
    return books


def whose(read: Books) -> list[tuple[str, str, bool]]:
    return [(line.household, line.name, line.person is not None) for line in read.earned]


def said(read: Books) -> list[tuple[str, str, str]]:
    return [(one.code, one.level, one.cell) for one in read.faults]


TYPED = [
    "欧阳明户", "004欧阳明", "4号欧阳明", "004-欧阳明", "欧阳明004", "1.欧阳明", "*欧阳明", "欧阳明★", "☆欧阳明", "户主：欧阳明",
    "欧阳明，户主", "欧阳明（户主）", "欧阳明(004)",
]  # fmt: skip


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("number", ["004", None])
def test_a_name_with_what_stands_beside_it_is_that_person_and_is_listed(
    number: str | None, name: str, tmp_path: Path
) -> None:
    read = read_books(with_names((number, name)).save(tmp_path))
    assert (whose(read), read.questions) == ([("004", "欧阳明", True)], ())
    assert [(level, cell) for _, level, cell in said(read)] == [("noted", "C4")]


def test_blanks_within_a_name_are_nothing(tmp_path: Path) -> None:
    read = read_books(with_names(("004", "欧阳 明")).save(tmp_path))
    assert (whose(read), said(read)) == ([("004", "欧阳明", True)], [])


@pytest.mark.parametrize("name", ["欧阳明（户主）", "*欧阳明", "欧阳明★", "004欧阳明", "欧阳明13800000000"])
def test_the_roster_too_may_have_more_than_a_name_in_its_cell(name: str, tmp_path: Path) -> None:
    read = read_books(with_names(("004", "欧阳明"), on_roster=name).save(tmp_path))
    assert (whose(read), read.questions) == ([("004", "欧阳明", True)], ())
    assert said(read) == [("name_read_as", "noted", "C9")]
    assert read.people[-1].phone == ("13800000000" if name.endswith("0") else "")


@pytest.mark.parametrize(
    "number",
    ["13800000000", "138-0000-0000", "0743-8222222", "8222222", "（13800000000）", " 电话：13800000000", "433130197001010021"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["欧阳明", "某某某"])
def test_a_number_behind_a_name_is_neither_kept_nor_shown(number: str, name: str, tmp_path: Path) -> None:
    folder = with_names(("004", f"{name}{number}")).save(tmp_path)
    read = read_books(folder)
    assert whose(read) == ([("004", "欧阳明", True)] if name == "欧阳明" else [])
    assert said(read) == [("name_read_as", "noted", "C4")]
    shown = json.dumps(importing.without_database(folder).plain(), ensure_ascii=False)
    assert not any(digits in shown for digits in ("0000000", "0000-0000", "8222222", "19700101"))


def test_a_phone_behind_a_name_goes_where_there_is_a_column_for_it(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][2][1:4] = ["杨志强 18879378296", "002", None]
    read = read_books(books.save(tmp_path))
    served = read.activities[0].attendances[1]
    assert (served.name, served.phone, served.person is not None) == ("杨志强", "18879378296", True)


@pytest.mark.parametrize(
    ("number", "name", "kind"),
    [
        ("001", "004欧阳明", "name_elsewhere"),
        (None, "001欧阳明", "name_elsewhere"),
        ("004", "欧阳明等", "name_unknown"),
        ("004", "欧阳明2人", "name_unknown"),
    ],
)
def test_a_number_that_says_another_household_is_asked_about(
    number: str | None, name: str, kind: str, tmp_path: Path
) -> None:
    read = read_books(with_names((number, name)).save(tmp_path))
    assert ([one.kind for one in read.questions], read.earned) == ([kind], ())


def test_two_of_one_name_are_not_made_one_by_what_tells_them_apart(tmp_path: Path) -> None:
    books = with_names(("004", "王芳（大）"))
    for at, name in enumerate(("王芳（大）", "王芳（小）", "王大户"), 7):
        books.roster.append([at, "004", name, "女", "女", None, None, None, None, None, None])
    read = read_books(books.save(tmp_path))
    assert [one.name for one in read.people][-3:] == ["王芳(大)", "王芳(小)", "王大户"]


def test_a_column_of_names_with_numbers_is_listed_once(tmp_path: Path) -> None:
    books = with_names(*[("004", "004欧阳明")] * 12)
    for row in books.register[1:]:
        row[4:6] = [None, "一件没有的事"]
    read = read_books(books.save(tmp_path))
    read = replace(read, faults=gathered(read.faults, read))
    assert said(read)[-1] == ("name_read_as", "noted", "C4:C15")
    assert "另有 11 行" in read.faults[-1].message_zh


@pytest.mark.parametrize("without", ["那谁", "田桂兰"])
def test_a_name_alone_that_tells_nobody_says_why(without: str, tmp_path: Path) -> None:
    books = with_names((None, without))
    books.roster.append([7, "003", "田桂兰", "母", "女", "1950.01", None, None, None, None, None])
    read = read_books(books.save(tmp_path))
    assert said(read) == [("household_unknown", "left_out", "B4")]
    assert ("有 2 位" if without == "田桂兰" else "也没有“那谁”") in read.faults[0].message_zh
