"""A district's year: lists approved at the desk, vouchers spent by the API, then the books checked clean; all timed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import psycopg

from benchmarks import checking, district, load, trees
from benchmarks.comparison import THREADS, WORKERS, Place, say
from benchmarks.lists import PASSWORD
from benchmarks.trees import Tree
from benchmarks.turns import CLIENTS

LAYERS = 2
APPROVE = "/desk/approve"


@dataclass
class Year:
    """What was laid, and how long each part of the year took."""

    communities: list[dict[str, Any]]
    seconds: dict[str, float] = field(default_factory=dict)
    one_list_ms: float = 0.0

    def timed(self, what: str, work: Callable[[], Any]) -> Any:
        """Run one part and keep how long it took."""
        say(what)
        start = time.perf_counter()
        done = work()
        self.seconds[what] = time.perf_counter() - start
        return done


def measure(place: Place, tree: Tree, *, quick: bool) -> str:
    """Lay the year, run it, and say how long it took."""
    place.make("year")
    environ = place.environ("year", "year")
    year = Year(_laid(place, tree, environ, 4 if quick else district.COMMUNITIES))
    with load.serving(tree.root, environ, load.gunicorn(tree.root, WORKERS, THREADS)) as server:
        cookies = [load.sign_in(server.port, one["officer"], PASSWORD) for one in year.communities]
        year.timed("approvals", lambda: _approve(server, year, cookies))
        year.timed("redemptions", lambda: _redeem(server, year.communities))
    year.timed("books checked", lambda: _check(tree, environ))
    rates = checking.measure(environ)
    assert place.postgres is not None
    return _said(year, _counted(place.postgres.dsn("bench_year")), rates)


def _laid(place: Place, tree: Tree, environ: dict[str, str], count: int) -> list[dict[str, Any]]:
    """Lists and vouchers of all communities, by two processes; nobody times this."""
    own = {**os.environ, **environ}
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"], cwd=tree.root, env=own, check=True
    )
    files = [place.folder / f"year-{part}.json" for part in range(LAYERS)]
    words = [sys.executable, "-m", "benchmarks.district"]
    processes = [
        subprocess.Popen([*words, str(part), str(LAYERS), str(count), str(file)], cwd=tree.root, env=own)
        for part, file in enumerate(files)
    ]
    ended = [one.wait() for one in processes]
    if any(ended):
        raise RuntimeError("a community could not be laid")
    with psycopg.connect(place.postgres.dsn("bench_year") if place.postgres else "", autocommit=True) as one:
        one.execute("ANALYZE")
    return [one for file in files for one in trees.read(file)]  # type: ignore[attr-defined]


def _approve(server: load.Server, year: Year, cookies: list[str]) -> None:
    """The first community list by list, to time one; the others each with one bulk post of the desk."""
    posts = [
        [load.form(APPROVE, [("activity", one) for one in community["lists"]], cookie=cookie)]
        for community, cookie in zip(year.communities, cookies, strict=True)
    ]
    alone = [
        load.form(APPROVE, [("activity", one)], cookie=cookies[0]) for one in year.communities[0]["lists"]
    ]
    year.one_list_ms = median(load.ask_all(server.clients(1), alone, 303).each) * 1000
    load.ask_all(server.clients(CLIENTS), [one for some in posts[1:] for one in some], 303)


def _redeem(server: load.Server, communities: list[dict[str, Any]]) -> None:
    """Every voucher, the communities taking turns."""
    columns = zip(*(one["vouchers"] for one in communities), strict=True)
    tokens = [one["clerk_token"] for one in communities]
    sales = [load.redemption(card, token) for row in columns for card, token in zip(row, tokens, strict=True)]
    load.ask_all(server.clients(CLIENTS), sales, 201)


def _check(tree: Tree, environ: dict[str, str]) -> None:
    """The product's own command, which fails where a book does not hold."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "check-books"],
        cwd=tree.root,
        env={**os.environ, **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the books do not hold:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")


def _counted(dsn: str) -> dict[str, int]:
    """What stands in the books in the end."""
    queries = {
        "lines": "SELECT count(*) FROM volunteering_award WHERE origin <> 'imported'",
        "tenths": "SELECT coalesce(sum(tenths), 0) FROM volunteering_award WHERE origin <> 'imported'",
        "redemptions": "SELECT count(*) FROM shop_redemption",
        "entries": "SELECT count(*) FROM ledger_entry",
        "records": "SELECT count(*) FROM audit_record",
    }
    with psycopg.connect(dsn) as connection:
        return {name: int(connection.execute(text).fetchone()[0]) for name, text in queries.items()}  # type: ignore[index, call-overload]


def _said(year: Year, counted: dict[str, int], rates: checking.Rates) -> str:
    head = (
        f"### A district's year: {len(year.communities)} communities, {counted['lines']:,} lines,"
        f" {counted['tenths'] // 10:,} points, {counted['redemptions']:,} redemptions\n"
    )
    parts = "\n".join(f"| {name} | {seconds:.1f} |" for name, seconds in year.seconds.items())
    together = f"| together | {sum(year.seconds.values()):.1f} |"
    figures = (
        f"A list of 40 people approved alone: {year.one_list_ms:.0f} ms (median)."
        f" Redemptions: {counted['redemptions'] / year.seconds['redemptions']:.0f}/s."
        f" Checking, one process: queries over {counted['entries']:,} entries {rates.entries:,.0f}/s;"
        f" {counted['records']:,} records read and hashed again {rates.records:,.0f}/s,"
        f" read again for whom they name {rates.named:,.0f}/s."
    )
    return "\n".join([head, "| part | seconds |", "| --- | ---: |", parts, together, "", figures])
