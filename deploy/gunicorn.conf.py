"""What a serving process does beside serving: it looks every hour whether today's round was run."""

from __future__ import annotations

from typing import Any


def post_worker_init(worker: Any) -> None:
    """Called by gunicorn when a worker has loaded the application; several workers share one round by its key."""
    from points.commands.operation import round_the_clock
    from wsgi import app

    worker.round_the_clock = round_the_clock(app)
    worker.round_the_clock.start()
