"""What books would change: each line with its state, by household; kept as files and found again by page, words and state."""

from __future__ import annotations

import stat
import time
import tracemalloc
from pathlib import Path

import pytest
from flask import Flask

from points import imports
from points.foundation import communities, reading
from points.foundation.paging import PageAsked
from points.imports.asking import Answer
from points.imports.balancing import balance
from points.imports.comparing import compare
from points.imports.difference.homes import Homes
from points.imports.difference.lines import BooksDifference
from points.imports.differing import (
    DifferenceFilter,
    DifferenceLine,
    HouseholdDifference,
    KeptDifference,
    difference,
    find,
    keep,
    open_kept,
)
from points.imports.lines import Books
from points.imports.reading.folder import read_books
from tests.support.databases import Workshop, settles
from tests.support.workbooks import REDEMPTIONS, REGISTER, SmallBooks

# What a page or a file shows does not depend on the database; bringing, reading and writing run on both in tests/imports.
pytestmark = pytest.mark.shortly_on("sqlite")


@pytest.fixture
@settles("books_in")
def folder(app: Flask, engine: str, workshop: Workshop, tmp_path: Path) -> Path:
    """The small community's books, which came in once."""
    SmallBooks().save(tmp_path)
    workshop.settled(app, engine, "books_in", lambda: imports.importing.apply(tmp_path))
    return tmp_path


def differing(folder: Path, answers: tuple[Answer, ...] = ()) -> BooksDifference:
    balanced = balance(read_books(folder, answers))

    def work() -> BooksDifference:
        return difference(compare(balanced, next((one.id for one in communities()), None), answers))

    return reading(work)


def told(lines: tuple[DifferenceLine, ...]) -> list[tuple[str, str, str, object, object]]:
    return [(one.state, one.kind, one.what, one.was, one.becomes) for one in lines]


def home(found: BooksDifference, number: str) -> HouseholdDifference:
    return next(one for one in found.households() if one.number == number)


def everything(kept: KeptDifference | None, wanted: DifferenceFilter) -> list[object]:
    assert kept is not None
    return list(find(kept, wanted, PageAsked()).rows)


def numbers(kept: KeptDifference, search: str, state: str = "") -> list[str]:
    page = find(kept, DifferenceFilter(search=search, state=state), PageAsked())
    return [one.number for one in page.rows if isinstance(one, HouseholdDifference)]


def test_where_nothing_came_in_yet_all_is_new_and_ends_where_the_books_do(app: Flask, tmp_path: Path) -> None:
    found = differing(SmallBooks().save(tmp_path))
    assert {one.number: (one.balance, one.becomes) for one in found.households()} == {
        "001": (0, 50),
        "002": (0, 50),
        "003": (0, 30),
    }
    third = home(found, "003")
    assert (third.names, third.door) == (("石磊",), "2栋1单元101")
    assert told(third.lines) == [
        ("new", "household", "2栋1单元101", None, None),
        ("new", "person", "石磊", None, None),
        ("new", "earned", "石磊 助老代办跑腿", None, 30),
    ]
    assert [one.place for one in third.lines] == ["8", "8", "7"]
    assert {
        part: len(list(found.of_part(part))) for part in ("rules", "goods", "deliveries", "activities")
    } == {
        "rules": 33,
        "goods": 32,
        "deliveries": 3,
        "activities": 1,
    }


def test_every_state_has_its_line_under_its_household(folder: Path) -> None:
    assert list(differing(folder).households()) == []
    books = SmallBooks()
    books.register[0].append("备注")
    books.register[5] = ["2025-03-26", "002", "杨志强", None, "R17", "月度最清洁户", 4, "冉婷"]
    books.register.append(["2025-03-27", "003", "石磊", None, "R07", "助老代办跑腿", 3, "冉婷", "作废"])
    books.register.append(["2025-03-28", "001", "田桂兰", None, "R07", "助老代办跑腿", "约3", "冉婷"])
    books.redemptions.append([3, "2025-04-03", "003", "石磊", "袋装醋", 1, 0.5, None, "已签", "姚敏"])
    books.redemptions.append([4, "2025-04-03", "003", "石磊", "毛巾", 1, 8, None, "已签", "姚敏"])
    books.deliveries.append(["RK4", "2025-04-02", "毛巾", "条", 4, "采购", "社区采购", 8, "/", "姚敏"])
    found = differing(books.save(folder))
    first, second, third = (home(found, one) for one in ("001", "002", "003"))
    assert [(one.state, one.kind, one.file, one.cell) for one in first.lines] == [
        ("refused", "value_impossible", REGISTER, "G10")
    ]
    assert "约3" in first.lines[0].what
    assert told(second.lines) == [("doubtful", "earned", "杨志强 月度最清洁户", 50, 40)]
    assert (second.balance, second.becomes) == (50, 50)
    assert sorted(told(third.lines))[0][:2] == ("doubtful", "cancelled")
    assert [(one.state, one.becomes) for one in third.lines if one.kind == "handout"] == [
        ("new", -5),
        ("refused", -80),
    ]
    assert (third.balance, third.becomes) == (30, 25)
    assert [(one.state, one.what) for one in found.of_part("deliveries")] == [("new", "毛巾 ×4 社区采购")]
    english = next(one for one in third.lines if one.state == "refused")
    assert (english.file, english.said("en")) != (REDEMPTIONS, english.said("zh"))


def test_tables_are_doubtful_until_they_are_answered(folder: Path) -> None:
    words = (folder / "goods.csv").read_text(encoding="utf-8-sig")
    (folder / "goods.csv").write_text(words.replace("Toothpaste,支,5,", "Toothpaste,支,6,"), encoding="utf-8")
    [line] = differing(folder).of_part("goods")
    assert (line.state, line.about, line.was, line.becomes, line.cell) == (
        "doubtful",
        "tenths",
        50,
        60,
        "E10",
    )
    [question] = imports.importing.dry_run(folder).questions
    yes, no = (Answer(question.id, question.digest, one) for one in ("take", "keep"))
    assert [one.state for one in differing(folder, (yes,)).of_part("goods")] == ["changed"]
    assert list(differing(folder, (no,)).of_part("goods")) == []


def test_it_is_found_again_by_number_name_door_and_state(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    books = SmallBooks()
    books.register.append(["2025-03-28", "001", "田桂兰", None, "R07", "助老代办跑腿", "约3", "冉婷"])
    keep(differing(books.save(tmp_path / "books")), tmp_path)
    kept = open_kept(tmp_path)
    assert kept is not None
    assert kept.parts == ("households", "rules", "goods", "deliveries", "activities")
    assert numbers(kept, "") == ["001", "002", "003"]
    assert [numbers(kept, one) for one in ("3", "002", "石磊", "小禾", "3单元303", "3-303", "nobody")] == [
        ["003"], ["002"], ["003"], ["002"], ["002"], ["002"], [],
    ]  # fmt: skip
    assert numbers(kept, "", "refused") == ["001"]
    [only] = everything(kept, DifferenceFilter(state="refused"))
    assert isinstance(only, HouseholdDifference)
    assert [one.state for one in only.lines] == ["refused"]
    assert kept.counts("households")["refused"] == 1
    whole = everything(kept, DifferenceFilter())
    assert whole == list(differing(tmp_path / "books").households())
    [vinegar] = everything(kept, DifferenceFilter("goods", search="袋装醋"))
    assert isinstance(vinegar, DifferenceLine)
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.glob("*.json*")} == {0o600}
    assert open_kept(tmp_path / "books") is None


def test_a_page_of_sixty_thousand_lines_opens_at_once(tmp_path: Path) -> None:
    found = BooksDifference(Homes(Books("x", "x", 2025), None))
    line = DifferenceLine("new", "earned", "社区环境清洁2小时", None, None, 40, REGISTER, "3月", 7)
    for number in range(3000):
        found.lines[f"{number:04}"] = [line] * 20
    tracemalloc.start()
    keep(found, tmp_path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5_000_000
    began = time.process_time()
    kept = open_kept(tmp_path)
    assert kept is not None
    page = find(kept, DifferenceFilter(state="new"), PageAsked(after="2900"))
    assert (time.process_time() - began) < 0.3
    assert (page.first, len(page.rows), page.total, page.before, page.after) == (
        2901,
        50,
        3000,
        "2900",
        "2950",
    )
    back = find(kept, DifferenceFilter(), PageAsked(before="2900"))
    assert (back.first, len(back.rows)) == (2851, 50)
    assert find(kept, DifferenceFilter(), PageAsked(after="9999")).first == 1


def test_a_correction_says_what_it_was_and_what_it_becomes(app: Flask, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    imports.importing.apply(SmallBooks().save(tmp_path / "first"))
    books = SmallBooks()
    books.register[5][6] = 3
    del books.register[3]
    folder = books.save(tmp_path / "second")

    def told(*answers: Answer) -> dict[str, tuple[int, list[tuple[str, str, object, object]]]]:
        balanced = balance(read_books(folder, answers))
        community_id = reading(lambda: communities()[0].id)
        found = reading(lambda: list(difference(compare(balanced, community_id, answers)).households()))
        return {
            one.number: (one.becomes - one.balance, [(x.state, x.kind, x.was, x.becomes) for x in one.lines])
            for one in found
        }

    assert told() == {
        "001": (0, [("vanished", "earned", 20, 20)]),
        "002": (0, [("doubtful", "earned", 50, 30)]),
    }
    asked = imports.importing.dry_run(folder).questions
    choices = {"lines_corrected": "correction", "lines_vanished": "take_back"}
    answers = [Answer(one.id, one.digest, choices[one.kind]) for one in asked]
    assert told(*answers) == {
        "001": (-20, [("vanished", "earned", 20, 0)]),
        "002": (-20, [("changed", "earned", 50, 30)]),
    }


def test_points_that_were_another_households_are_taken_from_it_in_the_difference(
    app: Flask, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    imports.importing.apply(SmallBooks().save(tmp_path / "first"))
    books = SmallBooks()
    books.register[4][1], books.register[4][2] = "002", "杨志强"
    folder = books.save(tmp_path / "second")
    asked = imports.importing.dry_run(folder).questions
    answers = [Answer(one.id, one.digest, "correction") for one in asked]
    community_id = reading(lambda: communities()[0].id)
    balanced = balance(read_books(folder, answers))
    found = reading(lambda: list(difference(compare(balanced, community_id, answers)).households()))
    assert {one.number: (one.balance, one.becomes) for one in found} == {"002": (50, 80), "003": (30, 0)}
    lines = {one.number: [(x.state, x.was, x.becomes) for x in one.lines] for one in found}
    assert lines == {"002": [("changed", 30, 30)], "003": [("changed", 30, 0)]}
