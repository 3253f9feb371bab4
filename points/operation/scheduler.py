"""Runs the nightly round inside the serving process: at its start, then every hour, for machines without cron.

The office PC is off at night. Whoever is first in a day does the day's round; the job's key keeps it to once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

from points.foundation import clock, db, migrating
from points.operation.nightly import Round
from points.operation.nightly import run as nightly

HOUR = timedelta(hours=1)
#: the first request should not wait for the first round
GRACE = timedelta(seconds=5)

_log = logging.getLogger("points.nightly")


class RoundTheClock:
    """A thread that looks every hour whether today's round was run. It ends with its process."""

    def __init__(
        self, context: Callable[[], AbstractContextManager[object]], *, backups: Path, instance: Path
    ) -> None:
        self._context, self._backups, self._instance = context, backups, instance
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nightly", daemon=True)

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def stop(self, timeout: float | None = None) -> None:
        """Begin no further round, and wait for the one that runs."""
        self._stop.set()
        self._thread.join(timeout)

    def once(self) -> Round | None:
        """Today's round, unless the database is not ready for it."""
        with self._context():
            try:
                if not migrating.health().well:
                    return None
                return nightly(clock.today(), backups=self._backups, instance=self._instance)
            finally:
                db.session.remove()

    def _run(self) -> None:
        wait = GRACE
        while not self._stop.wait(wait.total_seconds()):
            try:
                self.once()
            except Exception:  # the counter goes on, and the next hour tries again
                _log.exception("the nightly round could not be begun")
            wait = HOUR
