"""What a serving process does beside serving: it remembers the books, looks every hour whether today's round was run,
and every few seconds whether somebody brought books."""

from __future__ import annotations

from typing import Any


def post_worker_init(worker: Any) -> None:
    """Called by gunicorn when a worker has loaded the application; several workers share one round by its key."""
    from points.commands.imports import intake_look
    from points.commands.operation import books_watch, round_the_clock
    from wsgi import app

    worker.books_watch = books_watch(app)
    worker.books_watch.start()
    worker.round_the_clock = round_the_clock(app)
    worker.round_the_clock.start()
    worker.intake_look = intake_look(app)
    worker.intake_look.start()
