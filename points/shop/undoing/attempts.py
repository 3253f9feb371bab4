"""What was asked about a sale, and what was counted since of what it gave: for who is to decide. It writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import goods
from points.foundation.prepared import given, prepared
from points.shop.models import Redemption, RedemptionLine, Undo
from points.shop.policy import BasketLine
from points.shop.receipts import Receipt
from points.shop.undoing import exchange


@dataclass(frozen=True)
class CountedSince:
    """The latest signed count of an item after it was sold, and by how many pieces the books were wrong then."""

    name: str
    name_en: str
    at: datetime
    difference: int


def of_sale(community_id: UUID, redemption_id: UUID) -> Sequence[Any]:
    """Everything that was asked about a sale, the oldest first: status, reason, asked_by, asked_at, decided_by, decided_at."""
    return _attempts().all(community=community_id, redemption=redemption_id)


def counted_since(community_id: UUID, redemption_id: UUID) -> list[CountedSince]:
    """Items of a sale that were counted after it, and signed for: what comes back then is on no count."""
    sold = _sold().all(community=community_id, redemption=redemption_id)
    if not sold:
        return []
    items = {one.item_id for one in sold}
    counts = goods.stocktakes.signed_since(community_id, sold[0].shop_id, items, sold[0].at)
    latest = {one.item_id: one for one in reversed(counts)}
    names = goods.items.names(community_id, set(latest))
    return [
        CountedSince(names[item][1], names[item][2], one.counted_at, one.difference)
        for item, one in latest.items()
    ]


def taken_instead(found: Receipt) -> list[BasketLine]:
    """What is to be taken instead of what is brought back, as it costs now; refuses what cannot be had any more."""
    return exchange.look(found, found.takes)


@prepared
def _attempts() -> sa.Executable:
    return (
        sa.select(
            Undo.id,
            Undo.status,
            Undo.reason,
            Undo.asked_by,
            Undo.asked_at,
            Undo.decided_by,
            Undo.decided_at,
        )
        .where(Undo.community_id == given("community"), Undo.redemption_id == given("redemption"))
        .order_by(Undo.asked_at, Undo.id)
    )


@prepared
def _sold() -> sa.Executable:
    lines = sa.and_(
        RedemptionLine.community_id == Redemption.community_id, RedemptionLine.redemption_id == Redemption.id
    )
    return (
        sa.select(Redemption.shop_id, Redemption.at, RedemptionLine.item_id)
        .join(RedemptionLine, lines)
        .where(Redemption.community_id == given("community"), Redemption.id == given("redemption"))
    )
