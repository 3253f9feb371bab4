"""The same books again with something corrected: found by what it is about, asked, reversed and entered anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from points import oversight, people
from points.foundation import Actor, db, reading, system_actor, transact
from points.imports import importing
from points.imports.asking import Answer
from points.imports.refusals import CorrectionsNeedTwo
from points.imports.report import ImportReport
from tests.imports.test_cases import CASES, TRUTHS, written
from tests.imports.test_writing import one_number, the_community
from tests.support.workbooks import REDEMPTIONS, REGISTER, ROSTER, SmallBooks

pytestmark = pytest.mark.usefixtures("app")


Change = Callable[[SmallBooks], object]


def two() -> importing.TwoPeople:
    """An officer who asks and somebody of the committee who agrees."""
    community_id = the_community()
    house = system_actor(community_id)

    def account(name: str) -> Actor:
        who = people.residents.register(name, actor=house)
        return Actor(community_id, account_id=people.accounts.create(who, actor=house), person_id=who)

    asker, confirmer = transact(lambda: (account("专干甲"), account("居委乙")))
    return importing.TwoPeople(asker, confirmer, "本子上改过了")


def answers(report: ImportReport, **choices: str) -> list[Answer]:
    """These choices for the questions of these kinds."""
    return [Answer(one.id, one.digest, choices[one.kind]) for one in report.questions if one.kind in choices]


def again(folder: Path, **choices: str) -> ImportReport:
    """Import with these answers, where two people agree."""
    asked = importing.dry_run(folder)
    assert {one.kind for one in asked.questions} == set(choices)
    return importing.apply(folder, answers=answers(asked, **choices), two=two())


def balances() -> dict[str, int]:
    return written({"001", "002", "003"})


def stock() -> dict[str, int]:
    query = sa.text(
        "SELECT i.code, sum(b.on_hand) FROM goods_batch b JOIN goods_item i ON i.id = b.item_id GROUP BY i.code"
    )
    return reading(lambda: {code: int(left) for code, left in db.session.execute(query)})


def holds(case: str) -> None:
    truth = TRUTHS[case]
    assert written(set(truth["balances_tenths"])) == truth["balances_tenths"]
    assert stock() == truth["stock"]


def proved() -> None:
    """Nothing is found by any check of the books."""
    report = reading(lambda: oversight.checking.check(the_community()))
    assert {one.name: one.rows for one in report.findings if one.broken} == {}


def test_a_corrected_line_is_asked_and_the_purse_is_right_afterwards() -> None:
    importing.apply(CASES / "q1_first")
    holds("q1_first")
    report = importing.apply(CASES / "q1_corrected")
    [question] = report.questions
    assert (question.kind, [(one.file, one.sheet, one.cell) for one in question.places]) == (
        "lines_corrected",
        [(REGISTER, "3月", "A8")],
    )
    holds("q1_first")
    again(CASES / "q1_corrected", lines_corrected="correction")
    holds("q1_corrected")
    [question] = importing.dry_run(CASES / "q1_corrected2").questions
    assert [(one.file, one.sheet, one.cell) for one in question.places] == [(REDEMPTIONS, "兑换", "A4")]
    again(CASES / "q1_corrected2", lines_corrected="correction")
    holds("q1_corrected2")
    assert importing.dry_run(CASES / "q1_corrected2").questions == ()
    proved()


def test_a_corrected_name_is_the_same_person() -> None:
    # the register has the right name from the beginning; it is the roster's that was a slip
    importing.apply(CASES / "q2_first")
    [question] = importing.dry_run(CASES / "q2_fixed").questions
    assert (question.kind, [(one.file, one.sheet, one.cell) for one in question.places]) == (
        "names_corrected",
        [(ROSTER, "花名册", "A8")],
    )
    again(CASES / "q2_fixed", names_corrected="correction")
    holds("q2_fixed")
    names = sa.text(
        "SELECT i.name FROM people_identity i JOIN people_person p ON p.id = i.person_id"
        " JOIN people_household h ON h.id = p.household_id WHERE h.number = '003'"
    )
    assert reading(lambda: list(db.session.scalars(names))) == ["石磊"]
    assert importing.dry_run(CASES / "q2_fixed").questions == ()
    proved()


def test_nothing_that_came_in_changes_without_two_people() -> None:
    importing.apply(CASES / "q1_first")
    asked = importing.dry_run(CASES / "q1_corrected")
    with pytest.raises(CorrectionsNeedTwo):
        importing.apply(CASES / "q1_corrected", answers=answers(asked, lines_corrected="correction"))
    importing.apply(CASES / "q1_corrected", answers=answers(asked, lines_corrected="leave_out"))
    holds("q1_first")
    importing.apply(CASES / "q1_corrected", answers=answers(asked, lines_corrected="both"))
    assert written({"004"})["004"] == 100 + 80


def saved(folder: Path, change: Change = lambda _: None) -> Path:
    """The small books with a change, as a folder of their own."""
    folder.mkdir()
    books = SmallBooks()
    change(books)
    return books.save(folder)


def _wording(books: SmallBooks) -> None:
    books.register[1][5] = "打扫社区2小时"


def _another_household(books: SmallBooks) -> None:
    books.register[4][1], books.register[4][2] = "002", "杨志强"


def _another_day(books: SmallBooks) -> None:
    books.register[4][0] = "2025/3/8"


def _points(books: SmallBooks) -> None:
    books.register[5][6] = 3


SHAPES = [
    (_wording, {"001": 50, "002": 50, "003": 30}),
    (_another_household, {"001": 50, "002": 80, "003": 0}),
    (_another_day, {"001": 50, "002": 50, "003": 30}),
    (_points, {"001": 50, "002": 30, "003": 30}),
]


@pytest.mark.parametrize("change, right", SHAPES, ids=lambda one: getattr(one, "__name__", ""))
def test_another_wording_household_day_or_amount(
    change: Change, right: dict[str, int], tmp_path: Path
) -> None:
    importing.apply(saved(tmp_path / "first"))
    again(saved(tmp_path / "second", change), lines_corrected="correction")
    assert balances() == right
    assert one_number("SELECT count(*) FROM foundation_import_line WHERE out_by IS NOT NULL") >= 1
    proved()


def test_corrected_and_corrected_back_and_again(tmp_path: Path) -> None:
    first, second = saved(tmp_path / "right"), saved(tmp_path / "wrong", _points)
    importing.apply(first)
    for folder, left in ((second, 30), (first, 50), (second, 30), (first, 50)):
        again(folder, lines_corrected="correction")
        assert balances()["002"] == left
        assert importing.dry_run(folder).questions == ()
    proved()


def test_a_line_that_moved_to_another_row_is_no_correction(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "first"))
    moved = saved(tmp_path / "second", lambda books: books.register.insert(1, books.register.pop(4)))
    report = importing.dry_run(moved)
    assert (report.questions, report.vanished) == ((), ())


def test_a_line_that_is_gone_stays_until_two_people_take_it_back(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "first"))
    folder = saved(tmp_path / "second", lambda books: books.register.pop(4))
    [question] = importing.apply(folder).questions
    assert (question.kind, question.moves_points, balances()["003"]) == ("lines_vanished", False, 30)
    again(folder, lines_vanished="stays")
    assert balances()["003"] == 30
    again(folder, lines_vanished="take_back")
    assert balances().get("003", 0) == 0
    proved()
    # and the line in again
    importing.apply(tmp_path / "first")
    assert balances()["003"] == 30
    proved()


@pytest.mark.shortly_on("sqlite")
def test_a_day_corrected_in_a_file_that_has_another_name_is_asked_about(tmp_path: Path) -> None:
    """A sheet is the old one where most of its lines came in from there, and that one is not here any more."""
    importing.apply(saved(tmp_path / "first"))
    folder = saved(tmp_path / "second", _another_day)
    (folder / REGISTER).rename(folder / "积分登记（3月最后）.xlsx")
    [question] = importing.dry_run(folder).questions
    assert (question.kind, [one.cell for one in question.places]) == ("lines_corrected", ["A7"])
    again(folder, lines_corrected="correction")
    assert balances() == {"001": 50, "002": 50, "003": 30}
    proved()
    # beside the old one it is a book of its own
    beside = saved(tmp_path / "third")
    extra = SmallBooks()
    extra.register[3:] = [["2025-04-06", "001", "田小兰", "1栋2单元202", None, "参加院坝会", 2, "冉婷"]]
    extra.save(tmp_path / "first").joinpath(REGISTER).rename(beside / "4月积分登记表.xlsx")
    assert "lines_vanished" not in {one.kind for one in importing.dry_run(beside).questions}


def test_a_line_that_counts_beside_another_is_not_asked_about_again(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "first"))
    second = saved(tmp_path / "second", _points)
    again(second, lines_corrected="both")
    assert balances()["002"] == 80
    report = importing.dry_run(second)
    assert (report.questions, report.vanished) == ((), ())
    # corrected again it is the later one that was meant
    third = saved(tmp_path / "third", lambda books: books.register[5].__setitem__(6, 4))
    again(third, lines_corrected="correction")
    assert balances()["002"] == 90
    # and the first one again is what stood all along
    assert [one.kind for one in importing.dry_run(tmp_path / "first").questions] == ["lines_vanished"]
    proved()
