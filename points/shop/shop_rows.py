"""A shop as it stands in its table."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.shop.models import Shop


def next_number(community_id: UUID) -> int:
    """The number of the next shop; no number is ever another shop's."""
    newest = db.session.scalar(sa.select(sa.func.max(Shop.number)).where(Shop.community_id == community_id))
    return (newest or 0) + 1
