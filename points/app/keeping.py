"""Keeps a serving process where no other program does: begins it again where it died, and ends it in good order.

The two are tied by a pipe: when this process is gone, however it ended, the other one reads that, and ends as well.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from points.app.arriving import LAST_WORDS

#: one that lived shorter did not come up; so many of them in turn, and none is begun any more
CAME_UP, TRIES = 10.0, 3


def keep(command: Sequence[str], environ: Mapping[str, str], folder: Path) -> int:
    """Keep it until it ends by itself, or this one is told to end; the exit code."""
    signal.signal(signal.SIGTERM, _ask)
    died, code = 0, 0
    while died < TRIES:
        began = time.monotonic()
        with subprocess.Popen(command, env=dict(environ), cwd=folder, stdin=subprocess.PIPE) as process:  # noqa: S603 - our own server
            code = _wait(process)
        if code == 0:
            return 0
        died = died + 1 if time.monotonic() - began < CAME_UP else 1
    return code


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Until it ends; Ctrl-C and a kind end come here, and go on to it through the pipe."""
    try:
        while True:
            try:
                return process.wait(1.0)  # Windows interrupts no longer wait
            except subprocess.TimeoutExpired:
                continue
    except KeyboardInterrupt:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(LAST_WORDS + CAME_UP)
        return 0


def _ask(*_: object) -> None:
    raise KeyboardInterrupt
