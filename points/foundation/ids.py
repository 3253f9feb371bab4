"""Keys made by the application, so that a row is known before it is written."""

from __future__ import annotations

from uuid import UUID, uuid5

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A time-ordered UUIDv7."""
    return uuid7()


def derived_id(parent: UUID, name: str) -> UUID:
    """The same id for the same name under one parent, so that fixed rows need no look-up."""
    return uuid5(parent, name)
