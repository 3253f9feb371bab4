"""Processes of the product that need not load it first: forked from one that has, and that has used none of it yet.

What a command does in a process of its own costs seconds of loading else, at every start of a server twice. That the
product starts by itself is shown in `tests/app/test_server.py` and by the long drills.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from tests.house.files import ROOT

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["pytest", "flask.cli", "gunicorn.app.wsgiapp", "points.app.buffered_worker", "config", __name__]
)


def begin(
    words: Sequence[str],
    env: Mapping[str, str],
    *,
    out: Path,
    err: Path,
    first: Callable[[], object] | None = None,
) -> ForkServerProcess:
    """`python -m` these words, or `python -c`, in a group of its own; what it says is added to these files.

    `first` is done before.
    """
    made = _FORKS.Process(target=_run, args=(list(words), dict(env), out, err, first))
    made.start()
    return made


def run(
    words: Sequence[str],
    env: Mapping[str, str],
    *,
    patience: float = 120,
    first: Callable[[], object] | None = None,
) -> subprocess.CompletedProcess[str]:
    """The same to its end, as `subprocess.run` does it."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        made = begin(words, env, out=out, err=err, first=first)
        made.join(patience)
        if made.exitcode is None:
            os.killpg(int(made.pid or 0), signal.SIGKILL)
            raise TimeoutError(words, out.read_text(), err.read_text())
        return subprocess.CompletedProcess(list(words), made.exitcode, out.read_text(), err.read_text())


def _run(
    words: list[str], env: dict[str, str], out: Path, err: Path, first: Callable[[], object] | None
) -> None:
    os.setsid()
    for stream, path in ((1, out), (2, err)):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(handle, stream)
        os.close(handle)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    if first:
        first()
    if words[-1] == "serve":
        words, env = _became(words)
        os.environ.clear()
        os.environ.update(env)
    _python(words)


def _python(words: list[str]) -> None:
    if words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(words[1], {"__name__": "__main__"})
        return
    sys.argv = list(words)
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def _became(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """What a command becomes that ends with `exec`: the words behind `python -m`, and what is told to it."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)

        def execve(_program: str, command: list[str], environ: Mapping[str, str]) -> None:
            with os.fdopen(writes, "w") as onward:
                json.dump([command[2:], dict(environ)], onward)
            os._exit(0)

        os.execve = execve  # type: ignore[assignment]
        _python(words)
        raise SystemExit(1)
    os.close(writes)
    with os.fdopen(reads) as said:
        found: list[Any] = json.loads(said.read() or "[]")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not found:
        raise SystemExit(status or 1)
    return found[0], found[1]
