"""Baskets and the shelf: what items cost, how many of each a purse may still take, what the tiles say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import goods, ledger
from points.foundation import clock, db
from points.shop import policy
from points.shop.models import Redemption, RedemptionLine
from points.shop.policy import BasketLine, merged
from points.shop.refusals import BasketEmpty


@dataclass(frozen=True)
class Offer:
    """An item with what is left for one payer (None: not limited) and whether it is taken often."""

    item: goods.items.ItemInfo
    left: int | None
    frequent: bool


def price(community_id: UUID, items: Sequence[tuple[str, int]]) -> list[BasketLine]:
    """The lines of a basket by item code or barcode, at today's prices."""
    wanted = merged(items)
    if not wanted:
        raise BasketEmpty
    if any(quantity < 1 or quantity > 999 for quantity in wanted.values()):
        raise goods.refusals.QuantityWrong
    found = goods.items.find(community_id, list(wanted))
    pieces: dict[UUID, int] = {}
    cards: dict[UUID, goods.items.ItemInfo] = {}
    for word, quantity in wanted.items():
        if word not in found:
            raise goods.refusals.ItemUnknown(item=word)
        card = found[word]
        cards[card.item_id] = card
        pieces[card.item_id] = pieces.get(card.item_id, 0) + quantity
    return [_line(cards[item_id], quantity) for item_id, quantity in pieces.items()]


def offers(community_id: UUID, account_id: UUID | None = None) -> list[Offer]:
    """Everything on offer, with what this purse may still take of it."""
    today = clock.today()
    items = goods.items.on_offer(community_id, today)
    used: dict[str, int] = {}
    if account_id is not None:
        windows = {
            f"item:{one.code}": policy.period_of(one.limit_window, today) for one in items if one.limit_count
        }
        used = ledger.caps.used(community_id, account_id, windows)
    often = _often(community_id, today)
    return [
        Offer(
            item=one,
            left=max(0, one.limit_count - used.get(f"item:{one.code}", 0)) if one.limit_count else None,
            frequent=one.item_id in often,
        )
        for one in items
    ]


def _often(community_id: UUID, today: date) -> set[UUID]:
    since = today - timedelta(days=365)
    query = (
        sa.select(RedemptionLine.item_id)
        .join(
            Redemption,
            sa.and_(
                Redemption.community_id == RedemptionLine.community_id,
                Redemption.id == RedemptionLine.redemption_id,
            ),
        )
        .where(Redemption.community_id == community_id, Redemption.redeemed_on >= since)
        .group_by(RedemptionLine.item_id)
        .order_by(sa.func.sum(RedemptionLine.quantity).desc(), RedemptionLine.item_id)
        .limit(16)
    )
    return set(db.session.scalars(query))


def _line(card: goods.items.ItemInfo, quantity: int) -> BasketLine:
    return BasketLine(
        item_id=card.item_id,
        code=card.code,
        name=card.name,
        name_en=card.name_en,
        unit=card.unit,
        kind=card.kind,
        quantity=quantity,
        unit_tenths=card.tenths,
        limit_count=card.limit_count,
        limit_window=card.limit_window,
    )
