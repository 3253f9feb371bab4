"""Kept connections to a server, as many to each of its workers: which worker the kernel gives one to is chance."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

#: what is asked to learn which worker answers
HELLO = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
TRIES = 200


class Client:
    """One kept connection. It sends bytes and reads one answer, so that the client costs a tenth of a millisecond."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer."""
        self._socket.sendall(request)
        head, _, body = self._until_head().partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), 0
        )
        while len(body) < length:
            body += self._more()
        return int(head[9:12]), head, body

    @property
    def port(self) -> int:
        """Its own port, by which the other end is found."""
        return int(self._socket.getsockname()[1])

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _until_head(self) -> bytes:
        found = b""
        while b"\r\n\r\n" not in found:
            found += self._more()
        return found

    def _more(self) -> bytes:
        part = self._socket.recv(1 << 16)
        if not part:
            raise ConnectionError("the server hung up")
        return part


def evenly(port: int, workers: Sequence[int], count: int) -> list[Client]:
    """So many connections, shared out over these processes as a proxy in front would: one too many at a worker is
    closed and opened again. With kept connections chance would else give one worker all of them for a whole run."""
    most = -(-count // max(1, len(workers)))
    kept: list[Client] = []
    taken: Counter[int | None] = Counter()
    for _ in range(TRIES):
        if len(kept) == count:
            break
        one = Client(port)
        one.ask(HELLO)
        worker = _holder(port, one.port, workers) if len(workers) > 1 else None
        if worker is not None and taken[worker] == most:
            one.close()
            continue
        taken[worker] += 1
        kept.append(one)
    if len(kept) < count:
        raise RuntimeError("the connections could not be shared out over the workers")
    return kept


def _holder(port: int, client: int, workers: Sequence[int]) -> int | None:
    """The worker at the other end of the connection from this port."""
    for line in Path("/proc/net/tcp").read_text(encoding="utf-8").splitlines()[1:]:
        fields = line.split()
        ends = [int(end.partition(":")[2], 16) for end in fields[1:3]]
        if ends == [port, client]:
            return next((one for one in workers if _holds(one, f"socket:[{fields[9]}]")), None)
    return None


def _holds(process: int, what: str) -> bool:
    folder = Path(f"/proc/{process}/fd")
    for name in os.listdir(folder):
        try:
            if os.readlink(folder / name) == what:
                return True
        except OSError:
            continue  # closed while we looked
    return False
