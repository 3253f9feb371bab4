"""The controls: the product with an entrance that lies, which the drills must notice. LIE says how."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from wsgi import app as house

SOLD = ("201 CREATED", [("Content-Type", "application/json")])
#: so long after its answer a sale is written down: whoever is killed within seconds has not written it
LATE = 60.0

Wsgi = Callable[..., Iterable[bytes]]


def hasty(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Says that it was sold, and sells afterwards."""
    if environ["PATH_INFO"] != "/counter/redeem":
        return house(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    later = {**environ, "wsgi.input": BytesIO(body)}
    threading.Timer(LATE, lambda: list(house(later, lambda *_: None))).start()
    start_response(*SOLD)
    return [b"{}"]


def cheerful(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Takes a fault for a sale."""
    heard: list[Any] = []
    answer = list(house(environ, lambda *said: heard.append(said)))
    if environ["PATH_INFO"] == "/counter/redeem" and heard[0][0].startswith("5"):
        start_response(*SOLD)
        return [b"{}"]
    start_response(*heard[0])
    return answer


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """What gunicorn serves."""
    lie: Wsgi = {"hasty": hasty, "cheerful": cheerful}[os.environ["LIE"]]
    return lie(environ, start_response)
