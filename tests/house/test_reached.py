"""Everything that is written down as somebody's deed can be done: on a page, at the command line, or as a part of what can."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tests.house.files import ROOT, imports, modules, named, tree

#: what people press and type
OUTER = ("points/web/", "points/commands/", "points/app/")


def deeds() -> list[tuple[Path, str]]:
    """The use cases that write an action down, with their modules; what a module keeps to itself is part of one of them."""
    return [
        (path, node.name)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if any(
            isinstance(one, ast.Call) and ast.unparse(one.func).endswith("records.writes")
            for one in node.decorator_list
        )
    ]


def mentioned(path: Path) -> set[str]:
    """What a module says as `subject.verb`, and what it reads from another by name."""
    said = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            before = node.value
            if isinstance(before, ast.Attribute | ast.Name):
                said.add(f"{before.attr if isinstance(before, ast.Attribute) else before.id}.{node.attr}")
    return said | {".".join(one.split(".")[-2:]) for _, one in imports(path)}


@cache
def reached() -> frozenset[str]:
    """What a page or a command says as `subject.verb`, and what is said in the modules behind them."""
    here = [path for path in modules() if path.stem != "__init__"]
    said = {path: mentioned(path) for path in here}
    by_name = {named(path).removesuffix(".py").replace("/", "."): path for path in here}
    behind = [path for path in here if named(path).startswith(OUTER)]
    subjects = {one.partition(".")[0] for path in behind for one in said[path]}
    behind += [path for path in here if path not in behind and path.stem in subjects]
    for path in behind:  # grows as it goes
        for _, one in imports(path):
            inner = by_name.get(one) or by_name.get(one.rpartition(".")[0])
            if inner is not None and inner not in behind:
                behind.append(inner)
    return frozenset().union(*(said[path] for path in behind))


def unreached(wanted: Iterable[tuple[Path, str]]) -> list[str]:
    """Those that neither a page nor a command names, nor a module that is behind one of them."""
    return [f"{named(path)}: {name}" for path, name in wanted if f"{path.stem}.{name}" not in reached()]


def test_every_deed_is_reached_by_a_page_or_a_command() -> None:
    found = deeds()
    assert len(found) > 150
    assert unreached(found) == []


def test_one_that_nobody_calls_is_seen() -> None:
    """The control."""
    path = ROOT / "points/people/identification/cards.py"
    assert unreached([(path, "eat"), (path, "issue")]) == ["points/people/identification/cards.py: eat"]
