"""Opens files in a process of its own, with limits of memory and time: a file that breaks its reader breaks nothing else.

One process reads all files of a folder. One that dies or hangs is the fault of the file it was at, and a new one goes
on after it. Where there is `fork`, and no other thread that could hold a lock, the process is a copy of this one: it
starts at once and loads nothing. Elsewhere it is a new interpreter that loads the readers alone.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from points.imports.reading.files.messages import received, refused, sent
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BookBroken, BookRefused, ReaderDied

#: what a reader may take beside what this process has already
MEMORY = 200 * 2**20
CPU_SECONDS = 20
WALL_SECONDS = 60
#: what it may answer for one file
_ANSWER = 256 * 2**20

_PACKAGES = ("points", "points.imports", "points.foundation")
#: packages without their doors, which would load the whole application
_BARE = """
import sys, types
root, count = sys.argv[1], int(sys.argv[2])
for name in sys.argv[3:3 + count]:
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [root + "/" + name.replace(".", "/")]
from points.imports.reading.files import child
child.answer_on_output(sys.argv[3 + count:])
"""

Answer = list[Sheet] | BookRefused


class _Reader(Protocol):
    """A process that reads files and answers for one after the other."""

    answers: IO[bytes]

    def kill(self) -> None: ...

    def end(self) -> None: ...


def read_apart(paths: Sequence[Path]) -> dict[Path, Answer]:
    """What each file holds, or why it cannot be read."""
    found: dict[Path, Answer] = {}
    while left := [path for path in paths if path not in found]:
        reader = _started(left)
        try:
            for path in left:
                answer = _answer(reader)
                found[path] = ReaderDied(file=path.name) if answer is None else answer
                if answer is None:
                    break
        finally:
            reader.end()
    return found


def _answer(reader: _Reader) -> Answer | None:
    """The answer for one file; None from a reader that died, hung, or sent what is no answer."""
    watch = threading.Timer(WALL_SECONDS, reader.kill)
    watch.daemon = True
    watch.start()
    try:
        return received(_lines(reader.answers))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
        return None
    finally:
        watch.cancel()
        watch.join()


def _lines(answers: IO[bytes]) -> Iterator[bytes]:
    left = _ANSWER
    while left > 0 and (line := answers.readline(left)):
        left -= len(line)
        yield line


def _started(paths: Sequence[Path]) -> _Reader:
    can_fork = hasattr(os, "fork") and sys.platform != "darwin"
    return _Copy(paths) if can_fork and threading.active_count() == 1 else _Interpreter(paths)


class _Copy:
    """A copy of this process."""

    def __init__(self, paths: Sequence[Path]) -> None:
        reading, writing = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _read_and_leave(paths, writing)
        os.close(writing)
        self.answers: IO[bytes] = os.fdopen(reading, "rb")

    def kill(self) -> None:
        """End it where it is."""
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)

    def end(self) -> None:
        """End it and leave nothing of it."""
        self.kill()
        self.answers.close()
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)


class _Interpreter:
    """A new interpreter."""

    def __init__(self, paths: Sequence[Path]) -> None:
        root = str(Path(__file__).parents[4])
        words = [sys.executable, "-I", "-c", _BARE, root, str(len(_PACKAGES)), *_PACKAGES]
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, and the names of files as plain words
            [*words, *map(str, paths)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        self.answers: IO[bytes] = self._process.stdout

    def kill(self) -> None:
        """End it where it is."""
        self._process.kill()

    def end(self) -> None:
        """End it and leave nothing of it."""
        self.kill()
        self.answers.close()
        self._process.wait()


def _read_and_leave(paths: Sequence[Path], writing: int) -> None:
    """The whole life of a copy. What this process had open is left alone, and nothing is cleaned up."""
    try:
        gc.freeze()  # what the other process holds is never collected here
        with os.fdopen(writing, "wb") as out:
            _read_all(paths, out)
    finally:
        os._exit(0)


def answer_on_output(names: Iterable[str]) -> None:
    """The whole life of a new interpreter."""
    with os.fdopen(os.dup(1), "wb") as out, open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), 1)
        _read_all([Path(name) for name in names], out)


def _read_all(paths: Sequence[Path], out: IO[bytes]) -> None:
    _limit_memory()
    gc.disable()
    for path in paths:
        _limit_time()
        _read_one(path, out)
        out.flush()
        gc.collect()


def _read_one(path: Path, out: IO[bytes]) -> None:
    from points.imports.reading.files.kinds import read_file

    refusal: BookRefused
    try:
        for line in sent(read_file(path)):
            out.write(line)
        return
    except BookRefused as said:
        refusal = said
    except MemoryError:
        refusal = ReaderDied(file=path.name)
    except Exception:  # a damaged file fails anywhere, in any way
        refusal = BookBroken(file=path.name)
    out.write(refused(refusal))


def _limit_memory() -> None:
    """Allow so much beside what is mapped already; where the system does not tell, its own limits hold."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + MEMORY)
        _lower(resource.RLIMIT_CORE, 0)


def _limit_time() -> None:
    """Allow so much beside what was used for the files before."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + CPU_SECONDS)


def _lower(which: int, limit: int) -> None:
    import resource

    hard = resource.getrlimit(which)[1]
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(which, (soft, hard))
