"""`make bench`: one run, one table. See benchmarks/README.md for what was measured last."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade

from benchmarks import books as filling
from benchmarks import floor, load
from config import settings
from points.app import create_app
from points.foundation import db
from points.foundation.engines import sqlite_module
from tests.support.engines import DURABLE, new_folder, start_postgres, stop_postgres

CLIENTS = 8
ENGINES = [one for one in ("postgresql", "sqlite") if one in sys.argv] or ["postgresql", "sqlite"]
QUICK = "--quick" in sys.argv
LENGTHS = (2_000, 20_000) if QUICK else (10_000, 1_000_000)
REDEMPTIONS = 60 if QUICK else 600
READS = 30 if QUICK else 150


@dataclass
class Row:
    """What one engine did at one length of the ledger."""

    engine: str
    entries: int
    http: float
    bare: float
    reads: float
    selects: float
    memory: int

    @property
    def ratio(self) -> float:
        """Redemptions over HTTP against the floor."""
        return self.http / self.bare


def main() -> None:
    """Measure both engines, or the one that is named, and print the table."""
    folder = new_folder()
    server = start_postgres(folder, DURABLE)
    rows: list[Row] = []
    try:
        with psycopg.connect(server.dsn(), autocommit=True) as keeper:
            keeper.execute("CREATE DATABASE bench")
        dsn = server.dsn("bench")
        path = folder / "bench.sqlite"
        places = {"postgresql": (server.url("bench"), dsn), "sqlite": (f"sqlite:///{path}", str(path))}
        for engine in ENGINES:
            rows += list(_measure(engine, *places[engine]))
    finally:
        stop_postgres(folder)
        shutil.rmtree(folder, ignore_errors=True)
    print(table(rows))


def _measure(engine: str, address: str, place: str) -> Iterator[Row]:
    with _house(address) as (app, environ), app.app_context():
        upgrade(directory=str(load.ROOT / "migrations"))
        needed = REDEMPTIONS * len(LENGTHS) * 2
        _say(f"{engine}: {needed} purses with a voucher each")
        filled = filling.fill(purses=needed)
        spare = list(filled.vouchers)
        workers, threads = (2, 4) if engine == "postgresql" else (1, 8)
        done = 0
        for length in LENGTHS:
            done = filling.lengthen(filled, length - done) if length > done else done
            _say(f"{engine}: {done} entries")
            over_http, bare = (
                [spare.pop() for _ in range(REDEMPTIONS)],
                [spare.pop() for _ in range(REDEMPTIONS)],
            )
            scripts = floor.rehearse(filled, bare)
            db.engine.dispose()
            with load.serving(environ, load.gunicorn(workers, threads)) as running:
                load.balances(running, filled.readers, CLIENTS, 10)
                reads = load.balances(running, filled.readers, CLIENTS, READS)
                http = load.redemptions(running, filled, over_http, CLIENTS)
                memory = max(running.memory())
            rate, selects = _bare(engine, place, scripts, filled)
            yield Row(engine, done, http, rate, reads, selects, memory)


def _bare(engine: str, place: str, scripts: list[floor.Script], filled: filling.Books) -> tuple[float, float]:
    if engine == "postgresql":
        rate = floor.run_postgresql(place, scripts, CLIENTS)
        return rate, floor.bare_selects(lambda: psycopg.connect(place), filled, "%s", CLIENTS, 1000)
    rate = floor.run_sqlite(place, scripts)
    return rate, floor.bare_selects(lambda: sqlite_module().connect(place), filled, "?", CLIENTS, 1000)


@contextmanager
def _house(address: str) -> Iterator[tuple[Flask, dict[str, str]]]:
    with tempfile.TemporaryDirectory() as instance:
        environ = {
            "ENVIRONMENT": "test",
            "DATABASE_URL": address,
            "SECRET_KEY": "of-the-benchmark-only-" * 2,
            "INSTANCE": str(Path(instance)),
        }
        yield create_app(settings(environ)), environ


def table(rows: list[Row]) -> str:
    """The table as benchmarks/README.md shows it."""
    lines = [
        "| engine | entries | redemptions/s over HTTP | floor/s | ratio | balance reads/s | bare SELECT/s | ratio | worker MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.engine} | {row.entries:,} | {row.http:.0f} | {row.bare:.0f} | {row.ratio:.2f} | {row.reads:.0f}"
        f" | {row.selects:.0f} | {row.reads / row.selects:.3f} | {row.memory} |"
        for row in rows
    ]
    for engine in dict.fromkeys(row.engine for row in rows):
        few, many = [row for row in rows if row.engine == engine]
        lines.append(
            f"\n{engine}: from {few.entries:,} to {many.entries:,} entries redemptions became"
            f" {few.http / many.http:.2f} times as slow, balance reads {few.reads / many.reads:.2f} times."
        )
    return "\n".join(lines)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
