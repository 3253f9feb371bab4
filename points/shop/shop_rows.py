"""A shop as it stands in its table, and who holds what of it until their transaction ends."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.foundation.models import Community
from points.shop.models import Shop


def next_number(community_id: UUID) -> int:
    """The number of the next shop; no number is ever another shop's."""
    newest = db.session.scalar(sa.select(sa.func.max(Shop.number)).where(Shop.community_id == community_id))
    return (newest or 0) + 1


def hold_names(community_id: UUID) -> None:
    """Hold the names and numbers of a community's shops: of two who ask for one, the second looks when the first is done."""
    query = sa.select(Community.id).where(Community.id == community_id)
    db.session.execute(query.with_for_update(key_share=True))


def hold(community_id: UUID, shop_id: UUID, *, shared: bool = False) -> str | None:
    """Hold a shop; how it stands then. `shared` is for who brings something in, which many may do at once."""
    query = sa.select(Shop.status).where(Shop.community_id == community_id, Shop.id == shop_id)
    found: str | None = db.session.scalar(query.with_for_update(read=shared))
    return found
