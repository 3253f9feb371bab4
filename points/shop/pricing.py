"""What a basket costs, and what limits leave of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from points import goods, ledger
from points.shop import policy
from points.shop.policy import BasketLine, Shown, merged
from points.shop.refusals import BasketEmpty, LimitReached, PersonLimitReached, PinNeeded

#: the limit of what a card pays in a day without its PIN
CARD_ALONE = "card_alone"


def basket(
    community_id: UUID, items: Sequence[tuple[str, int]], *, shop_id: UUID | None = None
) -> tuple[list[BasketLine], list[goods.stock.BatchLeft]]:
    """The lines of a basket by item code, barcode or batch word, at the prices of this moment, a line for each price, and
    the batches of these items on the shelf of a shop, or of all."""
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
            goods.items.refuse_unknown(community_id, word)
        card = found[word]
        cards[card.price_id] = card
        pieces[card.price_id] = pieces.get(card.price_id, 0) + quantity
    lines = [_line(cards[price_id], quantity) for price_id, quantity in pieces.items()]
    return lines, list({batch.id: batch for card in cards.values() for batch in card.batches}.values())


def as_shown(lines: Sequence[BasketLine], shown: Shown | None) -> None:
    """Refuse a basket that costs something else than the screen said, with each difference; never another sum."""
    total = sum(line.tenths for line in lines)
    if shown is None:
        return
    before = [(line, shown.units.get(line.word, line.unit_tenths)) for line in lines]
    changed = [(line, unit) for line, unit in before if unit != line.unit_tenths]
    if changed or total != shown.tenths:
        said = [
            {"name": line.name, "name_en": line.name_en, "shown": unit, "tenths": line.unit_tenths}
            for line, unit in changed
        ]
        raise goods.refusals.PriceChanged(shown=shown.tenths, tenths=total, lines=said)


def limit_charges(
    lines: Sequence[BasketLine], account_id: UUID, person_id: UUID | None, today: date
) -> list[ledger.caps.CapCharge]:
    """The limits a basket uses up, of the household and of the person whose proof was shown, where one was; an item's once
    whatever its pieces cost."""
    pieces = policy.pieces_of(lines)
    goods_of = {line.code: line for line in lines}.values()
    households = [
        ledger.caps.CapCharge(
            policy.rule_of(line.code),
            account_id,
            policy.period_of(line.limit_window, today),
            pieces[line.code],
            line.limit_count,
        )
        for line in goods_of
        if line.limit_window != "none"
    ]
    persons = [
        ledger.caps.CapCharge(
            policy.person_rule_of(line.code),
            person_id,
            policy.period_of(line.person_limit_window, today),
            pieces[line.code],
            line.person_limit_count,
        )
        for line in goods_of
        if person_id and line.person_limit_window and line.person_limit_count
    ]
    return [*households, *persons]


def card_alone(account_id: UUID, today: date, tenths: int, allowed: int) -> ledger.caps.CapCharge:
    """What a card without its PIN uses up of its day."""
    return ledger.caps.CapCharge(CARD_ALONE, account_id, today.isoformat(), tenths, allowed)


def with_limits(
    community_id: UUID, claims: Sequence[ledger.caps.CapCharge], lines: Sequence[BasketLine], today: date
) -> None:
    """Use the limits up; the first that is reached is refused by the item's name, or as the card's own."""
    try:
        ledger.caps.use(community_id, claims)
    except ledger.refusals.CapReached as reached:
        for line in lines:
            if policy.rule_of(line.code) == reached.facts["rule"]:
                raise _limit_reached(line, reached, today) from reached
            if policy.person_rule_of(line.code) == reached.facts["rule"]:
                raise _person_limit_reached(line, reached, today) from reached
        if reached.facts["rule"] == CARD_ALONE:
            allowed, used, wanted = (reached.facts[one] for one in ("allowed", "used", "wanted"))
            raise PinNeeded(allowed=allowed, left=max(0, allowed - used), wanted=wanted) from reached
        raise


def _limit_reached(line: BasketLine, reached: ledger.refusals.CapReached, today: date) -> LimitReached:
    return LimitReached(
        item=line.code,
        name=line.name,
        name_en=line.name_en,
        unit=line.unit,
        allowed=line.limit_count,
        used=reached.facts["used"],
        left=max(0, line.limit_count - reached.facts["used"]),
        wanted=reached.facts["wanted"],
        opens=policy.next_period(line.limit_window, today),
    )


def _person_limit_reached(
    line: BasketLine, reached: ledger.refusals.CapReached, today: date
) -> PersonLimitReached:
    allowed, used = reached.facts["allowed"], reached.facts["used"]
    return PersonLimitReached(
        item=line.code,
        name=line.name,
        name_en=line.name_en,
        unit=line.unit,
        allowed=allowed,
        used=used,
        left=max(0, allowed - used),
        opens=policy.next_period(line.person_limit_window or "", today),
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
        person_limit_count=card.person_limit_count,
        person_limit_window=card.person_limit_window,
        word=card.word,
        shelf=card.batch.id if card.batch else card.item_id,
    )
