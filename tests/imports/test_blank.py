"""The empty files that are handed out are the files that are read."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from points.foundation import Refusal
from points.goods import model_goods
from points.imports import blank
from points.imports.changing.rules import new_rule
from points.imports.reading.folder import BOOKS, COLUMNS, read_books
from points.volunteering.rulebook import by_hand, model_rules
from tests.support.workbooks import SmallBooks

DAY = date(2026, 1, 1)


def headings(path: Path) -> list[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [str(cell.value) for cell in sheet[1]]


def test_every_book_is_made_with_every_column_it_cannot_do_without(tmp_path: Path) -> None:
    made = blank.make(tmp_path / "new")
    assert [path.name for path in made] == [usual for usual, _ in BOOKS.values()]
    for path, columns in zip(made, COLUMNS.values(), strict=True):
        understood = {columns.called(heading) for heading in headings(path)}
        assert None not in understood
        assert set(columns.needed) <= understood
        assert not set(columns.unusual) & understood


def test_without_rules_the_file_to_fill_in_first_is_named(tmp_path: Path) -> None:
    blank.make(tmp_path)
    with pytest.raises(Refusal) as caught:
        read_books(tmp_path)
    assert (caught.value.code, caught.value.facts["file"]) == ("reference_empty", "rules.csv")


def test_with_rules_and_goods_the_empty_workbooks_are_read_without_a_fault(tmp_path: Path) -> None:
    filled = tmp_path / "filled"
    filled.mkdir()
    SmallBooks().save(filled)
    folder = tmp_path / "new"
    blank.make(folder)
    for name in ("rules.csv", "goods.csv"):
        (folder / name).write_bytes((filled / name).read_bytes())
    books = read_books(folder)
    assert books.rules
    assert books.items
    assert (books.people, books.earned, books.redemptions, books.faults) == ((), (), (), ())


def test_the_model_rule_book_dropped_in_says_what_its_page_says(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    (tmp_path / "rules.csv").write_bytes(model_rules.TABLE.read_bytes())
    brought = [new_rule(one) for one in read_books(tmp_path).rules if one.code[0] == "M"]
    said = [by_hand.as_version(one, version=1, effective_on=DAY) for one in brought]
    typed = [
        by_hand.as_version(by_hand.read(one.typed), version=1, effective_on=DAY)
        for one in model_rules.list_all()
    ]
    anybody = typed[0].rule_id
    assert [replace(one, rule_id=anybody) for one in said] == [replace(one, rule_id=anybody) for one in typed]


def test_the_model_list_of_goods_dropped_in_says_what_its_page_says(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    (tmp_path / "goods.csv").write_bytes(model_goods.TABLE.read_bytes())
    alike = [
        "name",
        "name_en",
        "unit",
        "reference_fen",
        "shelf_days",
        "safety_stock",
        "limit_count",
        "limit_window",
        "supply",
        "kind",
    ]
    brought = {
        one.code: (one.tenths, *(getattr(one, name) for name in alike)) for one in read_books(tmp_path).items
    }
    typed = {
        one.code: (one.tenths, *(getattr(one.facts, name) for name in alike))
        for one in model_goods.list_all()
    }
    assert brought == typed


def test_nothing_is_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "goods.csv"
    kept.write_text("ours", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        blank.make(tmp_path)
    assert caught.value.code == "folder_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["goods.csv"]
    assert kept.read_text(encoding="utf-8") == "ours"
