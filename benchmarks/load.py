"""The load over HTTP: the production server in processes of its own, and clients with kept connections."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.books import CODE_ITEMS, Books
from benchmarks.floor import timed
from points import shop
from points.app.server import SMALL_HEAPS

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """A running production server."""

    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> list[int]:
        """Resident mebibytes of each worker."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [_resident(int(child)) for child in children]

    def own_memory(self) -> int:
        """Resident mebibytes of the server's own process, where it has no workers."""
        return _resident(self.process.pid)


@contextmanager
def serving(environ: dict[str, str], command: Sequence[str]) -> Iterator[Server]:
    """The server of this command; `{port}` in it is filled in."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    words = [word.format(port=port) for word in command]
    process = subprocess.Popen(
        words, cwd=ROOT, env={**SMALL_HEAPS, **os.environ, **environ}, stdout=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(30)


def gunicorn(workers: int, threads: int) -> list[str]:
    """The production server as `make run` starts it."""
    return [
        sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind=127.0.0.1:{port}",
        "--worker-class=gthread", f"--workers={workers}", f"--threads={threads}", "--log-level=warning", "wsgi:app",
    ]  # fmt: skip


def redemptions(
    server: Server, books: Books, vouchers: Sequence[shop.vouchers.VoucherInfo], clients: int
) -> float:
    """Redemptions per second over HTTP; every one must be answered 201."""
    items = [{"item": code, "quantity": quantity} for code, quantity in CODE_ITEMS]

    def client(mine: Sequence[shop.vouchers.VoucherInfo]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        for card in mine:
            body = {"code": card.code, "items": items, "scan_id": f"http-{card.public_id}"}
            status = _ask(connection, "POST", "/api/v1/redemptions", books.clerk_token, body)
            if status != 201:
                raise RuntimeError(f"a redemption was answered {status}")
        connection.close()

    return timed(client, [vouchers[number::clients] for number in range(clients)], len(vouchers))


def balances(server: Server, tokens: Sequence[str], clients: int, each: int) -> float:
    """Statements with the balance per second over HTTP."""

    def client(token: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        for _ in range(each):
            _ask(connection, "GET", "/api/v1/me/statement?limit=1", token)
        connection.close()

    return timed(client, [tokens[number % len(tokens)] for number in range(clients)], clients * each)


def _ask(connection: http.client.HTTPConnection, method: str, path: str, token: str, body: Any = None) -> int:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


def _resident(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0
