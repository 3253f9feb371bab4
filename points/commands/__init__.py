"""The command line, one module a subject."""

from __future__ import annotations

from flask import Flask

from points.commands import (
    corrections,
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
    for subject in (corrections, imports, operation, oversight, people, places, restoring, settings, undoing):
        subject.init_app(app)
