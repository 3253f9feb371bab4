"""Writes one line for each request and each fault; no names, no addresses as typed, no cookies."""

from __future__ import annotations

import logging
import sys
import time
import traceback

from flask import Flask, Response, g, request

_access = logging.getLogger("points.access")
_faults = logging.getLogger("points.fault")


def init_app(app: Flask) -> None:
    """Log each request by the pattern of its address: the address itself may carry a card's token."""
    if not app.config.get("TESTING"):
        _open(logging.getLogger("points"))
    # Flask's own line would hold the exception's words
    app.log_exception = _nothing  # type: ignore[method-assign, assignment]
    app.before_request(_start)
    app.after_request(_line)


def fault(error: BaseException, number: str) -> str:
    """Write where a fault happened under a number that a person can quote; the number comes back.

    The exception's own words may hold what somebody typed, so only its kind and its place are kept.
    """
    origin = getattr(error, "original_exception", None) or error
    places = "".join(traceback.format_tb(origin.__traceback__))
    state = getattr(getattr(origin, "orig", None), "sqlstate", "")
    _faults.error("%s %s %s %s\n%s", number, _pattern(), type(origin).__name__, state or "", places)
    return number


def full_disk() -> None:
    """Write for whoever runs the machine what people are told in a sentence."""
    _faults.error("%s the disk does not take what is written", _pattern())


def _open(log: logging.Logger) -> None:
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _nothing(*_: object) -> None:
    """`fault` has written what may be kept."""


def _start() -> None:
    g.started = time.monotonic()


def _line(answer: Response) -> Response:
    spent = time.monotonic() - g.get("started", time.monotonic())
    _access.info("%s %s %d %d ms", request.method, _pattern(), answer.status_code, round(spent * 1000))
    return answer


def _pattern() -> str:
    return request.url_rule.rule if request.url_rule else "(no such address)"
