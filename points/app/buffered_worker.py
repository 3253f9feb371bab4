"""The serving process of gunicorn, which starts it again where it dies; how requests arrive is `arriving.py`.

Connections with nothing to say wait in the system's own list, so that many of them cost nothing. For Unix alone.
"""

from __future__ import annotations

import os
import select
import selectors
import time
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore

from points.app.arriving import LOOK, Reception, TimedChannel

#: fewer than the files a process may usually open
CONNECTIONS = 900


class Lobby:
    """Where connections wait that have nothing to say: the loop asks each of its own every time, and the system these."""

    def __init__(self, watched: dict[int, Any]) -> None:
        self._watched, self._selector = watched, selectors.DefaultSelector()
        # to the loop this is one more of its own, which can be read when one in here can be
        watched[self._selector.fileno()] = self

    def readable(self) -> bool:
        """Always asked."""
        return True

    def writable(self) -> bool:
        """Never asked."""
        return False

    def handle_read_event(self) -> None:
        """Hear those that have something to say, or hung up."""
        for key, _ in self._selector.select(0):
            self._call(key)
            wasyncore.readwrite(key.data, select.POLLIN)

    def seat(self) -> None:
        """Let those wait here that have nothing to do."""
        for number, one in list(self._watched.items()):
            if isinstance(one, TimedChannel) and not one.is_busy:
                self._selector.register(number, selectors.EVENT_READ, one)
                del self._watched[number]

    def dismiss(self, now: float) -> None:
        """Call those whose time is over, so that the loop hangs up."""
        for key in list(self._selector.get_map().values()):
            if key.data.is_late(now) or key.data.will_close:
                key.data.will_close = True
                self._call(key)

    def _call(self, key: selectors.SelectorKey) -> None:
        self._selector.unregister(key.fd)
        self._watched[key.fd] = key.data


class BufferedWorker(Worker):  # type: ignore[misc]
    """Serves what gunicorn listens to, with waitress; ends when gunicorn says so, and with gunicorn."""

    def run(self) -> None:
        """Serve until told to end, then finish what has come in."""
        reception = Reception(
            self.wsgi,
            [one.sock for one in self.sockets],
            threads=self.cfg.threads,
            quiet=self.cfg.keepalive,
            connections=CONNECTIONS,
            use_poll=True,
        )
        lobby, looked = Lobby(reception.watched), 0.0
        while self.alive and self.ppid == os.getppid():
            now = time.monotonic()
            if now - looked > LOOK / 2:
                looked = now
                self.notify()
                lobby.dismiss(now)
            reception.turn(1.0)
            lobby.seat()
        reception.finish(self.cfg.graceful_timeout, self.notify)
