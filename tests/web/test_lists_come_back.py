"""Lists that go out as workbooks, with lines changed and added, come in again: what is the same adds nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from points import goods, imports, people
from points.foundation import clock, reading
from points.imports import column_words
from points.imports.asking import Answer
from points.imports.balancing import balance
from points.imports.comparing import compare
from points.imports.difference.lines import difference
from points.imports.difference.values import DifferenceLine
from points.imports.reading.folder import read_books
from points.imports.report import ImportReport
from tests.support.desk_day import DeskDay, enter
from tests.support.visitors import Visitor

# What stands in a workbook does not depend on the database; taking it in runs on both in tests/imports.
pytestmark = pytest.mark.shortly_on("sqlite")
Row = dict[str, Any]
COMES_BACK = {"desk.export_people", "manager.export_goods"}
#: what goes out and does not come in, and why
STAYS_OUT = {
    "desk.export_activities": "an activity is what its sign-in sheet says, by person; the list has only its sums",
    "desk.export_statement": "lines of a purse are what happened; they change by a reversal, never by a table",
    "desk.export_intake": "lines and faults of an import, to be put right in the book they came from",
    "desk.export_intake_difference": "what books would change, to be put right in those books",
    "desk.export_parallel": "what differs between paper and program; each is decided by a person",
    "oversight.export_trail": "who did what; nothing is ever written into it from outside",
}


def brought(folder: Path, data: bytes, name: str, change: Callable[[list[Row]], None]) -> Path:
    """A workbook as it went out, alone in a folder, with what somebody typed into its first sheet."""
    folder.mkdir()
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    rows = [dict(zip(titles, line, strict=True)) for line in sheet.iter_rows(min_row=2, values_only=True)]
    change(rows)
    for number, row in enumerate(rows, 2):
        for title, value in row.items():
            sheet.cell(number, titles.index(title) + 1, value)
    book.save(folder / name)
    return folder


def read(day: DeskDay, folder: Path) -> ImportReport:
    return imports.importing.dry_run(folder, actor=day.street.system)


def differing(day: DeskDay, folder: Path) -> list[DifferenceLine]:
    """What the page of differences says line by line."""
    balanced = balance(read_books(folder))
    found = reading(lambda: difference(compare(balanced, day.community_id)))
    return reading(lambda: [
        *(line for home in found.households() for line in home.lines), *found.of_part("sheets"),
    ])  # fmt: skip


def lines(found: ImportReport) -> tuple[list[Any], list[str], list[str]]:
    """What differs, what is asked, what was left out."""
    return (
        [(one.code, one.what, one.was, one.now) for one in found.changes],
        [one.kind for one in found.questions],
        [one.code for one in found.faults if one.level != "noted"],
    )


def test_of_every_list_it_is_said_whether_it_comes_back(app: Flask) -> None:
    assert {one for one in app.view_functions if ".export_" in one} == COMES_BACK | set(STAYS_OUT)


def test_the_list_of_goods_comes_back(client: Visitor, desk_day: DeskDay, tmp_path: Path) -> None:
    clock.reset()  # the street's prices begin when it is built
    enter(client)
    data = client.post("/shop/goods/export").data
    same = read(desk_day, brought(tmp_path / "same", data, "商品表.xlsx", lambda _: None))
    assert lines(same) == ([], [], [])
    # what the table cannot say is named, so that nobody believes that stock is changed here
    assert [one.cell for one in same.unread] == ["C1", "G1", "J1"]

    def change(rows: list[Row]) -> None:
        rice = next(row for row in rows if row["编号"] == "G01")
        rice["价（分）"], rice["限量"], rice["补货线"] = 99, "3/每季度", 7
        rows.append({"编号": "G90", "商品": "牙刷", "单位": "支", "价（分）": 3, "限量": "2/每月"})

    folder = brought(tmp_path / "changed", data, "商品表.xlsx", change)
    was = reading(lambda: goods.wares.get(desk_day.community_id, "G01")).facts
    changed = read(desk_day, folder)
    assert lines(changed) == (
        [
            ("G01", "tenths", 440, 990),
            ("G01", "safety_stock", was.safety_stock, 7),
            ("G01", "limit", "1/month", "3/quarter"),
        ],
        ["goods_changed"],
        [],
    )
    imports.importing.apply(folder, actor=desk_day.street.system)
    known = reading(lambda: goods.history.known_items(desk_day.community_id))
    assert (known["G90"].tenths, known["G01"].tenths) == (30, 440), "what differs waits for an answer"


def test_the_list_of_people_comes_back(client: Visitor, desk_day: DeskDay, tmp_path: Path) -> None:
    enter(client)
    data = client.post("/desk/people/export").data
    folder = brought(tmp_path / "same", data, "居民名单.xlsx", lambda _: None)
    before = reading(lambda: people.history.known_households(desk_day.community_id))
    # who works here and lives in no household is named; nobody becomes a member of the family above
    assert lines(read(desk_day, folder)) == ([], [], ["value_blank"])
    assert {line.state for line in differing(desk_day, folder)} == {"refused"}
    imports.importing.apply(folder, actor=desk_day.street.system)
    assert reading(lambda: people.history.known_households(desk_day.community_id)) == before

    def change(rows: list[Row]) -> None:
        home = next(row for row in rows if row["户号"] == "12")
        home["门牌"] = "9栋909"
        rows.append({"户号": "12", "姓名": "冉小妹", "与户主关系": "女"})
        rows.append({"户号": "77", "姓名": "向福生", "与户主关系": "户主", "门牌": "5栋501"})

    folder = brought(tmp_path / "changed", data, "居民名单.xlsx", change)
    # a door is not changed by a table, and that is said
    assert [one.code for one in read(desk_day, folder).faults if one.level == "noted"] == ["door_kept"]
    new = [line.what for line in differing(desk_day, folder) if line.state == "new"]
    assert new == ["冉小妹", "5栋501", "向福生"]
    imports.importing.apply(folder, actor=desk_day.street.system)
    after = reading(lambda: people.history.known_households(desk_day.community_id))
    assert {number: len(home.people) for number, home in after.items()} == {
        **{number: len(home.people) for number, home in before.items()}, "12": 2, "77": 1,
    }  # fmt: skip


def test_who_was_registered_by_hand_gets_what_the_paper_says(
    client: Visitor, desk_day: DeskDay, tmp_path: Path
) -> None:
    """The list of people stands for the roster, the rules go out as they stand, and one book is filled in."""
    clock.reset()  # the paper is of the year in which the street is built
    enter(client)
    folder = brought(
        tmp_path / "paper", client.post("/desk/people/export").data, "居民名单.xlsx", lambda _: None
    )
    for name, file in (("rules", "积分规则表.xlsx"), ("opening_points", "期初积分登记表.xlsx")):
        (folder / file).write_bytes(client.get(f"/desk/intakes/blank?book={name}&filled=1").data)
    book = openpyxl.load_workbook(folder / "期初积分登记表.xlsx")
    book.worksheets[0].append([clock.today(), "12", "冉学强", "期初积分", 30.5])
    book.save(folder / "期初积分登记表.xlsx")
    [absent] = read(desk_day, folder).questions
    answer = Answer(absent.id, absent.digest, "none")
    imports.importing.apply(folder, actor=desk_day.street.system, answers=[answer])
    [home] = reading(lambda: imports.openings.by_household(desk_day.community_id))
    assert (home.number, home.name, home.tenths) == ("12", "冉学强", 305)


def test_in_english_they_come_back_as_well(client: Visitor, desk_day: DeskDay, tmp_path: Path) -> None:
    clock.reset()  # the street's prices begin when it is built
    enter(client)
    client.set_cookie("lang", "en")
    for address, name in (("/shop/goods/export", "Goods.xlsx"), ("/desk/people/export", "People.xlsx")):
        data = client.post(address).data
        titles = {cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0][1]}
        assert titles in [set(one) for one in column_words.said()["lists_in_english"].values()]
        folder = brought(tmp_path / name, data, name, lambda _: None)
        found = read(desk_day, folder)
        left_out = [] if name == "Goods.xlsx" else ["value_blank"]
        assert lines(found) == ([], [], left_out)
        assert (found.households > 0) == (name == "People.xlsx")
    before = reading(lambda: people.history.known_households(desk_day.community_id))
    imports.importing.apply(folder, actor=desk_day.street.system)
    assert reading(lambda: people.history.known_households(desk_day.community_id)) == before
