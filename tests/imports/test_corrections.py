"""The same books again with something corrected: found by what it is about, asked, reversed and entered anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from points import oversight, people
from points.foundation import Actor, communities, new_id, reading, transact
from points.imports import importing
from points.imports.asking import Answer
from points.imports.refusals import CorrectionsNeedTwo
from points.imports.report import ImportReport
from tests.imports.test_cases import CASES, TRUTHS, written
from tests.imports.test_writing import batches, one_number, the_community

pytestmark = pytest.mark.usefixtures("app")


def two() -> importing.TwoPeople:
    """An officer who asks and somebody of the committee who agrees."""
    community_id = the_community()
    return importing.TwoPeople(
        Actor(community_id, account_id=new_id(), kind="person"),
        Actor(community_id, account_id=new_id(), kind="person"),
        "本子上改过了",
    )


def answers(report: ImportReport, **choices: str) -> list[Answer]:
    return [Answer(one.id, one.digest, choices[one.kind]) for one in report.questions if one.kind in choices]


def again(folder: Path, **choices: str) -> ImportReport:
    """Import with these answers, where something is to be corrected by two people."""
    asked = importing.dry_run(folder)
    return importing.apply(folder, answers=answers(asked, **choices), two=two())


def stock() -> dict[str, int]:
    found: dict[str, int] = {}
    query = "SELECT i.code, b.on_hand FROM goods_batch b JOIN goods_item i ON i.id = b.item_id"
    import sqlalchemy as sa

    from points.foundation import db

    for code, left in reading(lambda: list(db.session.execute(sa.text(query)))):
        found[code] = found.get(code, 0) + left
    return found


def holds(case: str) -> None:
    truth = TRUTHS[case]
    assert written(set(truth["balances_tenths"])) == {k: v for k, v in truth["balances_tenths"].items()}
    assert stock() == truth["stock"]


def proved() -> None:
    report = oversight.checking.run(the_community(), actor=Actor(the_community(), kind="system"))
    assert [one for one in report.findings if one] == []


def test_a_corrected_line_is_asked_and_the_purse_is_right_afterwards() -> None:
    importing.apply(CASES / "q1_first")
    holds("q1_first")
    report = importing.apply(CASES / "q1_corrected")
    [question] = report.questions
    assert (question.kind, [(p.file, p.sheet, p.cell) for p in question.places]) == (
        "lines_corrected",
        [("积分登记表.xlsx", "3月", "A8")],
    )
    holds("q1_first")
    again(CASES / "q1_corrected", lines_corrected="correction")
    holds("q1_corrected")
    again(CASES / "q1_corrected2", lines_corrected="correction")
    holds("q1_corrected2")
