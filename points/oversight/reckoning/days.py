"""Reckons the seals of closed days again: each over what its day says and the seal of the day before, none missing between."""

from __future__ import annotations

from uuid import UUID

from points import shop
from points.oversight.findings import SHOWN, Finding

TITLE = ("结的日子没有被改过，也一天不少", "No closed day was altered, and none is missing between two")


def sealed(community_id: UUID) -> Finding:
    """Every closed day as it was signed."""
    read, broken = shop.day_close.unsealed(community_id)
    shown = tuple(f"day={day.isoformat()}" for day in broken[:SHOWN])
    return Finding("days_sealed", "as_recorded", *TITLE, "days", read, len(broken), shown)
