"""Small books with one real habit each: taken, asked or refused as a sensible officer would have it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from points import imports, ledger, people
from points.foundation import communities, reading
from points.imports import importing
from points.imports.refusals import BookRefused
from tests.imports.answered import ANSWERS, BASE, HELD, SHELF, answers_to
from tests.imports.made.told import Spot, differing, missing, open_questions, questions_as_text, spots, told

CASES = Path(__file__).parent / "cases"
TRUTHS: dict[str, dict[str, Any]] = {
    one.parent.name: json.loads(one.read_text(encoding="utf-8")) for one in sorted(CASES.glob("*/truth.json"))
}
#: the q… cases are imported after one another, into the same books
ALONE = {name: truth for name, truth in TRUTHS.items() if not name.startswith("q")}


def of(verdict: str) -> list[str]:
    """The names of the cases with a verdict; a file refused as a whole has its own."""
    found = {name: "file" if "mended" in truth else truth["verdict"] for name, truth in ALONE.items()}
    return [name for name, what in found.items() if what == verdict]


def holds(report: Any, truth: dict[str, Any]) -> None:
    """The balances, the stock and, where they are the point, the minutes are those of the truth."""
    wrong = {
        "balances (wanted, got)": differing(truth["balances_tenths"], report.balances),
        "stock (wanted, got)": differing(truth["stock"], report.stock),
    }
    if "minutes" in truth:
        wrong["minutes (wanted, got)"] = differing({"": truth["minutes"]}, {"": report.service_minutes})
    found = {name: what for name, what in wrong.items() if what}
    assert not found, f"{found}\n" + said(report)


def said(report: Any) -> str:
    """Everything that the import named, a line each."""
    return "\n".join(str(one) for one in told(report)) or "nothing was named"


def named(wanted: list[Spot], report: Any, *kinds: str) -> None:
    """Every place that should be named is."""
    left = missing(wanted, [one for one in told(report) if one.kind in kinds])
    assert not left, f"not named as {' or '.join(kinds)}: {[str(one) for one in left]}\n" + said(report)


def nothing_open(report: Any) -> None:
    assert not open_questions(report), questions_as_text(open_questions(report))


def test_all_cases_are_here() -> None:
    assert (len(TRUTHS), len(ALONE)) == (106, 101)
    assert {truth["verdict"] for truth in TRUTHS.values()} == {"taken", "asked", "refused"}
    assert set(ANSWERS) | set(HELD) <= set(of("asked"))


@pytest.mark.parametrize("case", of("taken"))
def test_what_has_one_sensible_reading_is_taken(case: str) -> None:
    report = importing.without_database(CASES / case)
    nothing_open(report)
    holds(report, TRUTHS[case])
    named(spots(TRUTHS[case].get("at")), report, "fault", "question", "unread", "skipped")


@pytest.mark.parametrize("case", of("asked"))
def test_what_only_a_person_knows_is_asked(case: str) -> None:
    truth = TRUTHS[case]
    report = importing.without_database(CASES / case)
    named(spots(truth["at"]), report, "question")
    balances, stock = HELD.get(case, (BASE, SHELF))
    holds(report, {"balances_tenths": balances, "stock": stock})
    answers = answers_to(open_questions(report), ANSWERS.get(case, ()))
    report = importing.without_database(CASES / case, answers=answers)
    nothing_open(report)
    holds(report, truth)


@pytest.mark.parametrize("case", of("refused"))
def test_what_cannot_be_read_is_refused_and_the_rest_is_taken(case: str) -> None:
    report = importing.without_database(CASES / case)
    nothing_open(report)
    named(spots(TRUTHS[case]["at"]), report, "fault")
    holds(report, TRUTHS[case])


@pytest.mark.parametrize("case", of("file"))
def test_a_file_that_cannot_be_read_is_named_and_taken_once_it_is_mended(case: str, tmp_path: Path) -> None:
    truth = TRUTHS[case]
    folder = shutil.copytree(CASES / case, tmp_path / case)
    with pytest.raises(BookRefused) as caught:
        importing.without_database(folder)
    file = truth["at"]["file"]
    assert file in caught.value.message("zh")
    assert caught.value.next_step("zh")
    shutil.copy(CASES / "c00_base" / file, folder / file)
    report = importing.without_database(folder)
    nothing_open(report)
    holds(report, truth["mended"])


#: one of each trouble that moves points, goods or hours
WRITTEN = (
    "c00_base", "f14_monthly_files", "l06_side_by_side", "l14_subtotal_in_matter", "n01_name_in_other_household",
    "n03_middle_dot", "p01_minus_signs", "p03_opening_balance", "p06_several_goods_in_cell", "r02_merged_points_for_one_visit",
    "s01_return_and_stock_out", "p16_half",
)  # fmt: skip


def written(numbers: set[str]) -> dict[str, int]:
    """What each of these households has in the ledger."""

    def work() -> dict[str, int]:
        community_id = communities()[0].id
        homes = people.history.known_households(community_id)
        accounts = {number: home.account_id for number, home in homes.items() if home.account_id}
        found = ledger.balances.get_many(community_id, list(accounts.values()))
        return {number: found[account].available for number, account in accounts.items()}

    return {number: tenths for number, tenths in reading(work).items() if number in numbers or tenths}


@pytest.mark.parametrize("case", WRITTEN)
def test_the_ledger_holds_what_is_true(app: Flask, case: str) -> None:
    truth = TRUTHS[case]
    answers = answers_to(
        open_questions(imports.importing.without_database(CASES / case)), ANSWERS.get(case, ())
    )
    report = imports.importing.apply(CASES / case, answers=answers)
    holds(report, truth)
    assert differing(truth["balances_tenths"], written(set(truth["balances_tenths"]))) == {}
