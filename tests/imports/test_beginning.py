"""A community without old books: a roster, what each household has, what stands on the shelves; and lists that go out and come back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

import openpyxl
from flask import Flask

from points import goods, imports, ledger, people
from points.foundation import communities, reading
from points.imports import blank
from points.imports.asking import Answer
from points.imports.report import ImportReport
from points.oversight.checking import examine
from tests.imports.test_blank import filled

#: all that a community has which kept a list on paper
PAPER = ("rules", "goods", "roster", "opening_points", "opening_stock")


def community() -> UUID:
    return reading(lambda: communities()[0].id)


def only(folder: Path, *names: str) -> Path:
    """Without the blank books of other names."""
    for one in blank.BOOKS:
        if one.name not in names:
            (folder / one.file("zh")).unlink()
    return folder


def take(folder: Path, choice: str) -> ImportReport:
    asked = imports.importing.dry_run(folder).questions
    return imports.importing.apply(
        folder, answers=[Answer(one.id, one.digest, choice) for one in asked if not one.answer]
    )


def test_a_list_on_paper_is_enough_to_begin(app: Flask, engine: str, tmp_path: Path) -> None:
    folder = only(filled(tmp_path, *PAPER), *PAPER)
    asked = imports.importing.without_database(folder).questions
    assert [(one.kind, len(one.places)) for one in asked] == [("book_absent", 3)]
    report = take(folder, "none")
    assert (report.balances, report.is_open) == ({"001": 605}, False)
    [item] = reading(lambda: goods.items.on_offer(community()))
    assert (item.name, item.on_hand, item.tenths) == ("大米5kg", 12, 45)
    assert [one.name for one in reading(lambda: examine(community())).findings if not one.ok] == []
    [home] = reading(lambda: imports.openings.by_household(community()))
    assert (home.number, home.name, home.door, home.tenths) == ("001", "田桂兰", "1栋2-202", 605)
    written: list[object] = []
    asked = imports.importing.dry_run(folder).questions
    answers = [Answer(one.id, one.digest, "none") for one in asked]
    imports.importing.apply(folder, answers=answers, written=lambda made, _: written.append(made))
    assert written == [None], "the same once more adds nothing"


def test_without_a_book_of_deliveries_what_was_handed_over_was_there(
    app: Flask, engine: str, tmp_path: Path
) -> None:
    """And what is counted at the opening is what there is from then on."""
    folder = only(filled(tmp_path, *PAPER, "redemptions"), *PAPER, "redemptions")
    book = openpyxl.load_workbook(folder / "积分兑换登记表.xlsx")
    book.worksheets[0]["B2"] = datetime(2026, 2, 8)  # before the shelves were counted, on the first of March
    book.save(folder / "积分兑换登记表.xlsx")
    path = folder / "期初积分登记表.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A2"] = datetime(2026, 2, 1)
    book.save(path)
    given = {"book_absent": "none", "deliveries_absent": "as_redeemed"}
    asked = imports.importing.dry_run(folder).questions
    assert {one.kind for one in asked} == set(given)
    held = imports.importing.apply(folder, answers=[Answer(one.id, one.digest, "leave_out") for one in asked])
    assert (held.balances, [one.code for one in held.faults if one.level == "left_out"]) == (
        {"001": 605},
        ["stock_short"],
    )
    imports.importing.apply(folder, answers=[Answer(one.id, one.digest, given[one.kind]) for one in asked])
    [item] = reading(lambda: goods.items.on_offer(community()))
    [home] = reading(lambda: people.history.known_households(community())).values()
    assert home.account_id
    standing = reading(lambda: ledger.balances.get_many(community(), [home.account_id]))
    assert (item.on_hand, standing[home.account_id].available) == (12, 515)
    assert [one.name for one in reading(lambda: examine(community())).findings if not one.ok] == []
