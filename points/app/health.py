"""Says whether the database answers and its migrations are current, for whoever watches the server."""

from __future__ import annotations

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from points.foundation import migrating
from points.web import auth


def init_app(app: Flask) -> None:
    """Add the address."""
    app.add_url_rule("/healthz", "healthz", healthz)


@auth.audience("everyone")
def healthz() -> ResponseReturnValue:
    """200 when all is well, 503 when not; it names parts, never people."""
    found = migrating.health()
    answer = jsonify(ok=found.well, database=found.database, migrations=found.migrations)
    return answer, 200 if found.well else 503
