"""Prices with the day or the moment they begin; the last that has begun counts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from points.foundation import add_rows, clock
from points.goods.models import Price
from points.goods.price_rows import price_row


def set_from(community_id: UUID, item_id: UUID, tenths: int, *, effective_on: date) -> UUID:
    """A new price from a day on; the old one stays for the days before."""
    return _add(price_row(community_id, item_id, tenths, effective_on))


def set_at(
    community_id: UUID, item_id: UUID, tenths: int, *, at: datetime, batch_id: UUID | None = None
) -> UUID:
    """A new price from an instant on, of the item or of one batch of it; the old one stays for what came before."""
    day = clock.shanghai(at).date()
    return _add(price_row(community_id, item_id, tenths, day, effective_at=at, batch_id=batch_id))


def _add(row: dict[str, object]) -> UUID:
    add_rows(Price, [row])
    return row["id"]  # type: ignore[return-value]
