"""What is measured of each server in one turn, and kept for the medians; it compares nothing."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks import load
from benchmarks.processes import cpu_seconds
from benchmarks.trees import Tree

CLIENTS = 8
#: name, who is signed in, address
PAGES = (
    ("first page", "resident", "/"),
    ("statement", "resident", "/statement"),
    ("queue", "officer", "/desk"),
    ("counter page", "clerk", "/counter"),
)


@dataclass(frozen=True)
class Sizes:
    """How much of each is done in a turn, how many turns, and how long the ledgers are."""

    turns: int = 3
    sales: int = 320
    single: int = 30
    reads: int = 480
    pages: int = 24
    few: int = 10_000
    many: int = 1_000_000

    @property
    def purses(self) -> int:
        """So many vouchers are needed for one server."""
        return CLIENTS * 2 + self.turns * (self.sales + self.single)


QUICK = Sizes(turns=1, sales=48, single=10, reads=96, pages=8, few=2_000, many=20_000)


@dataclass
class Subject:
    """One commit with one database and its server, and what was seen of it."""

    name: str
    tree: Tree
    environ: dict[str, str]
    known: dict[str, Any]
    command: Sequence[str]
    postmaster: int | None = None
    entries: int = 0
    with_pages: bool = True
    seen: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._cards = list(self.known["vouchers"])
        self._cookies: dict[str, str] = {}
        self._server: load.Server | None = None

    def serve(self) -> AbstractContextManager[load.Server]:
        """Its server, begun."""
        return load.serving(self.tree.root, self.environ, self.command)

    def warm(self, server: load.Server) -> None:
        """Sign in, and let every worker load what it loads once."""
        self._server = server
        for who in {who for _, who, _ in PAGES if who in self.known and self.with_pages}:
            self._cookies[who] = load.sign_in(server.port, *self.known[who])
        load.ask_all(server.clients(CLIENTS), self._sales(CLIENTS * 2), 201)
        load.ask_all(server.clients(CLIENTS), self._reads(CLIENTS * 4), 200)
        for _, cookie, path in self._pages():
            load.ask_all(server.clients(CLIENTS), [load.get(path, cookie=cookie)] * CLIENTS * 2, 200)

    def sell(self, sizes: Sizes) -> None:
        """Redemptions of all clients together."""
        requests, clients = self._sales(sizes.sales), self._up.clients(CLIENTS)
        before = self._used()
        done = load.ask_all(clients, requests, 201)
        after = self._used()
        self.seen["sales"].append(sizes.sales / done.whole)
        for name in before:
            self.seen[f"sale cpu {name}"].append((after[name] - before[name]) * 1000 / sizes.sales)
        self.seen["sale cpu"].append(sum(self.seen[f"sale cpu {name}"][-1] for name in before))

    def sell_alone(self, sizes: Sizes) -> None:
        """Redemptions of one client, one after another."""
        single = load.ask_all(self._up.clients(1), self._sales(sizes.single), 201)
        self.seen["sale ms"].append(median(single.each) * 1000)

    def read(self, sizes: Sizes) -> None:
        """Balance readings of all clients together."""
        clients = self._up.clients(CLIENTS)
        before = self._up.cpu()
        done = load.ask_all(clients, self._reads(sizes.reads), 200)
        self.seen["reads"].append(sizes.reads / done.whole)
        self.seen["read cpu"].append((self._up.cpu() - before) * 1000 / sizes.reads)

    def open_pages(self, sizes: Sizes) -> None:
        """Each page by one client; and how large the workers are now."""
        for name, cookie, path in self._pages():
            clients, before = self._up.clients(1), self._up.cpu()
            load.ask_all(clients, [load.get(path, cookie=cookie)] * sizes.pages, 200)
            self.seen[name].append((self._up.cpu() - before) * 1000 / sizes.pages)
        self.seen["memory"].append(self._up.memory())

    def median(self, figure: str) -> float | None:
        """The middle of what was seen; None where it was not measured."""
        return median(self.seen[figure]) if self.seen.get(figure) else None

    def times(self, figure: str, other: Subject) -> float | None:
        """How many times another one's figure this is: the middle of the quotients turn by turn, asked side by side."""
        pairs = list(zip(self.seen.get(figure, ()), other.seen.get(figure, ()), strict=True))
        return median(mine / theirs for mine, theirs in pairs) if pairs and all(map(all, pairs)) else None

    @property
    def _up(self) -> load.Server:
        assert self._server is not None
        return self._server

    def _used(self) -> dict[str, float]:
        """CPU seconds so far of all that takes part: no neighbour's, as the machine's own sum would have."""
        database = cpu_seconds(self.postmaster) if self.postmaster else 0.0
        return {"workers": self._up.cpu(), "database": database, "clients": time.process_time()}

    def _sales(self, count: int) -> list[bytes]:
        token = self.known["clerk_token"]
        return [load.redemption(self._cards.pop(), token) for _ in range(count)]

    def _reads(self, count: int) -> list[bytes]:
        tokens = self.known["readers"]
        return [load.get(load.READING, token=tokens[number % len(tokens)]) for number in range(count)]

    def _pages(self) -> list[tuple[str, str, str]]:
        return [
            (name, self._cookies[who], path)
            for name, who, path in (PAGES if self.with_pages else ())
            if who in self._cookies
        ]


STEPS = (Subject.sell, Subject.read, Subject.sell_alone, Subject.open_pages)


def take_turns(subjects: Sequence[Subject], sizes: Sizes, number: int) -> None:
    """One turn: every step of all servers before the next step, so that what is compared was asked side by side."""
    order = list(subjects) if number % 2 == 0 else list(reversed(subjects))
    for step in STEPS:
        for one in order:
            step(one, sizes)
