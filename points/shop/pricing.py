"""What a basket costs, and what limits leave of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from points import goods, ledger
from points.shop import policy
from points.shop.policy import BasketLine, merged
from points.shop.refusals import BasketEmpty, LimitReached


def basket(
    community_id: UUID, items: Sequence[tuple[str, int]], *, shop_id: UUID | None = None
) -> tuple[list[BasketLine], list[goods.stock.BatchLeft]]:
    """The lines of a basket by item code or barcode, at the prices of this moment, and the batches of these items on the
    shelf of a shop, or of all."""
    wanted = merged(items)
    if not wanted:
        raise BasketEmpty
    if any(quantity < 1 or quantity > 999 for quantity in wanted.values()):
        raise goods.refusals.QuantityWrong
    found = goods.items.find(community_id, list(wanted), shop_id=shop_id)
    pieces: dict[UUID, int] = {}
    cards: dict[UUID, goods.items.ItemInfo] = {}
    for word, quantity in wanted.items():
        if word not in found:
            raise goods.refusals.ItemUnknown(item=word)
        card = found[word]
        cards[card.item_id] = card
        pieces[card.item_id] = pieces.get(card.item_id, 0) + quantity
    lines = [_line(cards[item_id], quantity) for item_id, quantity in pieces.items()]
    return lines, [batch for card in cards.values() for batch in card.batches]


def limit_charges(lines: Sequence[BasketLine], account_id: UUID, today: date) -> list[ledger.caps.CapCharge]:
    """The limits a basket uses up."""
    return [
        ledger.caps.CapCharge(
            f"item:{line.code}",
            account_id,
            policy.period_of(line.limit_window, today),
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


def _limit_reached(line: BasketLine, reached: ledger.refusals.CapReached, today: date) -> LimitReached:
    return LimitReached(
        item=line.code,
        name=line.name,
        unit=line.unit,
        allowed=line.limit_count,
        used=reached.facts["used"],
        opens=policy.next_period(line.limit_window, today),
    )


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
        price_id=card.price_id,
        limit_count=card.limit_count,
        limit_window=card.limit_window,
    )
