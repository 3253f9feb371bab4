"""Has files opened in a process of its own (`child.py`): a file that breaks its reader breaks nothing else.

A file at which the reader dies, hangs, or answers nonsense is refused, and the others are read. The process stays for
the next folder, because to start it takes longer than to read a small book; it ends with this process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from points.imports.reading.files.messages import END, received
from points.imports.reading.files.naming import name_of
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BookRefused, ReaderDied

#: the most that may be answered for one file, in bytes
_ANSWER = 256 * 2**20

_PACKAGES = ("points", "points.imports", "points.foundation")
#: packages without their doors, which would load the whole application
_BARE = """
import sys, types
root = sys.argv[1]
for name in sys.argv[2:]:
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [root + "/" + name.replace(".", "/")]
from points.imports.reading.files import child
child.serve()
"""

#: names of files mean the same there as here; -I leaves out what the environment says of it
_UTF8 = ["-X", "utf8"] if sys.flags.utf8_mode else []

Answer = list[Sheet] | BookRefused


@dataclass(frozen=True)
class Allowance:
    """What may be taken for one file; memory in bytes, beside what the reader has already."""

    memory: int = 200 * 2**20
    cpu_seconds: int = 20
    wall_seconds: float = 60


def read_apart(paths: Sequence[Path], allowed: Allowance | None = None) -> dict[Path, Answer]:
    """What each file holds, or why it cannot be read."""
    found: dict[Path, Answer] = {}
    while left := [path for path in paths if path not in found]:
        with _taken() as opener:
            for path, answer in zip(left, opener.answers(left, allowed or Allowance()), strict=False):
                found[path] = ReaderDied(file=name_of(path)) if answer is None else answer
    return found


class _Opener:
    """A process that opens files, in a group of its own with the copies it makes of itself."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, and a program that stands here
            [sys.executable, *_UTF8, "-I", "-c", _BARE, str(Path(__file__).parents[4]), *_PACKAGES],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._lines = self._process.stdin, self._process.stdout
        self._said_all = True

    def can_be_asked(self) -> bool:
        """Whether it lives, has said all it was asked, and stays clean because it reads in copies of itself."""
        return self._said_all and hasattr(os, "fork") and self._process.poll() is None

    def answers(self, paths: Sequence[Path], allowed: Allowance) -> list[Answer | None]:
        """The answer for one file after the other; None, and none further, where its reader died."""
        names = [str(path.absolute()) for path in paths]
        self._said_all = False
        self._requests.write(json.dumps([names, allowed.memory, allowed.cpu_seconds]).encode() + b"\n")
        self._requests.flush()
        found: list[Answer | None] = []
        while len(found) < len(paths) and None not in found:
            with self._watched(allowed.wall_seconds):
                found.append(self._answer())
        with self._watched(allowed.wall_seconds):
            for _ in self._said():
                pass
        return found

    def _answer(self) -> Answer | None:
        try:
            return received(self._said())
        except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
            return None

    def _said(self) -> Iterator[bytes]:
        left = _ANSWER
        while left > 0 and not self._said_all and (line := self._lines.readline(left)):
            left -= len(line)
            self._said_all = line == END
            if not self._said_all:
                yield line

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        watch = threading.Timer(seconds, self._kill)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def end(self) -> None:
        """End it and leave nothing of it."""
        if self._process.poll() is None:
            self._kill()
        self._requests.close()
        self._lines.close()
        self._process.wait()


#: those that wait for the next folder; a copy of this process has none of them
_idle: list[_Opener] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)


@contextmanager
def _taken() -> Iterator[_Opener]:
    """An opener for one folder, of several that may be read at once."""
    opener = _idle.pop() if _idle else _Opener()
    if not opener.can_be_asked():
        opener.end()
        opener = _Opener()
    try:
        yield opener
    finally:
        if opener.can_be_asked():
            _idle.append(opener)
        else:
            opener.end()
