"""How requests arrive, in whatever process: waitress reads a whole request before it costs a thread, and who is late is hung up.

A connection that says nothing, or a word a minute, costs a line in a list until its time is over. It knows no view, and
nothing that only one system has: the processes are `buffered_worker.py` (gunicorn's) and `alone.py` (one by itself).
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakSet

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server

#: seconds until a request must have come whole, and between two looks at who is late
ARRIVAL, LOOK = 30.0, 2.0
#: seconds a connection may stay that has nothing to say, and those who are served get when the process ends
QUIET, LAST_WORDS = 20, 30
#: bytes of head and body: more than MAX_CONTENT_LENGTH, so that what is a little too long is refused in our words
LIMITS = {"max_request_header_size": 32 << 10, "max_request_body_size": 4 << 20}
#: where books are brought: so much at once, so long on its way, and of so many at a time, as nobody is known yet
BOOKS_PATH, BOOKS_LIMIT, BOOKS_ARRIVAL, BOOKS_AT_ONCE = "/desk/intakes", 100 << 20, 600.0, 4


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


class Reception:
    """The loop of one process: all connections of its sockets, and the threads that answer."""

    def __init__(
        self,
        wsgi: Any,
        sockets: Sequence[socket.socket],
        *,
        threads: int,
        quiet: int,
        connections: int,
        use_poll: bool,
    ) -> None:
        # a request that waits for a thread is no warning
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self.watched: dict[int, Any] = {}
        self._use_poll = use_poll
        create_server(
            wsgi,
            map=self.watched,
            sockets=list(sockets),
            threads=threads,
            channel_timeout=quiet,
            cleanup_interval=LOOK,
            connection_limit=connections,
            ident=None,
            clear_untrusted_proxy_headers=False,
            **LIMITS,
        )
        self._servers = [one for one in self.watched.values() if isinstance(one, BaseWSGIServer)]
        for server in self._servers:
            server.channel_class = TimedChannel

    def turn(self, seconds: float) -> None:
        """Wait so long at most for whoever has something to say, and hear them."""
        wasyncore.loop(timeout=seconds, use_poll=self._use_poll, map=self.watched, count=1)

    def dismiss(self, now: float) -> None:
        """Those whose time is over, so that the loop hangs up."""
        for one in list(self.watched.values()):
            if isinstance(one, TimedChannel) and one.is_late(now):
                one.will_close = True

    def finish(self, seconds: float, meanwhile: Callable[[], object]) -> None:
        """Take nobody new, and give those who are served this time."""
        for server in self._servers:
            server.del_channel(self.watched)
            server.socket.close()
        until = time.monotonic() + seconds
        while time.monotonic() < until and any(
            isinstance(one, TimedChannel) and one.is_busy for one in self.watched.values()
        ):
            meanwhile()
            self.turn(0.2)
        self._servers[0].task_dispatcher.shutdown()
