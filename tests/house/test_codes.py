"""The words of codes, both ways: every code that is shown has a word in its room's file, and every word a code."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from points import people, volunteering
from points.foundation.actor import ROLES
from points.imports import refusals as faults
from points.imports.reading import refusals as remarks
from points.imports.reading.rule_tables import refusals as faults_of_rules
from points.imports.refusals import balancing as balancing_refusals
from points.oversight.accounts import ONLY_IF_USED, SHOWN
from points.oversight.changes import TOUCHES
from points.oversight.checks.form import RULES
from points.statements.lines import KINDS
from points.volunteering.models import METHODS, ORIGINS, SERVICE_STATES
from tests.house.files import ROOT, dotted, modules, named, tree

ACTION = re.compile(r"^[a-z_]+\.[a-z_]+$")
#: calls whose literals are names of actions
WRITING = re.compile(r"(^|\.)(record|_record|record_many|Action|action|attempt|begin|count_refused|writes)$")
#: codes of the desk's question why one may not decide, beside those of refusals
OWN_REASONS = {"not_your_role", "not_closed"}


def words(room: str, table: str) -> set[str]:
    """The codes a table of words has a word for."""
    text = (ROOT / f"templates/words/{room}.html").read_text(encoding="utf-8")
    found = re.search(rf"\{{% set {table} = \{{(.*?)\}} %\}}", text, re.DOTALL)
    assert found is not None, f"{room} has no table {table}"
    return set(re.findall(r"'([^']+)': ", found[1]))


def literals(node: ast.AST) -> set[str]:
    """The texts in a piece of code."""
    return {
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


@cache
def recorded() -> frozenset[str]:
    """Every action that is written anywhere."""
    found: set[str] = set()
    for path in modules():
        if path.relative_to(ROOT / "points").parts[0] in ("app", "foundation"):
            continue
        assigned = {
            target.id: node.value
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and target.id in ("action", "_ENDED")
        }
        calls = [
            node
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and WRITING.search(dotted(node.func))
        ]
        for part in [*calls, *assigned.values()]:
            found |= {name for name in literals(part) if ACTION.match(name)}
    return frozenset(found)


@cache
def subjects() -> frozenset[str]:
    """Every kind of subject that is written anywhere."""
    found: set[str] = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not WRITING.search(dotted(node.func)):
                continue
            found |= {
                keyword.value.value
                for keyword in node.keywords
                if keyword.arg in ("subject_kind", "of") and isinstance(keyword.value, ast.Constant)
            }
            name = dotted(node.func).rsplit(".", 1)[-1].lower()
            second = node.args[1] if name == "action" and len(node.args) > 1 else None
            if isinstance(second, ast.Constant):
                found.add(second.value)
    return frozenset(found)


def refused_decisions() -> set[str]:
    """The codes of refusals that say why this person may not decide about a service."""
    from points.volunteering.review.refusals import EvidenceFirst, OthersDecide, SecondLook, SecondNeeded
    from points.volunteering.services.refusals import (
        EntryOfOne,
        OwnActivity,
        OwnEntry,
        OwnService,
        RelativesService,
    )

    own = (OwnService, RelativesService, OwnEntry, OwnActivity, EntryOfOne)
    return {one.code for one in (*own, SecondNeeded, SecondLook, EvidenceFirst, OthersDecide)}


def fault_codes() -> set[str]:
    """The codes a faulty line may have."""
    return {
        one.code
        for one in (
            *vars(faults).values(),
            *vars(faults_of_rules).values(),
            *vars(balancing_refusals).values(),
            *vars(remarks).values(),
        )
        if isinstance(one, type) and issubclass(one, faults.LineFault) and one is not faults.LineFault
    }


CODES = {
    ("people", "role_word"): {*ROLES, "person", "system", "import", "nobody"},
    ("people", "card_kind_word"): {"household", "person", "carer"},
    ("people", "card_kind_hint"): {"household", "person", "carer"},
    ("people", "card_status_word"): {"active", "revoked", "replaced"},
    ("people", "place_word"): set(people.places.UNDER),
    ("people", "relation_word"): set(people.relations.KINDS),
    ("volunteering", "method_word"): {*METHODS, "imported"},
    ("volunteering", "blocked_word"): {*refused_decisions(), *OWN_REASONS},
    ("volunteering", "status_word"): {
        *SERVICE_STATES, *volunteering.lists.FINER, "open", "running", "unconfirmed", "held", "reviewed", "cancelled",
    },
    ("volunteering", "origin_word"): {*ORIGINS, "entered", "planned", "kit", "opening"},
    ("ledger", "account_word"): {shown for _, shown in (*SHOWN, *ONLY_IF_USED)} | {"available", "held"},
    ("ledger", "line_word"): {*(origin for _, origin in KINDS.values()), "imported", "back_filled"},
    ("imports", "fault_word"): fault_codes(),
    ("imports", "level_word"): {"left_out", "noted"},
    ("oversight", "invariant_word"): set(RULES),
    ("oversight", "touched_word"): {fact for facts in TOUCHES.values() for fact in facts},
}  # fmt: skip


@pytest.mark.parametrize(("room", "table"), CODES, ids=".".join)
def test_every_code_has_a_word_and_every_word_a_code(room: str, table: str) -> None:
    there = words(room, table)
    assert CODES[room, table] - there == set(), "codes without a word"
    assert there - CODES[room, table] == set(), "words without a code"


def rooms_with_actions() -> list[str]:
    """The rooms whose files word actions."""
    found = [path.stem for path in sorted((ROOT / "templates/words").glob("*.html"))]
    return [
        room
        for room in found
        if f"{room}_actions = " in (ROOT / f"templates/words/{room}.html").read_text(encoding="utf-8")
    ]


def test_every_action_has_its_word_in_one_room_and_every_word_an_action() -> None:
    by_room = {room: words(room, f"{room}_actions") for room in rooms_with_actions()}
    there = [action for actions in by_room.values() for action in actions]
    assert len(there) == len(set(there))
    assert recorded() - set(there) == set()
    assert set(there) - recorded() == set()


def test_old_actions_are_no_longer_written() -> None:
    assert words("audit", "old_actions") & recorded() == set()


def test_every_subject_has_a_word() -> None:
    assert subjects() - words("audit", "subject_word") == set()


def test_a_word_for_a_fact_is_a_name_somebody_writes() -> None:
    said = {name for path in modules() for name in literals(tree(path)) | keywords(path)}
    assert {
        name for name in words("audit", "fact_name") if name not in said and f"{name}_id" not in said
    } == set()


def keywords(path: object) -> set[str]:
    """The names of keyword arguments, by which facts are given too."""
    return {
        node.arg
        for node in ast.walk(tree(path))  # type: ignore[arg-type]
        if isinstance(node, ast.keyword) and node.arg
    }


def test_a_file_of_words_is_a_rooms() -> None:
    packages = {path.parent.name for path in modules() if path.name == "__init__.py"}
    strange = [named(path) for path in (ROOT / "templates/words").glob("*.html") if path.stem not in packages]
    assert strange == []
