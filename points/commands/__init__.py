"""The command line, one module a subject."""

from __future__ import annotations

from typing import Any

from flask import Flask

from points.commands import (
    corrections,
    founding,
    imports,
    operation,
    oversight,
    people,
    places,
    restoring,
    settings,
    undoing,
)


def init_app(app: Flask) -> None:
    """Give an application every command but those that start it."""
    for subject in (
        corrections,
        founding,
        imports,
        operation,
        oversight,
        people,
        places,
        restoring,
        settings,
        undoing,
    ):
        subject.init_app(app)


def start_watches(app: Flask) -> list[Any]:
    """Begin what a serving process does beside serving: it remembers the books, looks every hour whether today's round
    was run, and every few seconds whether somebody brought books. Several processes share one round by its key."""
    watches: list[Any] = [
        operation.books_watch(app),
        operation.round_the_clock(app),
        imports.intake_look(app),
    ]
    for one in watches:
        one.start()
    return watches
