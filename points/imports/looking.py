"""Looks every few seconds whether an intake waits, and starts the job in a process of its own: reading books takes memory
that a server's worker never needs, and whatever breaks it breaks nothing else. It ends with its process."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import timedelta

from points.foundation import BooksAway, db, migrating, reading
from points.imports import intake_rows

LOOK = timedelta(seconds=3)
#: a job that died is begun again no sooner than its last beat is old; one that cannot even start, after this
REST = timedelta(seconds=30)

_log = logging.getLogger("points.intakes")


class IntakeLook:
    """A thread of a serving process; several of them start several jobs, of which one finds something to take."""

    def __init__(
        self,
        context: Callable[[], AbstractContextManager[object]],
        *,
        command: Sequence[str],
        environ: Mapping[str, str],
        folder: str,
    ) -> None:
        self._context, self._command, self._environ, self._folder = context, command, environ, folder
        self._stop = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="intakes", daemon=True)

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def stop(self, timeout: float | None = None) -> None:
        """Look no further; a job that runs goes on alone."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def once(self) -> bool:
        """Do what waits; whether anything did and the job came to its end."""
        if not self._waits():
            return False
        self._child = subprocess.Popen(  # noqa: S603 - this program itself
            self._command,
            env=dict(self._environ),
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        while self._child.poll() is None and not self._stop.is_set():
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(0.5)
        return self._child.poll() == 0

    def _waits(self) -> bool:
        with self._context():
            try:
                return migrating.is_current(db.engine) and reading(intake_rows.waits)
            except BooksAway:
                return False
            finally:
                db.session.remove()

    def _run(self) -> None:
        wait = LOOK
        while not self._stop.wait(wait.total_seconds()):
            wait = LOOK
            try:
                if not self.once() and self._child is not None and self._child.returncode:
                    wait = REST
                    self._child = None
            except Exception:  # the pages go on, and the next look tries again
                _log.exception("the job of intakes could not be started")
                wait = REST
