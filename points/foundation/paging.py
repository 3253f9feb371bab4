"""Where a page of a list ends, as an address can carry it: opaque, exact, and harmless when somebody alters it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def make_key(at: datetime, row_id: UUID) -> str:
    """The instant and the id of the last row, for lists ordered by both."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1):x}_{row_id.hex}"


def read_key(text: str | None) -> tuple[datetime, UUID] | None:
    """The same read again; None for the first page, and for what nobody gave out."""
    at, _, row_id = (text or "").partition("_")
    try:
        return _EPOCH + timedelta(microseconds=int(at, 16)), UUID(row_id)
    except (ValueError, OverflowError):
        return None


def make_id_key(row_id: UUID) -> str:
    """The id alone, for lists ordered by what has no place in an address, such as a name."""
    return row_id.hex


def read_id_key(text: str | None) -> UUID | None:
    """The same read again, or None."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
