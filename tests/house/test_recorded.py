"""Every fact that is recorded is read by a test: one that nobody reads could be another, or go away, unnoticed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.files import ROOT, dotted, functions, modules, named, tree

#: calls that write records; their facts are given by name, or as the fourth of an `Action`
WRITING = ("record", "_record", "record_all", "_record_all", "Action")


def recorded() -> dict[str, str]:
    """The name of every fact, and a module that records it."""
    found: dict[str, str] = {}
    for path in modules():
        if path.relative_to(ROOT / "points").parts[0] in ("app", "demo"):
            continue
        for function in functions(path):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in WRITING:
                    given = [one.value for one in node.keywords if one.arg == "facts"]
                    given += node.args[3:4] if dotted(node.func).endswith("Action") else []
                    found |= {name: named(path) for one in given for name in keys(one, function)}
    return found


def keys(node: ast.AST, function: ast.AST) -> Iterator[str]:
    """The names in a literal of facts, or in what a local name was set to."""
    if isinstance(node, ast.Dict):
        yield from (one.value for one in node.keys if isinstance(one, ast.Constant))
    elif isinstance(node, ast.IfExp):
        yield from (name for one in (node.body, node.orelse) for name in keys(one, function))
    elif isinstance(node, ast.Name):
        for one in ast.walk(function):
            if isinstance(one, ast.Assign):
                yield from (name for value in assigned(one, node.id) for name in keys(value, function))


def assigned(node: ast.Assign, name: str) -> Iterator[ast.AST]:
    """What a literal assignment gives to a name, alone or among others."""
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        yield from (
            value
            for one, value in pairs
            if isinstance(one, ast.Name) and one.id == name and isinstance(value, ast.Dict)
        )


def read_by_tests() -> set[str]:
    """The names that tests which read records compare or take out of facts."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path.parent == Path(__file__).parent or "facts" not in path.read_text(encoding="utf-8"):
            continue
        for node in ast.walk(tree(path)):
            parts = (
                node.keys
                if isinstance(node, ast.Dict)
                else [node.slice]
                if isinstance(node, ast.Subscript)
                else []
            )
            found |= {
                part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return found


def test_every_recorded_fact_is_read_by_a_test() -> None:
    written, read = recorded(), read_by_tests()
    assert len(written) > 40
    assert {name: where for name, where in written.items() if name not in read} == {}
