"""Sizes: of a package, a folder, a module, a function. A ceiling is raised here, beside a decision that says why."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from statistics import median

from tests.house.files import ROOT, functions, modules, named

LINES_OF_A_MODULE = 300
LINES_OF_A_FUNCTION = 49
MEDIAN_OF_A_FUNCTION = 8
MODULES_OF_A_FOLDER = 35
#: no package is more than this part of the product
BIGGEST_PART = 0.25

#: lines a package may have; the limit is for a product twice the size of the first
CEILINGS = {
    "app": 1950, "web": 19000, "commands": 1850, "demo": 1200, "imports": 22300, "statements": 800, "operation": 2000,
    "oversight": 5600, "volunteering": 9500, "shop": 7450, "people": 12700, "ledger": 3100, "goods": 4500, "audit": 1300, "stockroom": 2900,
    "foundation": 5950,
}  # fmt: skip
AUDIENCES = {
    "account": 1200, "resident": 2000, "leader": 800, "desk": 6500, "counter": 1400, "oversight": 800, "public": 600,
    "api": 700, "manager": 3500,
}  # fmt: skip


def lines(path: Path) -> int:
    """How long a file is."""
    return len(path.read_text(encoding="utf-8").splitlines())


def of_folder(depth: int, below: str = "points") -> Counter[str]:
    """Lines by folder, so many steps below."""
    root = ROOT / below
    counts: Counter[str] = Counter()
    for path in modules():
        if path.is_relative_to(root) and len(path.relative_to(root).parts) > depth:
            counts[path.relative_to(root).parts[depth - 1]] += lines(path)
    return counts


def body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The statements a reader reads: without the signature and the docstring."""
    first = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (first[-1].end_lineno or 0) - first[0].lineno + 1 if first else 0


def test_every_package_keeps_its_ceiling() -> None:
    counts = of_folder(1)
    assert set(counts) == set(CEILINGS)
    assert {name: count for name, count in counts.items() if count > CEILINGS[name]} == {}


def test_every_audience_keeps_its_ceiling() -> None:
    counts = of_folder(1, "points/web")
    assert set(counts) == set(AUDIENCES)
    assert {name: count for name, count in counts.items() if count > AUDIENCES[name]} == {}


def test_no_package_is_over_a_quarter_of_the_product() -> None:
    counts = of_folder(1)
    whole = sum(counts.values())
    assert {name: count for name, count in counts.items() if count > BIGGEST_PART * whole} == {}


def test_no_folder_has_more_modules_than_a_reader_takes_in() -> None:
    counts = Counter(named(path.parent) for path in modules())
    assert {name: count for name, count in counts.items() if count > MODULES_OF_A_FOLDER} == {}


def test_every_module_is_small_enough_to_read_at_once() -> None:
    lengths = {named(path): lines(path) for path in modules()}
    assert {name: count for name, count in lengths.items() if count > LINES_OF_A_MODULE} == {}


def test_every_function_fits_a_screen_and_most_a_hand() -> None:
    long = {
        f"{named(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in modules()
        for function in functions(path)
    }
    assert {name: count for name, count in long.items() if count > LINES_OF_A_FUNCTION} == {}
    assert (
        median(body(function) for path in modules() for function in functions(path)) <= MEDIAN_OF_A_FUNCTION
    )
