"""What this machine remembers of the books, and what follows where the books do not hold it any more.

A process that serves keeps a mark (`keep`): each record it writes down is noted (`note`) and remembered after its COMMIT;
the file follows a fifth of a second later (`catch_up`), as no disk was quick enough for somebody who waits. `look` compares
what is remembered with the books; while they lack some of it, nothing moves points (`must_hold`). How records are looked up
is told by the room that writes them (`follow`).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from points.foundation.database import db
from points.foundation.keys import purpose_key
from points.foundation.marks import written
from points.foundation.marks.written import Mark, Remembered
from points.foundation.refusal import BooksOfOthers, BooksWentBack

__all__ = ["BooksNow", "Mark", "MarkStanding", "Remembered"]

#: records of the last moments: two threads may acknowledge in another order than they commit
LAST = 8
#: and one of every few seconds since the last look but one: another database may answer behind the same connection
STEP, STEPS = 2, 60

_NOTED = "noted"
_log = logging.getLogger("points.marks")


@dataclass(frozen=True)
class BooksNow:
    """The books beside a mark: which they are, in which life, whether anything is in them, and which records they lack."""

    books: UUID
    epoch: int
    filled: bool
    lost: tuple[Remembered, ...]
    #: the last record that is still there, before the first that is not
    ends_at: datetime | None


@dataclass(frozen=True)
class MarkStanding:
    """How the books stand beside what is remembered: `well`, `new` (nothing is remembered), `other` books, or `back`.

    Of books that went back: what was written down from `since` to `until` is missing.
    """

    kind: str
    since: datetime | None = None
    until: datetime | None = None
    #: where the mark was written, if elsewhere
    copied_from: str = ""

    @property
    def well(self) -> bool:
        """Whether points may move."""
        return self.kind in ("well", "new")


class _Kept:
    """The records a serving process remembers."""

    def __init__(self, books: UUID, epoch: int, records: Iterable[Remembered] = ()) -> None:
        self.books, self.epoch = books, epoch
        self._held = {one.id: (0, one) for one in records}

    def add(self, records: Iterable[Remembered]) -> None:
        """Remember these as well."""
        second = int(time.monotonic())
        self._held.update((one.id, (second, one)) for one in records)

    def trim(self) -> None:
        """Leave the newest of each community, the last ones, and one of every few seconds."""
        now = int(time.monotonic())
        held = list(self._held.values())
        newest = {one.community_id: one.id for _, one in held}
        steps = {second // STEP: one.id for second, one in reversed(held) if second > now - STEP * STEPS}
        left = {*newest.values(), *steps.values(), *(one.id for _, one in held[-LAST:])}
        self._held = {key: pair for key, pair in self._held.items() if key in left}

    def now(self) -> Mark:
        """What is remembered, as a mark."""
        return Mark(self.books, self.epoch, [one for _, one in self._held.values()])


class _Memory:
    """What this process knows; one, as there is one database to a process."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.compare: Callable[[Mark | None], BooksNow] | None = None
        self.key = b""
        self.standing: MarkStanding | None = None
        self.kept: _Kept | None = None
        self.lock = threading.Lock()
        #: something was acknowledged that no file says yet
        self.behind = False
        #: a connection is new, and nobody looked since: perhaps another server answers than before
        self.anew = False
        self.look_now = threading.Event()


_memory = _Memory()


def follow(folder: Path | None, compare: Callable[[Mark | None], BooksNow] | None = None) -> None:
    """Where the marks are (None: nowhere) and how they are compared with the books; set once by the app."""
    with _memory.lock:
        _memory.folder, _memory.compare = folder, compare
        _memory.standing, _memory.kept, _memory.key = None, None, b""


def kept_here() -> bool:
    """Whether anything is remembered in this process: a test may have books that nobody keeps."""
    return _memory.folder is not None


def note(records: Iterable[Remembered]) -> None:
    """These are being written down: they are remembered once they are committed."""
    if _memory.kept is not None:
        db.session().info.setdefault(_NOTED, []).extend(records)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_NOTED, None)


@event.listens_for(Session, "after_commit")
def _remember(session: Session) -> None:
    noted = session.info.pop(_NOTED, None)
    if not noted:
        return
    with _memory.lock:
        # what is missing must not be pushed out by what came after it
        if _memory.kept is not None and (_memory.standing is None or _memory.standing.well):
            _memory.kept.add(noted)
            _memory.behind = True


def catch_up() -> None:
    """Write what was acknowledged since the last time. A full disk is logged: the books have it, and nobody waits here."""
    with _memory.lock:
        kept, behind = _memory.kept, _memory.behind
        if kept is None or not behind or _memory.folder is None:
            return
        if not _memory.anew:
            kept.trim()
        mark, _memory.behind = kept.now(), False
    try:
        written.write(_memory.folder, _name(), mark, _key())
    except OSError:
        _log.exception("the mark could not be written")


def find() -> Mark | None:
    """What is remembered here."""
    if _memory.folder is None:
        return None
    return written.read(_memory.folder, _key())


def compare() -> tuple[MarkStanding, Mark | None, BooksNow]:
    """The books beside what is remembered; it only looks."""
    assert _memory.compare is not None
    mark = _with_own(find())
    now = _memory.compare(mark)
    return _judge(mark, now), mark, now


def _with_own(mark: Mark | None) -> Mark | None:
    """And what this process remembers, should its file be gone or older."""
    own = _memory.kept.now() if _memory.kept is not None else None
    if own is None or mark is None:
        return mark or own
    if (own.books, own.epoch) != (mark.books, mark.epoch):
        return mark
    known = {one.id: one for one in (*mark.records, *own.records)}
    return replace(mark, records=list(known.values()))


def look() -> MarkStanding:
    """Compare, and let points move, or not, accordingly. What holds is remembered on the disk."""
    if _memory.folder is None or _memory.compare is None:
        return MarkStanding("well")
    _memory.look_now.clear()
    standing, _, now = compare()
    with _memory.lock:
        _memory.standing, _memory.anew = standing, False
        if _memory.kept is not None and standing.well:
            _keep_on(now)
    return standing


def keep() -> MarkStanding:
    """Remember from now on: for a process that serves."""
    if _memory.folder is None or _memory.compare is None:
        return MarkStanding("well")
    _, mark, now = compare()
    _memory.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _memory.lock:
        same = mark is not None and (mark.books, mark.epoch) == (now.books, now.epoch)
        known = sorted(mark.records, key=lambda one: one.id) if mark and same else ()
        _memory.kept = _Kept(now.books, now.epoch, known)
    return look()


def begin() -> None:
    """These are the books from now on, as they are: a person said so, or there was nothing to ask about."""
    if _memory.folder is None or _memory.compare is None:
        return
    now = _memory.compare(None)
    written.begin(_memory.folder, Mark(now.books, now.epoch, ()), _key())
    look()


def gather() -> None:
    """Put the marks of processes that ended into one; for a start, which is alone."""
    mark = find()
    if _memory.folder is not None and mark is not None:
        written.gather(_memory.folder, mark, _key())


def standing() -> MarkStanding | None:
    """How the books stood when they were looked at last; None where nobody did."""
    return _memory.standing


def must_hold(*, begins: bool = False) -> None:
    """Refuse to move points in books that lack what somebody was told is in them.
    `begins`: books may begin with it, and of books this machine does not know nobody was told anything."""
    found = _memory.standing or look()
    if found.kind == "back":
        raise BooksWentBack(since=found.since, until=found.until)
    if not found.well and not begins:
        raise BooksOfOthers


def look_soon() -> None:
    """A connection is new; whoever waits in `wait` looks at once."""
    _memory.anew = True
    _memory.look_now.set()


def wait(seconds: float) -> bool:
    """Wait so long at most; True where it is time to look."""
    return _memory.look_now.wait(seconds)


def _judge(mark: Mark | None, now: BooksNow) -> MarkStanding:
    if mark is None:
        return MarkStanding("new")
    here = written.place_of(_memory.folder) if _memory.folder else ""
    copied_from = mark.place if mark.place != here else ""
    if mark.books != now.books or (mark.records and not now.filled):
        return MarkStanding("other", copied_from=copied_from)
    if not now.lost or now.epoch > mark.epoch:
        # a newer life was begun by a person, on another machine: what was lost is known
        return MarkStanding("well", copied_from=copied_from)
    until = max(one.at for one in now.lost)
    return MarkStanding("back", now.ends_at or min(one.at for one in now.lost), until, copied_from)


def _keep_on(now: BooksNow) -> None:
    """After a look that found everything: the next minute begins, and the disk keeps what holds."""
    kept, folder = _memory.kept, _memory.folder
    assert kept is not None
    assert folder is not None
    if (kept.books, kept.epoch) != (now.books, now.epoch):
        _memory.kept = kept = _Kept(now.books, now.epoch)
    kept.trim()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        written.write(folder, f"{_name()}-minute", kept.now(), _key(), keep=True)
    except OSError:
        _log.exception("the mark could not be written")


def _name() -> str:
    return str(os.getpid())


def _key() -> bytes:
    if not _memory.key:
        _memory.key = purpose_key("marks")
    return _memory.key
