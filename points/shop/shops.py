"""Shops of a community; the first one opened is where its counters stand unless a device says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, add_rows, clock, db, new_id
from points.shop.models import Shop


@dataclass(frozen=True)
class ShopCard:
    """A shop as pages see it."""

    id: UUID
    number: int
    name: str
    name_en: str
    spot: str
    hours: dict[str, Any]


def open_shop(
    name: str, *, actor: Actor, name_en: str = "", spot: str = "", hours: dict[str, Any] | None = None
) -> UUID:
    """Enter a new shop; its number in the community stands in voucher codes."""
    newest = db.session.scalar(
        sa.select(sa.func.max(Shop.number)).where(Shop.community_id == actor.community_id)
    )
    shop_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": shop_id,
        "number": (newest or 0) + 1,
        "name": name,
        "name_en": name_en,
        "place_id": None,
        "spot": spot,
        "hours": hours or {},
        "status": "open",
        "created_at": clock.now(),
    }
    add_rows(Shop, [row])
    audit.record("shop.opened", actor=actor, subject_kind="shop", subject_id=shop_id)
    return shop_id


def shops(community_id: UUID) -> list[ShopCard]:
    """The open shops of a community, by number."""
    query = (
        sa.select(Shop).where(Shop.community_id == community_id, Shop.status == "open").order_by(Shop.number)
    )
    return [_card(shop) for shop in db.session.scalars(query)]


def shop_of(actor: Actor) -> ShopCard:
    """The shop whose counter this actor stands at."""
    found = shops(actor.community_id)
    if not found:
        raise NotFound
    return found[0]


def find_shop(community_id: UUID, shop_id: UUID) -> ShopCard | None:
    """One shop by id."""
    shop = db.session.get(Shop, (community_id, shop_id))
    return None if shop is None else _card(shop)


def _card(shop: Shop) -> ShopCard:
    return ShopCard(shop.id, shop.number, shop.name, shop.name_en, shop.spot, shop.hours)
