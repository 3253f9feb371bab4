"""Every "no" is said somewhere, and some test hears it: a refusal nobody names could go away unnoticed."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path

from points.foundation.refusal import Refusal
from tests.house.files import ROOT, modules, named, tree


@cache
def refusals() -> dict[str, type[Refusal]]:
    """Every class that is a "no", by its name; what only gathers others under one name says nothing itself."""
    found: dict[str, type[Refusal]] = {}
    for path in modules():
        if stands_in(path):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            own = (one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Refusal))
            found |= {one.__name__: one for one in own if one.__module__ == module.__name__ and one.zh}
    return found


def stands_in(path: Path) -> bool:
    """Whether refusals are defined there."""
    package = path.parent.name == "refusals" and path.name != "__init__.py"
    return package or path.name == "refusals.py" or named(path) == "points/foundation/refusal.py"


def names(path: Path) -> set[str]:
    """The names a module uses; what it only imports is not used."""
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute | ast.Name)
    }


def texts(path: Path) -> set[str]:
    """The texts in a module."""
    return {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_refusal_is_said_somewhere() -> None:
    said = set().union(*(names(path) for path in modules() if not stands_in(path)))
    families = {base.__name__ for one in refusals().values() for base in one.__mro__[1:]}
    assert set(refusals()) - said - families == set()


def test_every_refusal_is_named_in_a_test() -> None:
    """By its class or by its code, in a test or an example; the tests of this folder look at words, not at what is done."""
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path.parent != Path(__file__).parent]
    heard = set().union(*(names(path) | texts(path) for path in tests))
    for path in (ROOT / "tests/vectors").glob("*.json"):
        heard |= set(re.findall(r'"refusal": "(\w+)"', path.read_text(encoding="utf-8")))
    assert [
        f"{one.__module__}.{name}"
        for name, one in refusals().items()
        if name not in heard and one.code not in heard
    ] == []
