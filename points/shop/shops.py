"""Shops of a community; the first one opened is where its counters stand unless a device says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, add_rows, clock, db, new_id
from points.foundation.prepared import given, prepared
from points.foundation.settings import decided, decision
from points.foundation.spelling import signs
from points.shop import policy
from points.shop.models import Shop


@dataclass(frozen=True)
class ShopInfo:
    """A shop as pages see it. `exchange` says on which days and hours points are taken today; None: always."""

    id: UUID
    number: int
    name: str
    name_en: str
    spot: str
    hours: dict[str, Any]
    exchange: Mapping[str, Any] | None = None

    @property
    def opening(self) -> policy.Opening | None:
        """Whether points are taken now, until when, or when next; None where no hours are decided."""
        return policy.opening_at(self.exchange, clock.now())


def add(
    name: str, *, actor: Actor, name_en: str = "", spot: str = "", hours: dict[str, Any] | None = None
) -> UUID:
    """Enter a new shop; its number in the community stands in voucher codes."""
    name, name_en, spot = signs.plain(name), signs.plain(name_en), signs.plain(spot)
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
    audit.records.record("shop.opened", actor=actor, subject_kind="shop", subject_id=shop_id)
    return shop_id


def list_all(community_id: UUID) -> list[ShopInfo]:
    """The open shops of a community, by number."""
    rows = _open().all(community=community_id, day=clock.today())
    return [
        ShopInfo(
            row.id,
            row.number,
            row.name,
            row.name_en,
            row.spot,
            row.hours,
            decided("exchange_days", row.exchange),
        )
        for row in rows
    ]


def of_actor(actor: Actor) -> ShopInfo:
    """The shop whose counter this actor stands at."""
    found = list_all(actor.community_id)
    if not found:
        raise NotFound
    return found[0]


@prepared
def _open() -> sa.Executable:
    return (
        sa.select(
            Shop.id,
            Shop.number,
            Shop.name,
            Shop.name_en,
            Shop.spot,
            Shop.hours,
            decision(Shop.community_id, "exchange_days").label("exchange"),
        )
        .where(Shop.community_id == given("community"), Shop.status == "open")
        .order_by(Shop.number)
    )
