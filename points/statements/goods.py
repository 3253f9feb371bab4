"""What the points of one purse buy: the shelf in the order of what its people take. It moves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from points import goods, people, shop
from points.foundation import Actor, NotFound, wording


@dataclass(frozen=True)
class Good:
    """One thing on the shelf, for one purse. `stock` is None for a service; `still` what the limit leaves, None without one;
    `person_limit` and `person_still` are the same for the reader alone.

    `gap` is what is missing to its price; `blocked` says why it cannot be had at all: limit, person (the reader's own) or
    stock. `near` is the last day of pieces that end soon and have a price of their own; `coming` what it will cost, from
    when on.
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
    near: date | None = None
    coming: int | None = None
    coming_at: datetime | None = None
    person_limit: int | None = None
    person_window: str = ""
    person_still: int | None = None

    @property
    def in_reach(self) -> bool:
        """Whether it can be had now."""
        return not self.gap and not self.blocked


def of_purse(actor: Actor, language: str, *, spendable: int, glance: bool = False) -> list[Good]:
    """The whole shelf as this purse meets it, of which `spendable` is what it has: in reach first, of those what the
    purse takes most, then what the community does; what is out of reach by how far. At a `glance` there is neither the
    near-expiry shelf nor what prices are coming."""
    account_id = people.purses.account_of(actor)
    offers = shop.catalogue.offers(actor.community_id, account_id, person_id=actor.person_id, near=not glance)
    wanted = shop.catalogue.wanted(actor.community_id, account_id)
    coming = {} if glance else goods.prices.coming(actor.community_id)

    def place(one: shop.catalogue.Offer) -> tuple[bool, bool, int, int, int, str]:
        good, (own, every) = _good(one, spendable, language), wanted.get(one.item.item_id, (0, 0))
        return (good.gap > 0, good.blocked is not None, good.gap, -own, -every, good.item)

    return [_announced(_good(one, spendable, language), one, coming) for one in sorted(offers, key=place)]


def _announced(good: Good, offer: shop.catalogue.Offer, coming: Mapping[UUID, tuple[int, datetime]]) -> Good:
    if offer.item.batch:
        return replace(good, near=offer.item.batch.expires_on)
    tenths, at = coming.get(offer.item.item_id, (None, None))
    return replace(good, coming=tenths, coming_at=at)


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
    elif one.person_left == 0:
        blocked = "person"
    elif item.kind == "goods" and item.on_hand == 0:
        blocked = "stock"
    return Good(
        item=item.word,
        character=item.glyph,
        name=wording.named(item, language),
        category=item.category,
        tenths=item.tenths,
        unit=item.unit if language == "zh" else "",
        stock=item.on_hand if item.kind == "goods" else None,
        limit=item.limit_count if item.limit_window != "none" else None,
        limit_window=item.limit_window,
        still=one.left,
        person_limit=item.person_limit_count,
        person_window=item.person_limit_window or "",
        person_still=one.person_left,
        gap=max(0, item.tenths - spendable),
        blocked=blocked,
    )
