"""In PostgreSQL the application's user may delete just what the product does."""

from __future__ import annotations

import ast

from points.app import create_app  # noqa: F401 - every table is known
from points.foundation import db
from points.foundation.kept.rights import TAKEN_AWAY
from tests.house.files import dotted, modules, tree


def deleted() -> set[str]:
    """The models that some statement of the product deletes from, by name; a loop over several names them there."""
    found = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and dotted(node.func) == "sa.delete":
                found.add(dotted(node.args[0]))
            if isinstance(node, ast.For) and "sa.delete" in ast.unparse(node):
                found |= {dotted(one) for one in getattr(node.iter, "elts", [])}
    return {one for one in found if one[:1].isupper()}


def test_what_the_product_deletes_it_may() -> None:
    tables = {mapper.class_.__name__: mapper.local_table.name for mapper in db.Model.registry.mappers}
    assert {tables[one] for one in deleted()} == TAKEN_AWAY


def test_nothing_deletes_in_plain_text() -> None:
    assert [path for path in modules() if "DELETE FROM" in path.read_text(encoding="utf-8")] == []
