"""Baskets and the shelf: what items cost, how many of each a purse may still take, what the tiles say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import goods, ledger
from points.foundation import clock, db
from points.shop.models import Redemption, RedemptionLine
from points.shop.policy import BasketLine, merged, next_window, window_of
from points.shop.refusals import BasketEmpty, LimitReached


@dataclass(frozen=True)
class ShelfItem:
    """An item with what is left for one payer (None: not limited) and whether it is taken often."""

    item: goods.ItemCard
    left: int | None
    frequent: bool


def priced_basket(community_id: UUID, items: Sequence[tuple[str, int]]) -> list[BasketLine]:
    """The lines of a basket by item code or barcode, at today's prices."""
    wanted = merged(items)
    if not wanted:
        raise BasketEmpty
    if any(quantity < 1 or quantity > 999 for quantity in wanted.values()):
        raise goods.QuantityWrong
    found = goods.find_items(community_id, list(wanted))
    pieces: dict[UUID, int] = {}
    cards: dict[UUID, goods.ItemCard] = {}
    for word, quantity in wanted.items():
        if word not in found:
            raise goods.ItemUnknown(item=word)
        card = found[word]
        cards[card.item_id] = card
        pieces[card.item_id] = pieces.get(card.item_id, 0) + quantity
    return [_line(cards[item_id], quantity) for item_id, quantity in pieces.items()]


def limit_claims(lines: Sequence[BasketLine], account_id: UUID, today: date) -> list[ledger.caps.CapCharge]:
    """The limits a basket uses up."""
    return [
        ledger.caps.CapCharge(
            f"item:{line.code}",
            account_id,
            window_of(line.limit_window, today),
            line.quantity,
            line.limit_count,
        )
        for line in lines
        if line.limit_window != "none"
    ]


def with_limits(
    community_id: UUID, claims: Sequence[ledger.caps.CapCharge], lines: Sequence[BasketLine], today: date
) -> None:
    """Use the limits up; the first that is reached is refused by the item's name."""
    try:
        ledger.caps.use(community_id, claims)
    except ledger.refusals.CapReached as reached:
        for line in lines:
            if f"item:{line.code}" == reached.facts["rule"]:
                raise _limit_reached(line, reached, today) from reached
        raise


def shelf(community_id: UUID, account_id: UUID | None = None) -> list[ShelfItem]:
    """Everything on offer, with what this purse may still take of it."""
    today = clock.today()
    items = goods.items_on_offer(community_id, today)
    used: dict[str, int] = {}
    if account_id is not None:
        windows = {f"item:{one.code}": window_of(one.limit_window, today) for one in items if one.limit_count}
        used = ledger.caps.used(community_id, account_id, windows)
    often = _often(community_id, today)
    return [
        ShelfItem(
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


def _line(card: goods.ItemCard, quantity: int) -> BasketLine:
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


def _limit_reached(line: BasketLine, reached: ledger.refusals.CapReached, today: date) -> LimitReached:
    return LimitReached(
        item=line.code,
        name=line.name,
        unit=line.unit,
        allowed=line.limit_count,
        used=reached.facts["used"],
        opens=next_window(line.limit_window, today),
    )
