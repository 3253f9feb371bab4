"""The load over HTTP: the production server in processes of its own, and clients with kept connections.

It knows addresses and answers, and nothing of the product behind them: every commit is asked by the same code.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.connections import Client, evenly
from benchmarks.processes import children, cpu_seconds, resident_mb

#: two kinds of goods; a voucher of 300 tenths pays 260 of them and gets 40 back
BASKET = [{"item": "G02", "quantity": 1}, {"item": "G06", "quantity": 2}]
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
READING = "/api/v1/me/statement?limit=1"
#: as the product starts its own server: no heap for every thread
SMALL_HEAPS = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "1048576"}


@dataclass
class Server:
    """A running production server."""

    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> int:
        """Resident mebibytes of the largest worker, or of the server itself where it has none."""
        return max(map(resident_mb, self.workers()))

    def clients(self, count: int) -> list[Client]:
        """So many connections, spread evenly over the workers."""
        return evenly(self.port, self.workers(), count)

    def workers(self) -> list[int]:
        """The processes that answer."""
        return children(self.process.pid) or [self.process.pid]

    def cpu(self) -> float:
        """CPU seconds of all its processes so far."""
        return cpu_seconds(self.process.pid)


@contextmanager
def serving(root: Path, environ: dict[str, str], command: Sequence[str]) -> Iterator[Server]:
    """The server of this command in this folder; `{port}` in it is filled in. What it says goes into a file."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    words = [word.format(port=port) for word in command]
    said = Path(environ["INSTANCE"]) / f"server-{port}.log"
    with said.open("w") as log:
        process = subprocess.Popen(
            words, cwd=root, env={**SMALL_HEAPS, **os.environ, **environ}, stdout=log, stderr=log
        )
    try:
        _wait(port, said)
        yield Server(port, process)
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


#: who serves in a process of gunicorn: of this commit, and of those before it had one of its own
BUFFERED, THREADS_ALONE = "points.app.buffered_worker.BufferedWorker", "gthread"


def gunicorn(root: Path, workers: int, threads: int, kind: str = "") -> list[str]:
    """The production server as `make run` of that commit starts it, without the nightly round; it keeps connections for
    longer, as a busy machine may need a while until all clients are connected."""
    kind = kind or (BUFFERED if (root / "points/app/buffered_worker.py").exists() else THREADS_ALONE)
    return [
        sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind=127.0.0.1:{port}", f"--worker-class={kind}",
        f"--workers={workers}", f"--threads={threads}", "--keep-alive=60", "--timeout=120", "--log-level=warning", "wsgi:app",
    ]  # fmt: skip


def get(path: str, *, token: str = "", cookie: str = "") -> bytes:
    """A GET as bytes."""
    return _request("GET", path, token, cookie)


def redemption(card: dict[str, str], token: str) -> bytes:
    """A redemption of this voucher as bytes, with a scan id of its own."""
    body = {"code": card["code"], "items": BASKET, "scan_id": f"http-{card['public_id']}"}
    return _request("POST", "/api/v1/redemptions", token, "", (JSON, json.dumps(body).encode()))


def form(path: str, fields: Sequence[tuple[str, str]], *, cookie: str = "") -> bytes:
    """A form posted from a page of the same site, as bytes."""
    return _request("POST", path, "", cookie, (FORM, urlencode(fields).encode()))


def sign_in(port: int, username: str, password: str) -> str:
    """The cookie of a session."""
    client = Client(port)
    status, head, _ = client.ask(form("/sign-in", [("username", username), ("password", password)]))
    client.close()
    if status != 303:
        raise RuntimeError(f"{username} could not sign in: {status}")
    lines = head.decode("latin-1").split("\r\n")
    return "; ".join(
        line.partition(":")[2].strip().split(";")[0]
        for line in lines
        if line.lower().startswith("set-cookie:")
    )


@dataclass(frozen=True)
class Answered:
    """How long the whole took, and each request, in seconds."""

    whole: float
    each: list[float]


def ask_all(clients: Sequence[Client], requests: Sequence[bytes], status: int) -> Answered:
    """Send all of these, shared out over these clients; every answer has this status. The clients hang up."""
    connections = list(clients)

    def client(mine: Sequence[bytes]) -> list[float]:
        connection, seconds = connections.pop(), []
        for request in mine:
            start = time.perf_counter()
            got, _, body = connection.ask(request)
            seconds.append(time.perf_counter() - start)
            if got != status:
                raise RuntimeError(
                    f"answered {got} instead of {status}: {body[:300].decode(errors='replace')}"
                )
        connection.close()
        return seconds

    start = time.perf_counter()
    done = shared_out(client, requests, len(clients))
    return Answered(time.perf_counter() - start, [one for some in done for one in some])


def shared_out(work: Callable[[Sequence[Any]], Any], things: Sequence[Any], clients: int) -> list[Any]:
    """What `work` gives for each share, one thread a share; the first error of a thread is raised here."""
    done: list[Any] = []
    failed: list[BaseException] = []

    def run(mine: Sequence[Any]) -> None:
        try:
            done.append(work(mine))
        except BaseException as error:  # an error in a thread would only be printed
            failed.append(error)

    threads = [threading.Thread(target=run, args=(things[number::clients],)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return done


def _request(method: str, path: str, token: str, cookie: str, body: tuple[str, bytes] = ("", b"")) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Sec-Fetch-Site: same-origin"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [f"Cookie: {cookie}"] if cookie else []
    kind, sent = body
    lines += [f"Content-Type: {kind}", f"Content-Length: {len(sent)}"] if sent else []
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + sent


def _wait(port: int, said: Path) -> None:
    for _ in range(300):
        try:
            client = Client(port)
            if client.ask(get("/healthz"))[0] == 200:
                client.close()
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server did not answer:\n{said.read_text(encoding='utf-8')[-2000:]}")
