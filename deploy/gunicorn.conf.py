"""What a serving process of gunicorn does beside serving."""

from __future__ import annotations

from typing import Any


def post_worker_init(worker: Any) -> None:
    """Called by gunicorn when a worker has loaded the application."""
    from points import commands
    from wsgi import app

    worker.watches = commands.start_watches(app)
