"""What the points of one purse buy: the shelf in the order of what its people take. It moves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from points import people, shop
from points.foundation import Actor, NotFound, wording


@dataclass(frozen=True)
class Good:
    """One thing on the shelf, for one purse. `stock` is None for a service; `still` what the limit leaves, None without one.

    `gap` is what is missing to its price; `blocked` says why it cannot be had at all: limit or stock.
    """

    item: str
    character: str
    name: str
    category: str
    tenths: int
    unit: str
    stock: int | None
    limit: int | None
    limit_window: str
    still: int | None
    gap: int
    blocked: str | None

    @property
    def in_reach(self) -> bool:
        """Whether it can be had now."""
        return not self.gap and not self.blocked


def of_purse(actor: Actor, language: str, *, spendable: int) -> list[Good]:
    """The whole shelf as this purse meets it, of which `spendable` is what it has: in reach first, of those what the
    purse takes most, then what the community does; what is out of reach by how far."""
    account_id = people.purses.account_of(actor)
    offers = shop.catalogue.offers(actor.community_id, account_id)
    wanted = shop.catalogue.wanted(actor.community_id, account_id)

    def place(one: shop.catalogue.Offer) -> tuple[bool, bool, int, int, int, str]:
        good, (own, every) = _good(one, spendable, language), wanted.get(one.item.item_id, (0, 0))
        return (good.gap > 0, good.blocked is not None, good.gap, -own, -every, good.item)

    return [_good(one, spendable, language) for one in sorted(offers, key=place)]


def one(item: str, shelf: Sequence[Good]) -> Good:
    """One thing on it."""
    found = next((good for good in shelf if good.item == item), None)
    if found is None:
        raise NotFound
    return found


def _good(one: shop.catalogue.Offer, spendable: int, language: str) -> Good:
    item = one.item
    blocked = None
    if one.left == 0:
        blocked = "limit"
    elif item.kind == "goods" and item.on_hand == 0:
        blocked = "stock"
    return Good(
        item=item.code,
        character=item.glyph,
        name=wording.named(item, language),
        category=item.category,
        tenths=item.tenths,
        unit=item.unit if language == "zh" else "",
        stock=item.on_hand if item.kind == "goods" else None,
        limit=item.limit_count if item.limit_window != "none" else None,
        limit_window=item.limit_window,
        still=one.left,
        gap=max(0, item.tenths - spendable),
        blocked=blocked,
    )
