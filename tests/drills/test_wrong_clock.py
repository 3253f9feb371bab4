"""A machine whose clock is wrong, as processes of their own: nothing ends by it, sales go on, and it is put right."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from points.foundation import db
from tests.drills.served import Caller, Served, command
from tests.drills.tally import Tally, tallied, told
from tests.drills.till import SPARE, TENTHS, VOUCHERS, Books, fill, judge, opened, sell
from tests.support.databases import Workshop

#: what the clock shows
WRONG: dict[str, Callable[[datetime], datetime]] = {
    "a year ahead": lambda now: now + timedelta(days=365),
    "a day behind": lambda now: now - timedelta(days=1),
    "1970": lambda now: datetime(1970, 1, 1, 0, 3, tzinfo=UTC),
}
#: which of them are tried beside all other tests
SHORT = ("a year ahead",)
SOLD = 6


def standing(books: Books) -> tuple[int, int]:
    """What the resident has, and what lies in vouchers."""
    with books.house.app_context():
        found = books.street.standing()
        db.session.remove()
        db.engine.dispose()
    return found


def drill(books: Books, server: Served, clock: Path, wrong: datetime, tally: Tally) -> None:
    """The clock is believed, then wrong under a command, a server and its night, then right again."""
    say = {"CLOCK_FILE": str(clock)}
    first = command(books.house, "nightly", **say)
    assert first.returncode == 0, first.stderr
    clock.write_text(wrong.isoformat(), encoding="utf-8")
    night = command(books.house, "nightly", **say)
    tally.wrong += (
        [] if night.returncode == 1 and "电脑的钟说不准" in night.stderr else [f"no alarm: {night}"]
    )
    server.start()
    opened(books, server)
    page = Caller(server.port, books.cookie).ask("/counter")[1]["page"]
    tally.wrong += [] if "电脑的钟可能不对" in page else ["staff are not told"]
    for one in sell(books, server, threading.Event(), most=SOLD):
        one.join()
    tally.wrong += [f"not sold: {one.status} {one.code}" for one in books.asked if not one.sold]
    judge(books, server, tally)
    server.kill()
    if standing(books) != (SPARE, TENTHS * (VOUCHERS - SOLD)):
        tally.wrong.append(f"ended: {standing(books)}")
    clock.unlink()
    right = command(books.house, "nightly", "--clock-was-wrong", **say)
    tally.wrong += [] if right.returncode == 0 else [f"not put right: {right.stderr}"]
    server.start()
    books.cookie = ""
    for one in sell(books, server, threading.Event(), most=SOLD):
        one.join()
    judge(books, server, tally)
    server.kill()


@pytest.mark.shortly_on("sqlite")
def test_a_wrong_clock_ends_nothing(
    engine: str, yard: Workshop, serve: Callable[..., Served], tmp_path: Path, long: bool
) -> None:
    clock = tmp_path / "clock"
    wanted = WRONG if long else {name: WRONG[name] for name in SHORT}
    with tallied("wrong clock", engine) as tally:
        for wrong in wanted.values():
            books = fill(yard, engine)
            drill(books, serve(books.house, CLOCK_FILE=str(clock)), clock, wrong(datetime.now(UTC)), tally)
            told(tally, 2 * len(wanted))
            assert tally.clean, tally
        control(fill(yard, engine), clock, tally)


def control(books: Books, clock: Path, tally: Tally) -> None:
    """Where somebody says that the year has passed, the vouchers do end: it is the doubt that held them."""
    say = {"CLOCK_FILE": str(clock)}
    command(books.house, "nightly", **say)
    clock.write_text((datetime.now(UTC) + timedelta(days=365)).isoformat(), encoding="utf-8")
    night = command(books.house, "nightly", "--clock-is-right", **say)
    clock.unlink()
    assert standing(books)[1] == 0, night.stdout + night.stderr
    tally.control = "noticed (all vouchers ended)"
