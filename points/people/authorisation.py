"""Refuses whoever may not: the question every use case of this room begins with. It knows no place of the tree."""

from __future__ import annotations

from points.foundation import Actor, NotAllowed
from points.people import permissions


def need(actor: Actor, *what: str) -> None:
    """Refuse whoever may do none of this."""
    if not permissions.may(actor, *what):
        raise NotAllowed
