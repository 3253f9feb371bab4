"""The serving process: gunicorn starts it again where it dies, waitress in it reads a whole request before it costs a thread.

A connection that says nothing, or a word a minute, costs a line in a list until its time is over; it knows no view.
"""

from __future__ import annotations

import logging
import os
import select
import selectors
import time
from typing import Any
from weakref import WeakSet

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server

#: seconds until a request must have come whole, and between two looks at who is late
ARRIVAL, LOOK = 30.0, 2.0
#: bytes of head and body: more than MAX_CONTENT_LENGTH, so that what is a little too long is refused in our words
LIMITS = {"max_request_header_size": 32 << 10, "max_request_body_size": 4 << 20}
#: where books are brought: so much at once, so long on its way, and of so many at a time, as nobody is known yet
BOOKS_PATH, BOOKS_LIMIT, BOOKS_ARRIVAL, BOOKS_AT_ONCE = "/desk/intakes", 100 << 20, 600.0, 4
#: fewer than the files a process may usually open
CONNECTIONS = 900


class _ForBooks:
    """How a server is set up, but for the body that is taken."""

    max_request_body_size = BOOKS_LIMIT

    def __init__(self, usual: Any) -> None:
        self._usual = usual

    def __getattr__(self, name: str) -> Any:
        return getattr(self._usual, name)


class MeasuredRequest(HTTPRequestParser):  # type: ignore[misc]
    """A request as it arrives; one that brings books may be larger and take longer, of a few at a time."""

    adj: Any
    bringing: WeakSet[MeasuredRequest] = WeakSet()

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, which says how long the body will be."""
        super().parse_header(header_plus)
        if (self.command, self.path) != (
            "POST",
            BOOKS_PATH,
        ) or self.content_length <= self.adj.max_request_body_size:
            return
        if sum(not one.completed for one in self.bringing) < BOOKS_AT_ONCE:
            self.bringing.add(self)
            self.adj = _ForBooks(self.adj)

    @property
    def arrival(self) -> float:
        """Within how many seconds it must have come whole."""
        return BOOKS_ARRIVAL if self in self.bringing else ARRIVAL


class TimedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows when the request began that is still arriving."""

    parser_class = MeasuredRequest
    arriving_since = 0.0

    def received(self, data: bytes) -> bool:
        """Take what came in."""
        if self.request is None:
            self.arriving_since = time.monotonic()
        came: bool = super().received(data)
        return came

    @property
    def is_busy(self) -> bool:
        """Whether somebody works for it, or something is to be said to it."""
        return bool(self.requests or self.total_outbufs_len or self.will_close or self.close_when_flushed)

    def is_late(self, now: float) -> bool:
        """Whether its request should be here by now."""
        return self.request is not None and now - self.arriving_since > self.request.arrival


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
        # a request that waits for a thread is no warning
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        watched: dict[int, Any] = {}
        create_server(
            self.wsgi,
            map=watched,
            sockets=[one.sock for one in self.sockets],
            threads=self.cfg.threads,
            channel_timeout=self.cfg.keepalive,
            cleanup_interval=LOOK,
            connection_limit=CONNECTIONS,
            ident=None,
            clear_untrusted_proxy_headers=False,
            **LIMITS,
        )
        servers = [one for one in watched.values() if isinstance(one, BaseWSGIServer)]
        for server in servers:
            server.channel_class = TimedChannel
        lobby, looked = Lobby(watched), 0.0
        while self.alive and self.ppid == os.getppid():
            now = time.monotonic()
            if now - looked > LOOK / 2:
                looked = now
                self.notify()
                lobby.dismiss(now)
            wasyncore.loop(timeout=1.0, use_poll=True, map=watched, count=1)
            lobby.seat()
        self._finish(servers, watched)

    def _finish(self, servers: list[Any], watched: dict[int, Any]) -> None:
        """Take nobody new, and give those who are served the time gunicorn gives."""
        for server in servers:
            server.del_channel(watched)
            server.socket.close()
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and any(
            isinstance(one, TimedChannel) and one.is_busy for one in watched.values()
        ):
            self.notify()
            wasyncore.loop(timeout=0.2, use_poll=True, map=watched, count=1)
        servers[0].task_dispatcher.shutdown()
