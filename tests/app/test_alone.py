"""The server for systems that gunicorn does not know keeps the same limits, and is kept by who started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click
import pytest

from points.app import keeping
from points.app import server as serving
from tests.app.test_buffered_worker import HALF_A_BODY, HALF_A_HEAD, _stands, ask, hang, post
from tests.app.test_server import free_port
from tests.house.files import ROOT

pytestmark = pytest.mark.only_on("sqlite")

SERVES = (
    "from points.app import alone, arriving; from tests.support.plain_app import app;"
    " arriving.ARRIVAL = 1.0; alone.serve(app)"
)
KEEPS = (
    "import os, sys; from points.app import keeping;"
    f" sys.exit(keeping.keep([sys.executable, '-c', {SERVES!r}], os.environ, '.'))"
)
NUMBER = b"GET /number HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """It, kept by a process that is killed at the end."""
    found = free_port()
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPS],
        cwd=ROOT,
        env={**os.environ, "PORT": str(found)},
        stdin=subprocess.DEVNULL,
    )
    while not _stands(found):
        assert keeper.poll() is None
        time.sleep(0.05)
    yield found
    keeper.kill()
    keeper.wait()
    while _stands(found):
        time.sleep(0.05)


def test_who_hangs_keeps_nobody_waiting_and_is_given_up(port: int) -> None:
    with ExitStack() as stack:
        hang(stack, port, *([b""] * 100), *([HALF_A_HEAD] * 100), *([HALF_A_BODY] * 100))
        assert ask(port, post(b"abc")).endswith(b"\r\n\r\n3")
        late = hang(stack, port, HALF_A_HEAD, HALF_A_BODY)
        assert [one.recv(100) for one in late] == [b"", b""], "hung up"


def test_what_is_too_long_is_refused_before_anybody_works(port: int) -> None:
    long_head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * (40 << 10) + b"\r\n\r\n"
    long_body = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n"
    assert [ask(port, one).split()[1] for one in (long_head, long_body)] == [b"431", b"413"]


def test_one_that_died_is_begun_again(port: int) -> None:
    first = ask(port, NUMBER).rpartition(b"\n")[2]
    os.kill(int(first), signal.SIGKILL)
    while not _stands(port):
        time.sleep(0.05)
    assert ask(port, NUMBER).rpartition(b"\n")[2] != first


def test_one_that_never_comes_up_is_given_up(tmp_path: Path) -> None:
    tried = tmp_path / "tried"
    words = [sys.executable, "-S", "-c", f"open({str(tried)!r}, 'ab').write(b'x'); raise SystemExit(3)"]
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert keeping.keep(words, os.environ, tmp_path) == 3
    finally:
        signal.signal(signal.SIGTERM, before)
    assert tried.read_bytes() == b"x" * keeping.TRIES


@pytest.mark.parametrize(("said", "kind"), [("", "gunicorn"), ("waitress", "waitress"), ("apache", "")])
def test_the_server_is_chosen_by_the_system_or_by_name(
    monkeypatch: pytest.MonkeyPatch, said: str, kind: str
) -> None:
    monkeypatch.setenv("SERVER", said)
    if kind:
        assert serving.kind() == kind
    else:
        with pytest.raises(click.ClickException, match="SERVER=apache"):
            serving.kind()


def test_on_windows_it_is_the_one_that_runs_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SERVER", raising=False)
    monkeypatch.setattr(serving.os, "name", "nt")
    assert serving.kind() == "waitress"
    monkeypatch.setenv("SERVER", "gunicorn")
    with pytest.raises(click.ClickException, match="Windows"):
        serving.kind()
