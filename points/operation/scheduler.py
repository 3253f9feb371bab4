"""Runs the nightly round inside the serving process: at its start, then every hour, for machines without cron.

The office PC is off at night. Whoever is first in a day does the day's round; the job's key keeps it to once. In
between, every few seconds, approvals that nobody took back in time are posted. Beside it, also while a round is long,
the clock is looked at.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

from points.foundation import clock, db, migrating
from points.operation import timekeeping
from points.operation.nightly import Part, Round
from points.operation.nightly import run as nightly
from points.operation.posting import post_due

HOUR = timedelta(hours=1)
#: the first request should not wait for the first round
GRACE = timedelta(seconds=5)
#: so long an approval waits at most beyond the time it can be taken back, where nobody looks at a page
LOOK = timedelta(seconds=5)
#: so old is at most what this process knows of doubt that another raised or settled
CLOCK_LOOK = timedelta(seconds=30)

_log = logging.getLogger("points.nightly")


class RoundTheClock:
    """A thread that looks every hour whether today's round was run, and often for what is due. It ends with its process."""

    def __init__(
        self,
        context: Callable[[], AbstractContextManager[object]],
        *,
        backups: Path,
        instance: Path,
        beside: Mapping[str, Part] | None = None,
    ) -> None:
        self._context, self._backups, self._instance, self._beside = context, backups, instance, beside
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nightly", daemon=True)
        self._clock = threading.Thread(target=self._watch_clock, name="clock", daemon=True)

    def start(self) -> None:
        """Begin looking; at the clock before the first request is served."""
        self._look()
        self._clock.start()
        self._thread.start()

    def stop(self, timeout: float | None = None) -> None:
        """Begin no further round, and wait for the one that runs."""
        self._stop.set()
        for one in (self._clock, self._thread):
            if one.ident is not None:
                one.join(timeout)

    def once(self) -> Round | None:
        """Today's round, unless the database is not ready for it."""
        with self._context():
            try:
                if not migrating.health().well:
                    return None
                timekeeping.look()
                return nightly(
                    clock.today(), backups=self._backups, instance=self._instance, beside=self._beside
                )
            finally:
                db.session.remove()

    def post(self) -> int:
        """Post what is due now; how many that were. When that is, a clock that is doubted does not say."""
        if clock.doubted():
            return 0
        with self._context():
            try:
                return post_due()
            finally:
                db.session.remove()

    def look_at_clock(self) -> str:
        """Whether the clock is doubted, as a code or ''; this process holds to it until the next look."""
        with self._context():
            try:
                return timekeeping.look() if migrating.is_current(db.engine) else ""
            finally:
                db.session.remove()

    def _watch_clock(self) -> None:
        while not self._stop.wait(CLOCK_LOOK.total_seconds()):
            self._look()

    def _look(self) -> None:
        try:
            self.look_at_clock()
        except Exception:  # books that are away are asked again at the next look
            _log.exception("the clock could not be compared")

    def _run(self) -> None:
        ready, next_round, wait = False, time.monotonic() + GRACE.total_seconds(), GRACE
        while not self._stop.wait(wait.total_seconds()):
            try:
                if time.monotonic() >= next_round:
                    next_round = time.monotonic() + HOUR.total_seconds()
                    ready = self.once() is not None
                elif ready:
                    self.post()
            except Exception:  # the counter goes on, and the next look tries again
                _log.exception("what is due could not be done")
            wait = LOOK
