"""Whether the books are those this machine kept: at a start, every minute, and after a person looked at them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from points import audit
from points.foundation import communities, db, marks, reading, system_actor, transact
from points.operation.refusals import BooksMissing, NumberUnknown

MINUTE = timedelta(minutes=1)
#: so far a mark may be behind what people were told
TICK = timedelta(seconds=0.2)
#: after a look that failed
PAUSE = timedelta(seconds=1)

_log = logging.getLogger("points.marks")


@dataclass(frozen=True)
class Start:
    """What a start finds: how the books stand, whether they are served, and whether they began anew here."""

    standing: marks.MarkStanding
    serves: bool
    anew: bool = False


def at_start(*, asks: bool) -> Start:
    """Whether this machine may serve these books; to be run alone.

    Books that went back are served, for reading. Others, and books that somebody filled and this machine never kept, are
    not where a person is to be asked (`asks`); elsewhere they are the books from now on.
    """
    if not marks.kept_here():
        return Start(marks.MarkStanding("well"), serves=True)
    standing, mark, now = reading(marks.compare)
    if standing.kind in ("well", "back"):
        marks.gather()
        return Start(standing, serves=True)
    known = not now.filled and (mark is None or not mark.records)
    if asks and not known:
        return Start(standing, serves=False)
    reading(marks.begin)
    return Start(standing, serves=True, anew=not known)


@audit.records.writes("books.adopted", of="community")
def adopt(written: str) -> datetime | None:
    """Let these be the books of this machine from now on. A number that stands on paper must be of a record in them;
    when that was written comes back."""
    if reading(marks.look).kind == "back":
        raise BooksMissing
    at = reading(lambda: audit.marks.find(written)) if written.strip() else None
    if written.strip() and at is None:
        raise NumberUnknown(number=written.strip()[:40])
    transact(lambda: _record(at))
    reading(marks.begin)
    return at


def _record(at: datetime | None) -> None:
    for one in communities():
        audit.records.record(
            "books.adopted",
            actor=system_actor(one.id),
            subject_kind="community",
            subject_id=one.id,
            facts={"sheet_at": at},
        )


class BooksWatch:
    """A thread that writes down what this process told people is in the books, and looks every minute, and when a
    connection is new, whether they still hold it. It ends with its process."""

    def __init__(self, context: Callable[[], AbstractContextManager[object]]) -> None:
        self._context = context
        self._stop, self._keeps = threading.Event(), False
        self._thread = threading.Thread(target=self._run, name="books", daemon=True)

    def start(self) -> None:
        """Remember from now on; the first look is before the first request."""
        self.once()
        self._thread.start()

    def stop(self, timeout: float | None = None) -> None:
        """Look no more."""
        self._stop.set()
        marks.look_soon()
        self._thread.join(timeout)

    def once(self) -> None:
        """Look now; a database that is away is looked at a little later."""
        with self._context():
            before = marks.standing()
            try:
                found = reading(marks.look if self._keeps else marks.keep)
                self._keeps = True
            except Exception:  # whatever it is, people are told by what they ask for
                _log.exception("the books could not be looked at")
                self._stop.wait(PAUSE.total_seconds())
                marks.look_soon()
                return
            finally:
                db.session.remove()
        if not found.well and (before is None or before.well):
            _log.error(
                "the books are not those this process kept: %s, from %s to %s",
                found.kind,
                found.since,
                found.until,
            )

    def _run(self) -> None:
        next_look = time.monotonic() + MINUTE.total_seconds()
        while not self._stop.is_set():
            new = marks.wait(TICK.total_seconds())
            if new or time.monotonic() >= next_look:
                self.once()
                next_look = time.monotonic() + MINUTE.total_seconds()
            marks.catch_up()
