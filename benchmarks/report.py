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
#: the same for longer ledgers, with a unit
GROWING = (
    ("sales", "redemptions", True, "/s"),
    ("reads", "balance readings", True, "/s"),
    ("sale ms", "one redemption", False, " ms"),
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
        ratio = found.this.times(key, other) if other and theirs is not None else None
        if mine is None or (key.endswith("database") and found.engine == "sqlite"):
            continue
        if ratio and not more:
            ratio = 1 / ratio
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
        slower = [
            (
                words,
                found.this.times(key, long) if more else long.times(key, found.this),
                long.median(key),
                unit,
            )
            for key, words, more, unit in GROWING
        ]
        parts = [
            f"{words} {times:.2f} times ({now:.0f}{unit})"
            for words, times, now, unit in slower
            if times and now
        ]
        memory = long.median("memory")
        yield (
            f"From {found.this.entries:,} to {long.entries:,} entries, as slow: {', '.join(parts)};"
            f" largest worker {memory:.0f} MB.\n"
        )


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:,.{decimals}f}"
