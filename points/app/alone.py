"""A serving process by itself, for systems that gunicorn does not know: threads, and nobody beside it but who started it.

`server.py` starts it, begins it again where it dies, and ends it by closing what it reads from.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

from points.app import arriving, server

#: Windows looks at 512 at a time, the sockets that listen and wake among them
CONNECTIONS = 480
_log = logging.getLogger("points.server")


def serve(wsgi: Any, *, quiet: int = arriving.QUIET) -> None:
    """Answer on HOST and PORT until told to end, then finish what has come in."""
    ends = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if which := getattr(signal, name, None):
            signal.signal(which, lambda *_: ends.set())
    threading.Thread(target=_watch, args=(ends,), name="keeper", daemon=True).start()
    with server.listening() as listener:
        reception = arriving.Reception(
            wsgi,
            [listener],
            threads=server.THREADS_ALONE,
            quiet=quiet,
            connections=CONNECTIONS,
            use_poll=False,
        )
        while not ends.is_set():
            reception.dismiss(time.monotonic())
            reception.turn(1.0)
        reception.finish(arriving.LAST_WORDS, lambda: None)


def _watch(ends: threading.Event) -> None:
    """Until whoever started this closes what we read from, or is gone."""
    try:
        while os.read(0, 1):
            pass
    except OSError:
        _log.exception("nobody can say when to end")
    ends.set()
