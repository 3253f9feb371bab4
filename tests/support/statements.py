"""Counts what a request asks of the database: statements and transactions begun, and round trips at the socket.

Statements are counted where SQLAlchemy hands them to the driver. What goes past SQLAlchemy, and what the pool or the
driver send by themselves (pings, BEGIN, COMMIT), is seen only at the socket, which is why both are counted.
"""

from __future__ import annotations

import selectors
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine, event

from points.foundation import db
from tests.support.databases import Workshop
from tests.support.engines import Postgres
from tests.support.visitors import Visitor

#: what SQLite is told beside the statements; on PostgreSQL the driver sends it unseen
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")
SOCKET = ".s.PGSQL.5432"
_READY = ord("Z")


@dataclass
class Counted:
    """What was seen so far; read it when the block is over."""

    statements: list[str] = field(default_factory=list)
    begun: int = 0

    @property
    def number(self) -> int:
        """How many statements; one for many rows is one."""
        return len(self.statements)


@contextmanager
def counting(engine: Engine) -> Iterator[Counted]:
    """Count every statement and every transaction of this engine, in whichever thread.

    A transaction counts when its first statement begins it: a connection that is only taken and given back does not.
    """
    counted = Counted()

    def statement(
        _connection: Any, _cursor: Any, text: str, _values: Any, _context: Any, _many: bool
    ) -> None:
        if not text.lstrip().upper().startswith(_FRAME):
            counted.statements.append(text)

    def begin(_connection: Any) -> None:
        counted.begun += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "begin", begin)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "begin", begin)


class Wire:
    """A socket before a PostgreSQL that passes everything on and counts how often a client waits for an answer.

    `trips` counts ReadyForQuery, which the server sends once for each statement, each BEGIN and COMMIT, each ping, and
    once for a whole pipeline. `turns` counts how often a client spoke after the server had: it also sees a pipeline
    that waits in its middle, and can be more than `trips` where the server answers while the client still speaks.
    """

    def __init__(self, server: Postgres) -> None:
        # a path of a socket has at most 107 bytes
        self.folder = Path(tempfile.mkdtemp(prefix="wire-", dir="/tmp"))
        self.trips = self.turns = 0
        self._behind = str(server.folder / SOCKET)
        self._front = socket.socket(socket.AF_UNIX)
        self._front.bind(str(self.folder / SOCKET))
        self._front.listen(64)
        self._lock = threading.Lock()
        self._closed = False
        threading.Thread(target=self._accept, name="wire", daemon=True).start()

    def url(self, database: str) -> str:
        """The address of a database behind it."""
        return Postgres(self.folder).url(database)

    def reset(self) -> None:
        """Count from here."""
        with self._lock:
            self.trips = self.turns = 0

    def close(self) -> None:
        """Take no more clients."""
        self._closed = True
        self._front.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._front.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._behind)
            threading.Thread(target=self._carry, args=(client, server), name="wire", daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        """Both directions of one connection, in one thread, so that their order is known."""
        messages, answered = _Messages(), False
        with selectors.DefaultSelector() as either, client, server:
            either.register(client, selectors.EVENT_READ, server)
            either.register(server, selectors.EVENT_READ, client)
            while True:
                for key, _ in either.select():
                    source, target = key.fileobj, key.data
                    assert isinstance(source, socket.socket)
                    try:
                        data = source.recv(1 << 16)
                    except OSError:
                        return
                    if not data:
                        return
                    with self._lock:
                        if source is server:
                            self.trips += messages.count(data, _READY)
                        elif answered:
                            self.turns += 1
                    answered = source is server
                    try:
                        target.sendall(data)
                    except OSError:
                        return


class _Messages:
    """The server's half of a connection, cut into messages: one byte of kind, four of length, which count themselves."""

    def __init__(self) -> None:
        self._head, self._left = b"", 0

    def count(self, data: bytes, kind: int) -> int:
        """How many messages of this kind begin in these bytes."""
        found = 0
        while data:
            if self._left:
                passed = min(self._left, len(data))
                self._left, data = self._left - passed, data[passed:]
                continue
            missing = 5 - len(self._head)
            self._head, data = self._head + data[:missing], data[missing:]
            if len(self._head) == 5:
                found += self._head[0] == kind
                self._left, self._head = int.from_bytes(self._head[1:], "big") - 4, b""
        return found


@contextmanager
def wire(server: Postgres) -> Iterator[Wire]:
    """A wire before this server, for a while."""
    made = Wire(server)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def wired(workshop: Workshop, app: Flask) -> Iterator[tuple[Wire, Flask]]:
    """A wire, and an application behind it on the same PostgreSQL database as this one, with visitors as clients."""
    address = sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    with wire(workshop.server) as before:
        house = workshop.house(before.url(str(address.database)))
        house.test_client_class = Visitor
        try:
            yield before, house
        finally:
            with house.app_context():
                db.session.remove()
                db.engine.dispose()
