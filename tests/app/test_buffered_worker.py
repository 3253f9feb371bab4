"""Who is slow, silent or too long costs a connection and no thread; what has come in is finished."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.app.test_server import free_port
from tests.house.files import ROOT

pytestmark = pytest.mark.only_on("sqlite")

BUFFERED, THREADS = "points.app.buffered_worker.BufferedWorker", "gthread"
HALF_A_HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nX-"
HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab"
#: seconds; an answer here takes a thousandth of it
SOON = 5


@contextmanager
def server(worker: str, folder: Path, *, begin: str = "") -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """gunicorn with one process of two threads; `begin` is run in it before it serves."""
    port, config = free_port(), folder / "gunicorn.conf.py"
    config.write_text(f"def post_worker_init(worker):\n    {begin or 'pass'}\n")
    words = f"--config={config} --bind=127.0.0.1:{port} --worker-class={worker} --threads=2 --keep-alive=60 --graceful-timeout=5"
    os.mkfifo(folder / "pipe")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--no-control-socket",
            *words.split(),
            "tests.support.plain_app:app",
        ],
        cwd=ROOT,
        env={**os.environ, "PIPE": str(folder / "pipe"), "BEGUN": str(folder / "begun")},
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _stands(port):
            assert process.poll() is None
            time.sleep(0.05)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _stands(port: int) -> bool:
    try:
        return bool(ask(port, b"GET /number HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    except OSError:
        return False


def ask(port: int, request: bytes, *, patience: float = SOON) -> bytes:
    """What is answered on a connection of its own, until it is whole; a TimeoutError where nobody has time."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.sendall(request)
        return answer(connection)


def answer(connection: socket.socket) -> bytes:
    """One answer, head and body; nothing where the other end hung up."""
    said = b""
    while part := connection.recv(1 << 16):
        said += part
        head, found, body = said.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"), 0
        )
        if found and len(body) >= length:
            break
    return said


def hang(stack: ExitStack, port: int, *said: bytes) -> list[socket.socket]:
    """Connections that say this much and no more."""
    made = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30)) for _ in said]
    for one, words in zip(made, said, strict=True):
        one.sendall(words)
    return made


def post(body: bytes) -> bytes:
    """A request with this body."""
    return b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server that gives up what has not arrived after a second."""
    begin = "from points.app import arriving; arriving.ARRIVAL = 1.0"
    with server(BUFFERED, tmp_path_factory.mktemp("server"), begin=begin) as (port, _):
        yield port


def test_three_hundred_that_hang_keep_nobody_waiting(port: int) -> None:
    with ExitStack() as stack:
        hang(stack, port, *([b""] * 100), *([HALF_A_HEAD] * 100), *([HALF_A_BODY] * 100))
        assert ask(port, post(b"abc")).endswith(b"\r\n\r\n3")


def test_a_server_of_threads_alone_is_held_by_as_many_halves_as_it_has_threads(tmp_path: Path) -> None:
    """The control: what hangs does hold a server that reads in its threads."""
    with server(THREADS, tmp_path) as (port, _), ExitStack() as stack:
        hang(stack, port, HALF_A_BODY, HALF_A_HEAD, HALF_A_BODY, HALF_A_HEAD)
        with pytest.raises(TimeoutError):
            ask(port, post(b"abc"), patience=2)


def test_a_request_that_does_not_arrive_is_given_up(port: int) -> None:
    with ExitStack() as stack:
        late = hang(stack, port, HALF_A_HEAD, HALF_A_BODY)
        silent = hang(stack, port, b"")
        assert [one.recv(100) for one in late] == [b"", b""], "hung up"
        silent[0].sendall(post(b"ab"))
        assert answer(silent[0]).endswith(b"2"), "who had said nothing yet is not late"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * (40 << 10) + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n", b"413"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
    ids=["head", "body", "nonsense"],
)
def test_what_is_too_long_or_no_request_is_refused_before_anybody_works(
    port: int, said: bytes, status: bytes
) -> None:
    assert ask(port, said).split()[1] == status
    assert ask(port, post(b"a" * (1 << 20))).endswith(b"1048576")


def test_a_process_that_is_killed_is_replaced(port: int) -> None:
    number = b"GET /number HTTP/1.1\r\nHost: localhost\r\n\r\n"
    first = ask(port, number).rpartition(b"\n")[2]
    os.kill(int(first), signal.SIGKILL)
    # the listening socket is gunicorn's: who comes in between is answered by the next one
    assert ask(port, number, patience=60).rpartition(b"\n")[2] != first


def test_who_is_served_when_it_ends_gets_their_answer(tmp_path: Path) -> None:
    with server(BUFFERED, tmp_path) as (port, process), ExitStack() as stack:
        waiting = hang(stack, port, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")[0]
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        while _stands(port):
            time.sleep(0.05)
        threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(b"done",)).start()
        assert answer(waiting).endswith(b"done")
        assert process.wait(timeout=30) == 0


def test_books_may_be_larger_and_slower_of_four_at_a_time(port: int) -> None:
    head = b"POST /desk/intakes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n"
    with ExitStack() as stack:
        arriving = hang(stack, port, *([head] * 4))
        late = hang(stack, port, HALF_A_BODY)
        assert [one.recv(100) for one in late] == [b""], "what is no book is hung up"
        assert b" 413 " in ask(port, head), "a fifth waits for another time"
        arriving[0].sendall(b"a" * 5_000_000)
        assert answer(arriving[0]).endswith(b"5000000")
        assert ask(port, head + b"a" * 5_000_000).endswith(b"5000000")
