"""The address of this installation, as codes and slips print it."""

from __future__ import annotations

from flask import current_app, request


def origin() -> str:
    """The address of this installation, as codes and slips print it."""
    return str(current_app.config["BASE_URL"] or request.url_root.rstrip("/"))
