"""The right answers for the cases whose verdict is "asked", and what stands in the books before they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from points.imports.asking import Answer
from tests.imports.made.habits import Trace
from tests.imports.made.told import questions_as_text


@dataclass(frozen=True)
class Given:
    """An answer to every question of a kind: the key of a choice, a value where it wants one, exceptions by cell."""

    kind: str
    choice: str
    value: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


#: Case -> the officer's answers, one for each kind of question that the case raises. What the right answer is stands
#: in the case's truth.json under "answer". A case that is not in here fails with the questions and choices that the
#: import offers: take the kind and the choice from there.
ANSWERS: dict[str, tuple[Given, ...]] = {
    "d01_dates_future_and_old": (Given("year_odd", "year_of_book"),),
    "d07_birth_numeric": (Given("birth_ten", "january"),),
    "d08_expiry_before_receipt": (Given("expires_from", "from_receipt"), Given("expires_before", "keeps")),
    "f13_two_downloads": (Given("files_alike", "file_1"),),
    "l02_hidden_sheet_old_copy": (Given("hidden_sheet", "pass_over"),),
    "l04_cancelled_in_note": (Given("cancelled", "cancelled"),),
    "l05_cancelled_handout": (Given("cancelled", "cancelled"),),
    "l16_sheet_lost": (Given("columns_guessed", "yes"),),
    "l18_print_date_above": (Given("year_of_column", "2025"),),
    "l20_hidden_columns_old_points": (Given("column_twice", "use_H"),),
    "l23_margin_note": (Given("cancelled", "cancelled"),),
    "m05_blank_header_column_of_points": (Given("columns_guessed", "yes"),),
    "m09_goods_name_total": (Given("looks_like_total", "counts"),),
    "m11_empty_household_below_first": (Given("as_above", "as_above"),),
    "n01_name_in_other_household": (Given("name_elsewhere", "by_name"),),
    "p05_points_not_price": (Given("price_differs", "price"),),
    "p11_hours_against_times": (Given("hours_differ", "times"),),
    "r08_unit_box": (Given("unit_differs", "pieces", "10"),),
}

BASE = {"001": 50, "002": 50, "003": 30, "004": 100, "005": 50, "006": 10}
SHELF = {"G06": 18, "G18": 5, "G07": 10}
#: no line of the register is booked, so nothing could be redeemed
NO_REGISTER: tuple[dict[str, int], dict[str, int]] = ({}, {"G06": 20, "G18": 6, "G07": 10})


def _base(
    *, stock: Mapping[str, int] | None = None, **balances: int
) -> tuple[dict[str, int], dict[str, int]]:
    return {**BASE, **{name.lstrip("h"): tenths for name, tenths in balances.items()}}, {
        **SHELF,
        **(stock or {}),
    }


#: Case -> balances and stock while the question is open: what the places in question would give is not there, nor what
#: needs it (a redemption without its goods or its points). Where a case is not in here it is the base.
HELD: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "d01_dates_future_and_old": _base(h002=130, stock={"G18": 6}),
    "d08_expiry_before_receipt": _base(h001=60, h002=130, stock={"G06": 0, "G18": 0}),
    "f13_two_downloads": NO_REGISTER,
    "l18_print_date_above": NO_REGISTER,
    "l20_hidden_columns_old_points": NO_REGISTER,
    "m05_blank_header_column_of_points": NO_REGISTER,
    "m11_empty_household_below_first": _base(h003=60),
    "r08_unit_box": _base(h001=60, stock={"G06": 0}),
}


def answers_to(questions: Iterable[Any], given: Iterable[Given]) -> tuple[Answer, ...]:
    """The answers as the import takes them; a question without one fails with what could be answered."""
    by_kind = {one.kind: one for one in given}
    asked = list(questions)
    unanswered = [one for one in asked if one.kind not in by_kind]
    if unanswered:
        pytest.fail("no answer is given for:\n" + questions_as_text(unanswered))
    return tuple(
        Answer(one.id, one.digest, by_kind[one.kind].choice, by_kind[one.kind].value, by_kind[one.kind].cells)
        for one in asked
    )


#: What the right answer to a made-up habit means -> the answer as the import takes it. A meaning that is not in here
#: fails with the questions and choices that the import offers.
#: of two columns, the one that is to be seen
VISIBLE = "the one that is not hidden"
MEANT: dict[str, Given] = {
    "the line does not count": Given("cancelled", "cancelled"),
    "the crossed-out line does not count": Given("struck_partly", "cancelled"),
    "the column is the points": Given("columns_guessed", "yes"),
    "the year is the one of the book": Given("year_odd", "year_of_book"),
    "the visible column": Given("column_twice", VISIBLE),
    "the times": Given("hours_differ", "times"),
    "the second file": Given("files_alike", "file_1"),
    "the price list": Given("price_differs", "price"),
    "the household of the name": Given("name_elsewhere", "by_name"),
    "the hidden sheet is not read": Given("hidden_sheet", "pass_over"),
    "the hidden line counts": Given("hidden_rows", "counts"),
    "the first month": Given("birth_ten", "january"),
    "the activity was called off": Given("cancelled", "cancelled"),
    "ten in a box": Given("unit_differs", "pieces", "10"),
    "nothing was handed out": Given("cancelled", "cancelled"),
    "it was handed out": Given("unsigned", "counts"),
    "as the line above": Given("as_above", "as_above"),
    "the lines of who was gone count": Given("after_leaving", "counts"),
    "the lines from before count": Given("left_sometime", "counts"),
}


def answers_meaning(questions: Iterable[Any], traces: Iterable[Trace]) -> tuple[Answer, ...]:
    """The answers to made-up habits: of two that ask the same but are answered otherwise, each for its own cells."""
    found = list(traces)
    answers = []
    for question in questions:
        asked = [trace for trace in found if MEANT[trace.answer].kind == question.kind]
        if not asked:
            pytest.fail("no answer is given for:\n" + questions_as_text([question]))
        first = MEANT[asked[0].answer]
        others = {
            f"{spot.file} {spot.sheet} {spot.cell}": MEANT[trace.answer].choice
            for trace in asked
            if MEANT[trace.answer].choice != first.choice
            for spot in trace.spots()
        }
        choice = first.choice
        if choice == VISIBLE:
            choice = next(one.key for one in question.choices if "隐藏" not in one.zh)
        answers.append(Answer(question.id, question.digest, choice, first.value, others))
    return tuple(answers)
