"""A WSGI application of a few lines, to see a server without the house: it knows no points."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any


def app(environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """`/number`: the process; `/wait`: an answer when somebody writes into the pipe; else how long the body was."""
    path = environ["PATH_INFO"]
    if path == "/number":
        said = str(os.getpid()).encode()
    elif path == "/wait":
        Path(os.environ["BEGUN"]).touch()
        said = Path(os.environ["PIPE"]).read_bytes()
    else:
        said = str(len(environ["wsgi.input"].read())).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]
