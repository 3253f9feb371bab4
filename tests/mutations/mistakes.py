"""Mistakes that could be in a module: what a hurried hand writes wrong, found in its syntax tree and planted there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.branches import without_a_branch

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
}  # fmt: skip
#: calls that take conditions, each of which may be forgotten
CONDITIONS = {"where", "and_", "or_", "having"}
#: the same in the text of a query; what is looked for, and what stands there instead
SAID = (
    ("<>", "="), ("<=", "<"), (">=", ">"), (r"<(?![=>])", "<="), (r"(?<![<])>(?!=)", ">="), ("IS NOT NULL", "IS NULL"),
    ("IS NULL", "IS NOT NULL"), ("NOT EXISTS", "EXISTS"), ("NOT IN", "IN"), ("LEFT JOIN", "JOIN"),
)  # fmt: skip
#: what is for readers and type checkers, not for the machine
UNSEEN = {"annotation", "returns", "decorator_list", "bases", "type_comment"}

Way = tuple[str, str, str, ast.AST]


@dataclass(frozen=True)
class Mistake:
    """One wrong change: the `at`-th that could be made in a module. `within` is the function, or the constant."""

    module: str
    at: int
    lines: range
    within: str
    kind: str
    was: str
    becomes: str

    def __str__(self) -> str:
        was, becomes = (" ".join(text.split())[:60] for text in (self.was, self.becomes))
        return f"{self.module}:{self.lines[0]} {self.within}: {self.kind}: {was} → {becomes or 'nothing'}"


@dataclass(frozen=True)
class Place:
    """Where a node stands in the tree, and what it belongs to."""

    parent: ast.AST
    field: str
    at: int | None
    within: str
    statement: ast.stmt | None

    @property
    def node(self) -> Any:
        """What stands there."""
        value = getattr(self.parent, self.field)
        return value if self.at is None else value[self.at]

    @property
    def lines(self) -> range:
        """The lines a trace may name for it: a simple statement's, or its own in the head of a block."""
        whole = self.node if self.statement is None or hasattr(self.statement, "body") else self.statement
        return range(whole.lineno, (whole.end_lineno or whole.lineno) + 1)

    def put(self, node: ast.AST) -> None:
        """Let something else stand there."""
        ast.copy_location(node, self.node)
        if self.at is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.at] = node


def mistakes(module: str, source: str) -> list[Mistake]:
    """All that could be made in a module; always the same, in the same order."""
    return [
        Mistake(module, at, place.lines, place.within, kind, was, becomes)
        for at, (place, (kind, was, becomes, _)) in enumerate(_all(ast.parse(source)))
    ]


def planted(source: str, mistake: Mistake) -> ast.Module:
    """The module with this mistake in it."""
    tree = ast.parse(source)
    for at, (place, (*_, instead)) in enumerate(_all(tree)):
        if at == mistake.at:
            place.put(instead)
            break
    return ast.fix_missing_locations(tree)


def _all(tree: ast.Module) -> Iterator[tuple[Place, Way]]:
    for place in _places(tree, "", None):
        in_pieces = isinstance(place.parent, ast.JoinedStr)
        yield from ((place, way) for way in _ways(place.node, in_pieces))


def _places(parent: ast.AST, within: str, statement: ast.stmt | None) -> Iterator[Place]:
    for field, value in ast.iter_fields(parent):
        if field in UNSEEN:
            continue
        for at, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or _is_for_readers(node):
                continue
            inner = _name(node, within)
            over = node if isinstance(node, ast.stmt) else statement
            if isinstance(node, ast.expr | ast.stmt):
                yield Place(parent, field, at if isinstance(value, list) else None, inner, over)
            yield from _places(node, inner, over)


def _name(node: ast.AST, within: str) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return f"{within}.{node.name}".lstrip(".")
    if not within and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return within


def _is_for_readers(node: ast.AST) -> bool:
    """A docstring, an assertion for the types, a line of the log."""
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Expr):
        return False
    return isinstance(node.value, ast.Constant) or ast.unparse(node).startswith(("log.", "_log."))


def _ways(node: ast.AST, in_pieces: bool) -> Iterator[Way]:
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield from _joined(node)
        case ast.UnaryOp(op=ast.Not()):
            yield "not forgotten", ast.unparse(node), ast.unparse(node.operand), node.operand
        case ast.BinOp() if type(node.op) in RECKONED and not _is_text(node):
            other = ast.BinOp(node.left, RECKONED[type(node.op)](), node.right)
            yield "reckoned otherwise", ast.unparse(node), ast.unparse(other), other
        case ast.AugAssign() if type(node.op) in RECKONED:
            turned = ast.AugAssign(node.target, RECKONED[type(node.op)](), node.value)
            yield "reckoned otherwise", ast.unparse(node), ast.unparse(turned), turned
        case ast.Constant(value=bool() | int() | str()):
            yield from _valued(node, in_pieces)
        case ast.Call():
            yield from _conditions(node)
        case ast.Expr(value=ast.Call()):
            yield "call forgotten", ast.unparse(node), "", ast.Pass()
        case ast.Raise() if "RuntimeError" not in ast.unparse(node):  # what is never raised is never missed
            yield "refusal forgotten", ast.unparse(node), "", ast.Pass()
        case ast.Return(value=ast.expr()) if ast.unparse(node) != "return None":
            yield "nothing returned", ast.unparse(node), "return None", ast.Return(ast.Constant(None))


def _compared(node: ast.Compare) -> Iterator[Way]:
    for at, op in enumerate(node.ops):
        ops = [*node.ops[:at], COMPARED[type(op)](), *node.ops[at + 1 :]]
        other = ast.Compare(node.left, ops, node.comparators)
        yield "compared otherwise", ast.unparse(node), ast.unparse(other), other


def _joined(node: ast.BoolOp) -> Iterator[Way]:
    other = ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    yield "and for or", ast.unparse(node), ast.unparse(other), other
    for at in range(len(node.values)):
        left = node.values[:at] + node.values[at + 1 :]
        short = left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
        yield "condition forgotten", ast.unparse(node), ast.unparse(short), short


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _valued(node: ast.Constant, in_pieces: bool) -> Iterator[Way]:
    value = node.value
    if isinstance(value, str):
        yield from _queries(value, in_pieces)
        return
    other = not value if isinstance(value, bool) else value + 1
    yield "another value", str(value), str(other), ast.Constant(other)


def _conditions(node: ast.Call) -> Iterator[Way]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name not in CONDITIONS:
        return
    for at, gone in enumerate(node.args):
        left = node.args[:at] + node.args[at + 1 :]
        if left:
            yield "condition forgotten", ast.unparse(gone), "", ast.Call(node.func, left, node.keywords)
        elif isinstance(node.func, ast.Attribute) and name in ("where", "having"):
            yield "condition forgotten", ast.unparse(gone), "", node.func.value


def _queries(text: str, in_pieces: bool) -> Iterator[Way]:
    """The text of a query with one word changed, or one branch gone."""
    if "SELECT " not in text:
        return
    for pattern, instead in SAID:
        for hit in re.finditer(pattern, text):
            changed = text[: hit.start()] + instead + text[hit.end() :]
            around = text[max(0, hit.start() - 30) : hit.end() + 20]
            yield "query says otherwise", around, instead, ast.Constant(changed)
    whole = (
        not in_pieces
        and text.split(maxsplit=1)[0] in ("SELECT", "WITH")
        and text.count("(") == text.count(")")
    )
    for branch, rest in without_a_branch(text) if whole else ():
        yield "branch of a query forgotten", branch, "", ast.Constant(rest)
