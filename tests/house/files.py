"""The project's own files, for the house rules; it knows where they are and nothing of what they say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def modules() -> list[Path]:
    """Every Python module of the product."""
    return sorted((ROOT / "points").rglob("*.py"))


def named(path: Path) -> str:
    """A path as a person would say it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every module that is imported; `from a import b` gives a.b."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for an attribute chain, or what can be read of it."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def templates() -> list[Path]:
    """Every page template; the icons are pictures, not pages."""
    return sorted((ROOT / "templates").rglob("*.html"))


def own_static(suffix: str) -> list[Path]:
    """Our own static files of a kind: not the vendored ones."""
    found = sorted((ROOT / "static").rglob(f"*{suffix}"))
    return [path for path in found if "vendor" not in path.relative_to(ROOT).parts]
