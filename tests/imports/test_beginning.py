"""A community without old books: a roster, what each household has, what stands on the shelves; and lists that go out and come back."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from flask import Flask

from points import goods, imports
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
