"""Says whether this process reads the books and whether it is ready for work, for whoever watches the server."""

from __future__ import annotations

from dataclasses import asdict

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from points.foundation import clock, migrating
from points.web import auth


def init_app(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@auth.audience("everyone")
def healthz() -> ResponseReturnValue:
    """200 while this process reads the books, else 503: a reason to start it again. It names parts, never people."""
    found = migrating.health()
    return jsonify(ok=found.database, **asdict(found)), 200 if found.database else 503


@auth.audience("everyone")
def readyz() -> ResponseReturnValue:
    """200 when all is well; 503 where it cannot write or the shape of the books is another: send nobody here. Also where
    the clock is doubted, with the reason: sales go on, and somebody must look."""
    found, doubt = migrating.health(), clock.doubted()
    well = found.well and not doubt
    why = {"clock": doubt} if doubt else {}
    return jsonify(ok=well, **asdict(found), **why), 200 if well else 503
