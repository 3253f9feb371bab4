"""Mistakes are found, drawn, planted and seen: the short form of what `make soak` does two hundred times."""

from __future__ import annotations

import ast
import subprocess
import sys
from itertools import islice

import pytest

from tests.mutations.choosing import AREAS, ROOT, asked_of, drawn, equal, key, modules, named, source_of
from tests.mutations.lines import Map
from tests.mutations.mistakes import Mistake, mistakes, planted
from tests.mutations.report import Report

SALE = '''
def sell(points, pieces):
    """What is left."""
    if pieces < 1 or not points:
        raise ValueError
    log.info("sold")
    book(pieces)
    return points - pieces * 2
'''


def test_what_a_hurried_hand_writes_wrong_is_found() -> None:
    made = {
        (one.kind, ast.unparse(planted(SALE, one)).partition('"""\n')[2])
        for one in mistakes("points/shop/x.py", SALE)
    }
    whole = ast.unparse(ast.parse(SALE)).partition('"""\n')[2]
    wrong = {
        ("compared otherwise", "pieces < 1", "pieces <= 1"),
        ("another value", "pieces < 1", "pieces < 2"),
        ("and for or", "pieces < 1 or not points", "pieces < 1 and (not points)"),
        ("condition forgotten", "pieces < 1 or not points", "not points"),
        ("condition forgotten", "pieces < 1 or not points", "pieces < 1"),
        ("not forgotten", "not points", "points"),
        ("refusal forgotten", "raise ValueError", "pass"),
        ("call forgotten", "book(pieces)", "pass"),
        ("nothing returned", "return points - pieces * 2", "return None"),
        ("reckoned otherwise", "points - pieces * 2", "points + pieces * 2"),
        ("reckoned otherwise", "pieces * 2", "pieces // 2"),
        ("another value", "pieces * 2", "pieces * 3"),
    }
    assert made == {(kind, whole.replace(was, becomes)) for kind, was, becomes in wrong}


@pytest.mark.parametrize(
    "source, left",
    [
        ("read(sa.select(A).where(A.id == one, A.on))", {"read(sa.select(A).where(A.on))"}),
        ("read(sa.select(A).where(A.on))", {"read(sa.select(A))"}),
        ("SQL = 'SELECT 1 WHERE a < b'", {"SQL = 'SELECT 1 WHERE a <= b'"}),
        (
            "SQL = 'SELECT 1 WHERE a OR b'",
            {"SQL = 'SELECT 1 WHERE 1 = 0 OR b'", "SQL = 'SELECT 1 WHERE a OR 1 = 0 '"},
        ),
    ],
)
def test_a_query_forgets_a_condition(source: str, left: set[str]) -> None:
    made = {
        " ".join(ast.unparse(planted(source, one)).split()) for one in mistakes("points/shop/x.py", source)
    }
    assert {" ".join(one.split()) for one in left} <= made


def test_a_seed_draws_the_same_mistakes_again_from_every_area() -> None:
    chosen = list(islice(drawn(7, list(AREAS)), 16))
    assert chosen == list(islice(drawn(7, list(AREAS)), 16))
    assert chosen != list(islice(drawn(8, list(AREAS)), 16))
    assert [
        one.module.startswith(f"{folder}/") for one, folder in zip(chosen[:8], AREAS.values(), strict=True)
    ] == [True] * 8
    assert len(set(chosen)) == 16


def test_every_mistake_that_is_known_to_change_nothing_can_still_be_made_and_says_why() -> None:
    listed = {entry["module"] for entry in equal()}
    possible = {named(one) for module in listed for one in mistakes(module, source_of(module))}
    assert [entry for entry in equal() if key(entry) not in possible or len(entry["why"]) < 20] == []
    assert listed <= {one for area in AREAS for one in modules(area)}


def test_the_rooms_own_tests_and_the_quick_ones_are_asked_first_and_not_for_ever() -> None:
    module = "points/shop/policy.py"
    [mistake] = [one for one in mistakes(module, source_of(module)) if one.within == "merged"][:1]
    line = mistake.lines[0]
    took = {
        "tests/web/a": 1.0,
        "tests/shop/slow": 3.0,
        "tests/shop/quick": 1.0,
        "tests/shop/long": 30.0,
        "tests/shop/b": 0.1,
    }
    seen = Map(
        took, {module: {line: ["tests/web/a", "tests/shop/slow", "tests/shop/quick", "tests/shop/long"]}}
    )
    assert asked_of(mistake, seen) == ["tests/shop/quick", "tests/shop/slow", "tests/web/a"]


def test_who_forgets_the_community_is_asked_beside_a_twin_first() -> None:
    module = "points/volunteering/programme/attendance.py"
    [mistake] = [
        one
        for one in mistakes(module, source_of(module))
        if (one.within, one.kind) == ("_leave", "condition forgotten") and "community_id" in one.was
    ]
    took = {"tests/volunteering/test_attendance.py::a": 0.1, "tests/volunteering/test_twins.py::b": 5.0}
    seen = Map(took, {module: {mistake.lines[0]: list(took)}})
    assert asked_of(mistake, seen) == [*reversed(took)]


@pytest.mark.parametrize(
    ("module", "word"),
    [
        ("points/shop/closing/day_close_rows.py", "Redemption.origin == 'counter'"),
        # a piece of a piece
        ("points/volunteering/services/notice_rows.py", "Service.id == Objection.service_id"),
    ],
)
def test_a_piece_of_a_kept_statement_is_asked_of_all_who_may_run_the_statement(
    module: str, word: str
) -> None:
    """The first test that ran it built it; whichever came later found it built."""
    [mistake] = [
        one
        for one in mistakes(module, source_of(module))
        if (one.kind, one.was) == ("compared otherwise", word)
    ]
    ran = {mistake.lines[0]: ["tests/shop/a"], 1: ["tests/shop/a", "tests/shop/b"]}
    seen = Map({"tests/shop/a": 1.0, "tests/shop/b": 0.5}, {module: ran})
    assert asked_of(mistake, seen) == ["tests/shop/a", "tests/shop/b"]


def test_less_than_enough_is_told() -> None:
    report = Report(["shop"])
    one = Mistake("points/shop/policy.py", 0, range(1, 2), "merged", "another value", "0", "1")
    for _ in range(11):
        report.add(one, "tests/shop/test_policy.py", 1)
    assert "LIVED" in report.add(one, "", 4)
    assert (report.part, str(report).splitlines()[1].split()) == (11 / 12, ["shop", "12", "11", "1"])


def test_the_sound_program_is_not_noticed_and_a_mistake_is() -> None:
    """In an interpreter of its own: a mistake can be planted only where the program is not loaded yet."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutations.control"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    said = [line.partition(": ")[::2] for line in done.stdout.splitlines()]
    assert [(what, by.partition("::")[0]) for what, by in said] == [
        ("sound", ""),
        ("wrong", "tests/foundation/test_codes_vectors.py"),
        ("wrong", "tests/oversight/test_invariants.py"),
    ]
