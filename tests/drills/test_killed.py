"""kill −9 in the middle of selling: what was said to be sold is sold, once, and what is asked again is sold once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from tests.drills.served import Served
from tests.drills.tally import Tally, tallied, told
from tests.drills.till import Books, fill, judge, sell
from tests.support.databases import Workshop
from tests.support.engines import start_postgres, stop_postgres

#: rounds by engine: when all is asked for, and beside all other tests
ROUNDS = {"sqlite": (200, 2), "postgresql": (50, 2)}
#: seconds of selling before it is killed, at most
MOMENT = 0.6


def killed(books: Books, server: Served, after: Callable[[], bool], *, postmaster: bool = False) -> None:
    """Sell, and be killed at some moment after this; `postmaster`: the database server falls first."""
    stop = threading.Event()
    clerks = sell(books, server, stop)
    while not after():
        assert any(one.is_alive() for one in clerks), books.asked
        stop.wait(0.005)
    if postmaster:
        stop_postgres(books.workshop.folder)
    server.kill()
    stop.set()
    for one in clerks:
        one.join()
    if postmaster:
        start_postgres(books.workshop.folder, books.workshop.postgres)
        books.workshop.let_go()


def some_time(books: Books, seconds: float) -> Callable[[], bool]:
    """So long after the first sale was asked for."""
    until: list[float] = []

    def is_over() -> bool:
        if books.asked and not until:
            until.append(time.monotonic() + seconds)
        return bool(until) and time.monotonic() >= until[0]

    return is_over


def drill(books: Books, server: Served, tally: Tally, rounds: int, odds: random.Random) -> None:
    """So many times; each start serves the next round. Books that are nearly sold out are begun again."""
    server.start()
    for number in range(rounds):
        if len(books.codes) < 100:
            server.kill()
            books.__dict__.update(fill(books.workshop, books.engine).__dict__)
            server.start()
        falls = books.engine == "postgresql" and number % 2 == 1
        killed(books, server, some_time(books, odds.uniform(0, MOMENT)), postmaster=falls)
        server.start()
        judge(books, server, tally)
        told(tally, rounds)
        assert tally.clean, tally


def test_what_was_said_to_be_sold_is_sold_once(
    engine: str, yard: Workshop, serve: Callable[..., Served], long: bool
) -> None:
    with tallied("kill -9", engine) as tally:
        books = fill(yard, engine)
        drill(books, serve(books.house), tally, ROUNDS[engine][not long], random.Random(10))
        control(yard, engine, serve, tally)
    assert tally.acknowledged > 0


def control(yard: Workshop, engine: str, serve: Callable[..., Served], tally: Tally) -> None:
    """An application whose answer goes out before the COMMIT is found out."""
    books, found = fill(yard, engine), Tally("control", engine)
    server = serve(books.house, LIE="hasty")
    server.start()
    killed(books, server, lambda: sum(one.sold for one in books.asked) > 2)
    server.start()
    judge(books, server, found)
    assert found.lost > 0, found
    tally.control = f"noticed ({found.lost} lost)"
