"""The address of this installation, as codes and slips print it; and the ids that stand in addresses and forms."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, request

from points.foundation import NotFound, paging


def origin() -> str:
    """The address of this installation, as codes and slips print it."""
    return str(current_app.config["BASE_URL"] or request.url_root.rstrip("/"))


def read_id(text: str) -> UUID:
    """The id of a thing as an address or a form names it; what is none names nothing there is."""
    found = paging.read_id_key(text)
    if found is None:
        raise NotFound
    return found
