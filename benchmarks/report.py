"""The tables a run prints; it measures nothing."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.comparison import Measured
from benchmarks.turns import PAGES

#: figure, what it is called, decimals, whether more is better
ROWS = (
    ("sales", "redemptions/s, 8 clients", 0, True),
    ("sale cpu", "redemption: CPU ms of workers, database and clients together", 1, False),
    ("sale cpu workers", "– of the workers", 1, False),
    ("sale cpu database", "– of the database", 1, False),
    ("sale cpu clients", "– of the clients", 1, False),
    ("sale ms", "redemption, one client: median ms", 1, False),
    ("reads", "balance readings/s, 8 clients", 0, True),
    ("read cpu", "balance reading: CPU ms of the workers", 1, False),
    *((name, f"{name}: CPU ms of the workers", 1, False) for name, _, _ in PAGES),
    ("memory", "largest worker, MB", 0, False),
)


def report(found: Measured) -> str:
    """Everything of one engine."""
    return "\n".join([*_compared(found), "", *_floor(found), *_growth(found)])


def _compared(found: Measured) -> Iterator[str]:
    other = found.other
    yield f"### {found.engine}, {found.this.entries:,} entries\n"
    yield f"| figure | this | {other.name if other else '–'} | times as good |"
    yield "| --- | ---: | ---: | ---: |"
    for key, words, decimals, more in ROWS:
        mine, theirs = found.this.median(key), other.median(key) if other else None
        if mine is None or (key.endswith("database") and found.engine == "sqlite"):
            continue
        ratio = None
        if theirs and mine:
            ratio = mine / theirs if more else theirs / mine
        yield f"| {words} | {_number(mine, decimals)} | {_number(theirs, decimals)} | {_number(ratio, 2)} |"


def _floor(found: Measured) -> Iterator[str]:
    sales = found.this.median("sales")
    if found.floor and sales:
        yield (
            f"Floor of eight statements, bare psycopg, 8 clients: {found.floor:.0f}/s;"
            f" this reaches {sales / found.floor:.2f} of it.\n"
        )


def _growth(found: Measured) -> Iterator[str]:
    """How many times as slow a longer ledger is, asked in the same turns."""
    for long in found.longer:
        parts = []
        for key, words in (("sales", "redemptions"), ("reads", "balance readings")):
            few, many = found.this.median(key), long.median(key)
            if few and many:
                parts.append(f"{words} {few / many:.2f} times as slow ({many:.0f}/s)")
        for key, words in (("sale ms", "one redemption"),):
            few, many = found.this.median(key), long.median(key)
            if few and many:
                parts.append(f"{words} {many / few:.2f} times ({many:.1f} ms)")
        memory = long.median("memory")
        yield (
            f"From {found.this.entries:,} to {long.entries:,} entries: {', '.join(parts)};"
            f" largest worker {memory:.0f} MB.\n"
        )


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:,.{decimals}f}"
