"""A price as a row: when it begins stands in it, and nothing ends it but the next."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from points.foundation import clock, new_id


def price_row(
    community_id: UUID,
    item_id: UUID,
    tenths: int,
    effective_on: date,
    *,
    effective_at: datetime | None = None,
    batch_id: UUID | None = None,
) -> dict[str, object]:
    """One price as a row."""
    return {
        "community_id": community_id,
        "id": new_id(),
        "item_id": item_id,
        "tenths": tenths,
        "effective_on": effective_on,
        "effective_at": effective_at,
        "batch_id": batch_id,
        "created_at": clock.now(),
    }
