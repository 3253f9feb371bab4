"""Lines that became one thing together, and lines that are somebody's on the desk: corrected, nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from points import volunteering
from points.foundation import transact
from points.imports import importing
from points.imports.asking import Answer
from points.imports.report import ImportReport
from tests.imports.test_corrections import balances, proved, saved, stock, two
from tests.imports.test_undoing import of_line, sell, staff, with_new_stock
from tests.imports.test_writing import one_number
from tests.support.workbooks import ATTENDANCE, REGISTER, SmallBooks

pytestmark = pytest.mark.usefixtures("app")

RIGHT = {"001": 50, "002": 50, "003": 30}
HOURS = (
    "SELECT coalesce(sum(w.minutes), 0) FROM volunteering_award w"
    " JOIN volunteering_service s ON s.id = w.service_id WHERE s.status = 'credited'"
)


def answered(folder: Path, **choices: str) -> ImportReport:
    """Import with these answers by kind of question, or by kind and the file that it is about."""
    given = []
    for one in importing.dry_run(folder).questions:
        choice = choices.get(f"{one.kind}_{_BOOKS.get(one.places[0].file, '')}", choices.get(one.kind))
        given += [Answer(one.id, one.digest, choice)] if choice else []
    return importing.apply(folder, answers=given, two=two())


_BOOKS = {ATTENDANCE: "attendance", REGISTER: "register"}


def _three_hours(books: SmallBooks) -> None:
    books.activities["01-0305"][1][5:7] = ["12:24", "3"]


def _hours_alone(books: SmallBooks) -> None:
    _three_hours(books)
    books.register.pop(1)


def _hours_and_points(books: SmallBooks) -> None:
    _three_hours(books)
    books.register[1][5:7] = ["社区环境清洁3小时", 6]


SHAPES: list[tuple[Callable[[SmallBooks], None], dict[str, str]]] = [
    (_hours_alone, {"lines_corrected": "correction", "lines_vanished": "stays"}),
    (_hours_alone, {"lines_corrected": "correction"}),
    (
        _hours_and_points,
        {"lines_corrected_attendance": "correction", "lines_corrected_register": "leave_out"},
    ),
    (_hours_and_points, {"lines_corrected_attendance": "correction", "lines_corrected_register": "both"}),
]


@pytest.mark.parametrize("change, choices", SHAPES)
def test_points_that_stay_are_not_taken_back_with_the_hours_beside_them(
    change: Callable[[SmallBooks], None], choices: dict[str, str], tmp_path: Path
) -> None:
    importing.apply(saved(tmp_path / "first"))
    folder = saved(tmp_path / "second", change)
    report = answered(folder, **choices)
    both = 60 if choices.get("lines_corrected_register") == "both" else 0
    assert balances() == {**RIGHT, "001": 50 + both}
    assert [one.code for one in report.faults if one.code == "joined_stays"] == ["joined_stays"]
    proved()


def test_once_both_are_answered_both_are_corrected(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "first"))
    folder = saved(tmp_path / "second", _hours_and_points)
    answered(folder, lines_corrected_attendance="correction", lines_corrected_register="leave_out")
    answered(folder, lines_corrected="correction")
    assert (balances(), one_number(HOURS)) == ({**RIGHT, "001": 70}, 180 + 240)
    assert importing.dry_run(folder).questions == ()
    proved()


def test_what_somebody_asked_on_the_desk_is_not_doubled_by_a_corrected_line(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "first"))
    award = of_line("003")
    officer, street = staff("officer", "street")
    transact(lambda: volunteering.corrections.ask(award, reason="登记错了", actor=officer))
    folder = saved(tmp_path / "second", lambda books: books.register[4].__setitem__(6, 2))
    report = answered(folder, lines_corrected="correction")
    assert balances() == RIGHT
    assert [one.code for one in report.faults] == ["decided_on_desk"]
    transact(lambda: volunteering.corrections.confirm(award, actor=street))
    importing.apply(folder)
    assert balances() == {**RIGHT, "003": 20}
    proved()


def test_a_delivery_and_what_was_handed_out_of_it_are_put_right_together(tmp_path: Path) -> None:
    def pieces(count: int) -> Callable[[SmallBooks], None]:
        def change(books: SmallBooks) -> None:
            books.deliveries.pop(2)
            books.deliveries[1][4] = count
            books.redemptions[1][5:7] = [count, count / 2]

        return change

    importing.apply(saved(tmp_path / "first", pieces(3)))
    answered(saved(tmp_path / "second", pieces(2)), lines_corrected="correction")
    assert (balances()["001"], stock()["G06"]) == (50, 0)
    proved()


def test_a_redemption_corrected_with_what_paid_for_it_stays_handed_out(tmp_path: Path) -> None:
    def change(books: SmallBooks) -> None:
        books.register[5][6] = 1
        books.redemptions[2][1] = "2025-03-29"

    importing.apply(saved(tmp_path / "first"))
    with_new_stock()
    sell("002", "G06", 5)
    folder = saved(tmp_path / "second", change)
    answered(folder, lines_corrected="correction")
    # 8 + 1 earned, 8 + 2.5 spent: what the purse lacks is lent
    assert (balances()["002"], stock()["G18"]) == (0, 3)
    assert importing.dry_run(folder).questions == ()
    proved()


def test_a_line_that_waits_for_an_answer_has_not_vanished(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "first"))
    folder = saved(tmp_path / "second", lambda books: books.redemptions[2].__setitem__(6, 9))
    assert [one.kind for one in importing.dry_run(folder).questions] == ["price_differs"]
