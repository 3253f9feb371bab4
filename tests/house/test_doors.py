"""A room's door exports subjects, few of them, and each for somebody: `people.cards.issue` is three plain words."""

from __future__ import annotations

import ast
import importlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.files import ROOT, imports, modules, named, tree

#: rooms are entered by their door; foundation is the ground, and web, app and commands are entered by nobody
ROOMS = (
    "ledger", "goods", "audit", "people", "volunteering", "shop", "stockroom", "oversight", "imports", "statements", "operation", "demo",
)  # fmt: skip
WITH_WINGS = ("people", "volunteering", "shop", "goods")
SUBJECTS, SUBJECTS_OF_A_WING, SUBJECTS_WITH_WINGS = 20, 15, 43

#: built and tested, called from outside when its feature comes; each names that feature
COMING = {
    "goods.stock.correct": "write-offs: what broke or went out of date leaves the shelf",
    "ledger.movements.issue": "points a donor gives: one purse at a time",
    "volunteering.attendance.check_in": "residents check themselves in with the activity's code",
    "volunteering.attendance.check_out": "residents check themselves out with the activity's code",
    "volunteering.attendance.scan_activity": "residents check themselves in with the activity's code",
    "volunteering.signups.no_shows": "the list of who did not come",
}


def door(room: str) -> dict[str, str]:
    """Subject and module of everything a door names."""
    found = {}
    for node in tree(ROOT / "points" / room / "__init__.py").body:
        if isinstance(node, ast.ImportFrom):
            found.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    return found


def module_of(dotted: str) -> Path:
    """The file of a module."""
    return ROOT / (dotted.replace(".", "/") + ".py")


@cache
def said_outside(room: str) -> frozenset[tuple[str, ...]]:
    """Everything modules of other packages say of a room: ("cards", "issue") for `people.cards.issue`."""
    return frozenset(
        chain[1:]
        for path in modules()
        if room not in path.relative_to(ROOT / "points").parts[:1]
        if any(name == f"points.{room}" for _, name in imports(path))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        for chain in [tuple(chain_of(node))]
        if chain[0] == room
    )


def chain_of(node: ast.AST) -> Iterator[str]:
    """The names of an attribute chain, first to last."""
    if isinstance(node, ast.Attribute):
        yield from chain_of(node.value)
        yield node.attr
    elif isinstance(node, ast.Name):
        yield node.id
    else:
        yield "?"


def functions_of(path: Path) -> list[str]:
    """The public functions of a module."""
    return [
        node.name
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_names_modules_and_nothing_else(room: str) -> None:
    package = importlib.import_module(f"points.{room}")
    assert {name: dotted for name, dotted in door(room).items() if not module_of(dotted).is_file()} == {}
    assert sorted(package.__all__) == sorted(door(room))
    loose = [
        type(node).__name__
        for node in tree(ROOT / "points" / room / "__init__.py").body[1:]
        if not isinstance(node, ast.ImportFrom | ast.Assign)
    ]
    assert loose == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_is_narrow(room: str) -> None:
    wings = Counter(dotted.split(".")[2] for dotted in door(room).values() if dotted.count(".") > 2)
    assert bool(wings) == (room in WITH_WINGS)
    assert len(door(room)) <= (SUBJECTS_WITH_WINGS if wings else SUBJECTS)
    assert {wing: count for wing, count in wings.items() if count > SUBJECTS_OF_A_WING} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_reaches_past_a_door(room: str) -> None:
    inside = {"models", "policy"} | {path.stem for path in (ROOT / "points" / room).rglob("*_rows.py")}
    assert sorted({chain[0] for chain in said_outside(room)} & inside) == []
    strange = {chain[0] for chain in said_outside(room)} - set(door(room))
    assert strange == set(), "a door is entered by its subjects"


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_door_shows_somebody_calls(room: str) -> None:
    called = {chain[:2] for chain in said_outside(room)}
    uncalled = [
        f"{room}.{subject}.{function}"
        for subject, dotted in door(room).items()
        for function in functions_of(module_of(dotted))
        if (subject, function) not in called
    ]
    unused = [f"{room}.{subject}" for subject in door(room) if subject not in {one[0] for one in called}]
    assert [name for name in uncalled if name not in COMING] == []
    assert [name for name in unused if not any(one.startswith(f"{name}.") for one in COMING)] == []


def test_what_is_coming_is_there_and_not_called_yet() -> None:
    for name in COMING:
        room, subject, function = name.split(".")
        assert function in functions_of(module_of(door(room)[subject])), name
        assert (subject, function) not in {chain[:2] for chain in said_outside(room)}, f"{name} has come"


def test_a_door_that_showed_too_much_would_be_noticed() -> None:
    """The control: the test sees a function that only its own room calls."""
    assert "hash_secret" in functions_of(ROOT / "points/people/access/hashing.py")
    assert ("hashing", "hash_secret") not in said_outside("people")
    assert named(ROOT / "points/people/access/hashing.py") not in [
        named(module_of(dotted)) for dotted in door("people").values()
    ]
