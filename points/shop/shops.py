"""Shops of a community; a counter stands in the shop its machine is enrolled for, else in the one opened first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotFound, add_rows, clock, new_id
from points.foundation.prepared import given, prepared
from points.foundation.settings import decided, decision
from points.foundation.spelling import signs
from points.shop import policy, shop_rows
from points.shop.models import Shop, ShopDay


@dataclass(frozen=True)
class ShopInfo:
    """A shop as pages see it. `exchange` says on which days and hours points are taken today; None: always. `special` are
    the days from today on that are unlike their weekday; for `elders` minutes after each opening old people go first, and
    for `served_after` minutes after each closing those who stand in the queue are still served; `places` numbers are taken
    by phone for each half hour."""

    id: UUID
    number: int
    name: str
    name_en: str
    spot: str
    hours: dict[str, Any]
    exchange: Mapping[str, Any] | None
    special: Mapping[date, policy.SpecialDay]
    elders: int
    served_after: int
    places: int

    @property
    def opening(self) -> policy.Opening | None:
        """Whether points are taken now, until when, or when next; None where no hours are decided."""
        return policy.opening_at(self.exchange, clock.now(), self.special, self.elders)

    @property
    def exchanges_now(self) -> bool:
        """Whether points are taken at this moment, from those in the queue at least."""
        now = clock.shanghai(clock.now())
        return policy.is_exchange_time(self.exchange, now, self.special, self.served_after)

    @property
    def closed_at(self) -> datetime | None:
        """When it closed today, while those who stand in the queue are still served."""
        return policy.closed_at(self.spans_on(clock.today()), clock.now(), self.served_after)

    @property
    def numbers_by_phone(self) -> bool:
        """Whether it gives numbers by phone at all: it does not where no hours are decided, and it is open all day."""
        days = (clock.today() + timedelta(days=ahead) for ahead in range(policy.LOOK_AHEAD))
        return bool(self.places) and any(self.spans_on(day) not in ((), policy.WHOLE_DAY) for day in days)

    def spans_on(self, day: date) -> tuple[policy.Span, ...]:
        """From when to when it exchanges on a day."""
        return policy.spans_on(self.exchange, day, self.special)


def add(
    name: str, *, actor: Actor, name_en: str = "", spot: str = "", hours: dict[str, Any] | None = None
) -> UUID:
    """Enter a new shop; its number in the community stands in voucher codes."""
    shop_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": shop_id,
        "number": shop_rows.next_number(actor.community_id),
        "name": signs.plain(name),
        "name_en": signs.plain(name_en),
        "place_id": None,
        "spot": signs.plain(spot),
        "hours": hours or {},
        "status": "open",
        "created_at": clock.now(),
    }
    add_rows(Shop, [row])
    audit.records.record("shop.opened", actor=actor, subject_kind="shop", subject_id=shop_id)
    return shop_id


def list_all(community_id: UUID) -> list[ShopInfo]:
    """The open shops of a community, by number."""
    return [one for one, _here in _read(community_id, None)]


def get(community_id: UUID, shop_id: UUID) -> ShopInfo:
    """An open shop."""
    found = [one for one in list_all(community_id) if one.id == shop_id]
    if not found:
        raise NotFound
    return found[0]


def of_actor(actor: Actor) -> ShopInfo:
    """The shop whose counter this actor stands at."""
    found = list(_read(actor.community_id, actor.device_id))
    if not found:
        raise NotFound
    return next((one for one, here in found if here), found[0][0])


def get_ever(community_id: UUID, shop_id: UUID) -> ShopInfo:
    """A shop, closed for good or not: its days and shifts stay."""
    found = list(_read(community_id, None, shop_id))
    if not found:
        raise NotFound
    return found[0][0]


def _read(
    community_id: UUID, device_id: UUID | None, shop_id: UUID | None = None
) -> Iterator[tuple[ShopInfo, bool]]:
    """The open shops by number, or one however it stands, and whether the machine stands in it."""
    one = {} if shop_id is None else {"shop": shop_id}
    rows = _shops(bool(one)).all(community=community_id, day=clock.today(), device=device_id, **one)
    for _number, group in groupby(rows, key=lambda row: row.number):
        some = list(group)
        row = some[0]
        special = {
            one.special: policy.SpecialDay(
                one.special, one.kind, tuple((start, end) for start, end in one.special_hours), one.reason
            )
            for one in some
            if one.special is not None
        }
        shop = ShopInfo(
            row.id,
            row.number,
            row.name,
            row.name_en,
            row.spot,
            row.hours,
            decided("exchange_days", row.exchange),
            special,
            decided("elders_first_minutes", row.elders),
            decided("served_after_minutes", row.served_after),
            decided("queue_places", row.places),
        )
        yield shop, row.at is not None and row.at == row.id


@prepared
def _shops(one: bool) -> sa.Executable:
    special = sa.and_(
        ShopDay.community_id == Shop.community_id,
        ShopDay.shop_id == Shop.id,
        ShopDay.day >= given("day"),
        ShopDay.ended_at.is_(None),
    )
    return (
        sa.select(
            Shop.id,
            Shop.number,
            Shop.name,
            Shop.name_en,
            Shop.spot,
            Shop.hours,
            decision(Shop.community_id, "exchange_days").label("exchange"),
            decision(Shop.community_id, "elders_first_minutes").label("elders"),
            decision(Shop.community_id, "served_after_minutes").label("served_after"),
            decision(Shop.community_id, "queue_places").label("places"),
            people.devices.stands_at(Shop.community_id, given("device")).label("at"),
            ShopDay.day.label("special"),
            ShopDay.kind,
            ShopDay.hours.label("special_hours"),
            ShopDay.reason,
        )
        .join_from(Shop, ShopDay, special, isouter=True)
        .where(
            Shop.community_id == given("community"),
            Shop.id == given("shop") if one else Shop.status == "open",
        )
        .order_by(Shop.number, ShopDay.day)
    )
