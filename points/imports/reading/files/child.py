"""What runs apart: a process that holds nothing but the readers, and opens files that may break it.

Where there is `fork` it reads nothing itself: for each request it makes a copy of itself with limits of memory and time,
waits for its end, and is as clean as before. Elsewhere it reads itself, and is ended after one request (`opener.py`).
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from points.imports.reading.files.kinds import load_readers, read_file
from points.imports.reading.files.messages import END, refused, sent
from points.imports.reading.files.naming import name_of
from points.imports.refusals import BookBroken, BookRefused, ReaderDied

CAN_COPY = hasattr(os, "fork")


def serve() -> None:
    """Answer every request that comes in, until nobody is left who asks."""
    if CAN_COPY:
        load_readers()
    with os.fdopen(os.dup(1), "wb") as out, open(os.devnull, "wb") as nothing, os.fdopen(0, "rb") as requests:
        os.dup2(nothing.fileno(), 1)
        for line in requests:
            names, memory, cpu_seconds = json.loads(line)
            _answer([Path(name) for name in names], memory, cpu_seconds, out)
            out.write(b"\n" + END)
            out.flush()


def _answer(paths: Sequence[Path], memory: int, cpu_seconds: int, out: IO[bytes]) -> None:
    copy = os.fork() if CAN_COPY else 0
    if copy:
        os.waitpid(copy, 0)
        return
    try:
        gc.freeze()
        _read_all(paths, memory, cpu_seconds, out)
    finally:
        if CAN_COPY:
            os._exit(0)


def _read_all(paths: Sequence[Path], memory: int, cpu_seconds: int, out: IO[bytes]) -> None:
    _limit_memory(memory)
    gc.disable()
    for path in paths:
        _limit_time(cpu_seconds)
        _read_one(path, out)
        out.flush()
        gc.collect()


def _read_one(path: Path, out: IO[bytes]) -> None:
    refusal: BookRefused
    try:
        for line in sent(read_file(path)):
            out.write(line)
        return
    except BookRefused as said:
        refusal = said
    except MemoryError:
        refusal = ReaderDied(file=name_of(path))
    except Exception:  # a damaged file fails anywhere, in any way
        refusal = BookBroken(file=name_of(path))
    out.write(refused(refusal))


def _limit_memory(memory: int) -> None:
    """Allow so much beside what is mapped already; where the system does not tell, its own limits hold."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + memory)
        _lower(resource.RLIMIT_CORE, 0)


def _limit_time(cpu_seconds: int) -> None:
    """Allow so much beside what was used for the files before."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + cpu_seconds)


def _lower(which: int, limit: int) -> None:
    import resource

    hard = resource.getrlimit(which)[1]
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(which, (soft, hard))
