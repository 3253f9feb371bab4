"""What is attempted and what is recorded have one name, and a use case says on itself which."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.files import ROOT, dotted, modules, named, tree

NAME = re.compile(r"^[a-z_]+\.[a-z_]+$")


def literals(node: ast.AST) -> list[str]:
    """The action names that stand in a piece of code."""
    return [
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and NAME.match(one.value)
    ]


def declared() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Module, function and actions of every use case that says what it writes."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and dotted(mark.func).endswith("records.writes"):
                        yield named(path), node.name, tuple(literals(ast.Module(mark.args, [])))  # type: ignore[arg-type]


def test_actions_are_past_tense_dotted_names() -> None:
    found = list(declared())
    assert found, "no use case says what it writes"
    assert [one for one in found if not one[2]] == []


def test_what_a_use_case_says_it_writes_its_package_writes() -> None:
    """Written in the module itself, in one beside it that several use cases share, or in one of a lower wing it takes."""
    unwritten = []
    for where, function, actions in declared():
        folder, taken = where.rsplit("/", 1)[0], taken_by(where)
        written = [
            name
            for path in modules()
            if named(path).rsplit("/", 1)[0] == folder or named(path) in taken
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call | ast.IfExp | ast.Dict)
            if not (isinstance(node, ast.Call) and dotted(node.func).endswith("records.writes"))
            for name in literals(node)
        ]
        unwritten += [(where, function, action) for action in actions if action not in written]
    assert unwritten == []


def taken_by(where: str) -> set[str]:
    """The modules of its own room that a module imports, by file."""
    room = ".".join(where.split("/")[:2])
    return {
        f"{node.module}.{alias.name}".replace(".", "/") + ".py"
        for node in ast.walk(tree(ROOT / where))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{room}.")
        for alias in node.names
    }


def test_every_attempt_names_its_use_case() -> None:
    silent = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("records.attempt")
        if "of" not in {keyword.arg for keyword in node.keywords}
    ]
    assert silent == []


def test_no_page_writes_the_name_of_an_action_it_attempts() -> None:
    """A page says which use case; the name of what is written stands in one place."""
    named_twice = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        if "web" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("records.attempt")
        for keyword in node.keywords
        if keyword.arg in ("action", "subject_kind")
    ]
    assert named_twice == []
