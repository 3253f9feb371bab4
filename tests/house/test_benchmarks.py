"""The bench drives every commit by HTTP alone, and its floor is eight statements that stand there, not the product's."""

from __future__ import annotations

import ast

import pytest
from flask import Flask

from benchmarks import books, floor8, seeding
from tests.house.files import ROOT

#: what asks, counts and prints; the other modules of the folder fill books with this commit's code
DRIVER = (
    "__main__", "comparison", "connections", "floor8", "load", "processes", "report", "servers", "trees", "turns",
)  # fmt: skip


def imported(module: str) -> set[str]:
    """The packages a module of the bench imports, wherever in it."""
    tree = ast.parse((ROOT / f"benchmarks/{module}.py").read_text(encoding="utf-8"))
    plain = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    return {name.split(".")[0] for name in plain} | {
        str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }


def test_the_driver_knows_nothing_of_the_product() -> None:
    assert {module for module in DRIVER if imported(module) & {"points", "config", "wsgi"}} == set()


def test_the_test_sees_a_module_that_knows_the_product() -> None:
    assert "points" in imported("books")


def test_the_floor_is_eight_statements() -> None:
    named = {name: text for name, text in vars(floor8).items() if name.isupper() and name[0] != "_"}
    statements = [text for text in named.values() if isinstance(text, str)]
    assert len(statements) == 8
    assert {text.split()[0] for text in statements} == {"INSERT", "UPDATE", "WITH"}


@pytest.mark.only_on("sqlite")
def test_the_books_that_are_measured_can_still_be_filled(app: Flask, engine: str) -> None:
    """What is refused to the bench is noticed here, and not on the day when somebody wants its figures."""
    made = books.fill(purses=3, readers=2)
    assert (len(made.vouchers), len(made.readers)) == (3, 2)
    assert seeding._desk(made.community_id)["officer"]
    assert seeding._resident()
