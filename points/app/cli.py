"""The commands of the roof; the rooms bring their own."""

from __future__ import annotations

from flask import Flask


def add(app: Flask) -> None:
    """Hang every command on the application."""
