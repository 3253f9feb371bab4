"""The product served as in an installation, on books that are a test's own, to be killed; and who asks it over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from http.cookies import SimpleCookie
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from flask import Flask

from tests.drills.tally import LONG
from tests.house.files import ROOT
from tests.support import forked
from tests.support.street import PASSWORD

PATIENCE = 120
#: what breaks where a server dies
BROKEN = (OSError, http.client.HTTPException)
#: a server that lies is started past `flask serve`, which serves the product alone
_LIAR = ["gunicorn", "--no-control-socket", "-c", "deploy/gunicorn.conf.py", "-w", "1", "--threads", "8",
         "-k", "points.app.buffered_worker.BufferedWorker", "tests.drills.lying:app"]  # fmt: skip


def environ(house: Flask, **more: str) -> dict[str, str]:
    """What a process is told that opens the books of this application."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **kept,
        "ENVIRONMENT": "test",
        "DATABASE_URL": house.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": house.config["SECRET_KEY"],
        "INSTANCE": str(house.config["INSTANCE"]),
        **more,
    }


def command(house: Flask, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of the product on these books, to its end, as a process of its own."""
    words = ("flask", "--app", "wsgi", *words)
    if not LONG:
        return forked.run(words, environ(house, **more), patience=PATIENCE)
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environ(house, **more),
        capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL,
    )  # fmt: skip


class Served:
    """A server in a group of its own; started again it has the same address."""

    def __init__(self, house: Flask, log: Path, **more: str) -> None:
        self.env, self.log = environ(house, **more), log
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = int(trial.getsockname()[1])
        self.process: subprocess.Popen[bytes] | ForkServerProcess | None = None

    def start(self) -> None:
        """Until it answers."""
        lies = "LIE" in self.env
        words = [*_LIAR, "-b", f"127.0.0.1:{self.port}"] if lies else ["flask", "--app", "wsgi", "serve"]
        self.process = self._begun(words, {**self.env, "PORT": str(self.port)})
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert _alive(self.process), self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.02)

    def _begun(self, words: list[str], env: dict[str, str]) -> subprocess.Popen[bytes] | ForkServerProcess:
        if not LONG:
            return forked.begin(words, env, out=self.log, err=self.log)
        with self.log.open("a") as said:
            return subprocess.Popen(
                [sys.executable, "-m", *words], cwd=ROOT, env=env,
                stdout=said, stderr=said, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def answers(self) -> bool:
        """Whether it reads the books."""
        try:
            return Caller(self.port).ask("/healthz")[0] == 200
        except BROKEN:
            return False

    def kill(self) -> None:
        """All of it, at once, with no chance to say anything."""
        if self.process is not None:
            assert self.process.pid is not None
            os.killpg(self.process.pid, signal.SIGKILL)
            _wait(self.process)
            self.process = None

    def pids(self) -> list[int]:
        """Its processes."""
        assert self.process is not None
        group = self.process.pid
        alive = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]
        return [one for one in alive if _group_of(one) == group]


def _alive(process: subprocess.Popen[bytes] | ForkServerProcess) -> bool:
    return process.poll() is None if isinstance(process, subprocess.Popen) else process.is_alive()


def _wait(process: subprocess.Popen[bytes] | ForkServerProcess) -> None:
    if isinstance(process, subprocess.Popen):
        process.wait()
    else:
        process.join()


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


class Caller:
    """Somebody who asks over one connection; signed in, if they have a cookie."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Sec-Fetch-Site": "same-origin", "Cookie": cookie}

    def ask(self, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """The status and what was said; one of BROKEN where nothing was."""
        if body is None:
            self._line.request("GET", path, headers=self._headers)
        else:
            headers = {**self._headers, "Content-Type": "application/json"}
            self._line.request("POST", path, json.dumps(body).encode(), headers)
        answer = self._line.getresponse()
        text = answer.read().decode()
        said = answer.getheader("Content-Type", "").endswith("json")
        return answer.status, json.loads(text) if said else {"page": text}


def sign_in(port: int, username: str) -> str:
    """The cookie of who signed in."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    typed = urllib.parse.urlencode({"username": username, "password": PASSWORD})
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/sign-in", typed, headers)
    answer = line.getresponse()
    assert answer.status == 303, answer.read()
    jar = SimpleCookie()
    for one in answer.headers.get_all("Set-Cookie", []):
        jar.load(one)
    return "; ".join(f"{name}={one.value}" for name, one in jar.items())
