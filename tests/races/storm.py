"""Real threads that do something at once, and a place where they meet; it knows no points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Barrier, BrokenBarrierError, Thread, get_ident
from typing import Any, Generic, TypeVar

from flask import Flask
from sqlalchemy import event

from points.foundation import Refusal, db

T = TypeVar("T")


@dataclass
class Outcome(Generic[T]):
    """What became of one thread: an answer, a refusal, or something nobody meant."""

    answer: T | None = None
    refusal: Refusal | None = None
    fault: BaseException | None = None


def at_once(app: Flask, works: Sequence[Callable[[], T]]) -> list[Outcome[T]]:
    """Run these in threads of their own, each in an application context of its own, all let go together."""
    start = Barrier(len(works))
    outcomes: list[Outcome[T]] = [Outcome() for _ in works]

    def run(work: Callable[[], T], outcome: Outcome[T]) -> None:
        with app.app_context():
            start.wait(30)
            try:
                outcome.answer = work()
            except Refusal as refusal:
                outcome.refusal = refusal
            except BaseException as fault:
                outcome.fault = fault

    threads = [Thread(target=run, args=pair, daemon=True) for pair in zip(works, outcomes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a thread waits for ever"
    faults = [one.fault for one in outcomes if one.fault is not None]
    if faults:
        raise faults[0]
    return outcomes


def answers(outcomes: Sequence[Outcome[T]]) -> list[T]:
    """The answers of those who got one."""
    return [one.answer for one in outcomes if one.refusal is None]  # type: ignore[misc]


def refused(outcomes: Sequence[Outcome[T]]) -> list[str]:
    """The codes of the refusals."""
    return [one.refusal.code for one in outcomes if one.refusal is not None]


@contextmanager
def meeting(parties: int, *words: str, seconds: float = 0.25) -> Iterator[None]:
    """Hold each thread once, right after a statement with these words, until all are there.

    So they truly meet on PostgreSQL. On SQLite one writes at a time, nobody else comes, and the wait ends.
    """
    barrier, been = Barrier(parties), set[int]()

    def pause(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if get_ident() in been or not all(word in statement for word in words):
            return
        been.add(get_ident())
        with suppress(BrokenBarrierError):
            barrier.wait(seconds)

    event.listen(db.engine, "after_cursor_execute", pause)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", pause)
