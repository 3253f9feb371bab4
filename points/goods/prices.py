"""Prices with the day they begin; the newest that has begun counts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from points.foundation import add_rows
from points.goods.models import Price
from points.goods.price_rows import price_row


def set_from(community_id: UUID, item_id: UUID, tenths: int, *, effective_on: date) -> None:
    """A new price from a day on; the old one stays for the days before."""
    add_rows(Price, [price_row(community_id, item_id, tenths, effective_on)])
