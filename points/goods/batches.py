"""Batches as pages show them: what they are of, whose they were, what is left, until when; it changes none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NEVER, NotFound, clock, db
from points.foundation.prepared import given, prepared
from points.goods.models import Batch, Item, Source
from points.goods.stock_rows import stands_in


@dataclass(frozen=True)
class StandingBatch:
    """One batch, with the words of its item and its source."""

    batch_id: UUID
    number: str
    item_id: UUID
    code: str
    name: str
    name_en: str
    unit: str
    shop_id: UUID | None
    source: str
    source_id: UUID | None
    received: int
    on_hand: int
    received_on: date
    expires_on: date
    wish: str
    wish_until: date | None

    @property
    def expired(self) -> bool:
        """Whether its last day is over."""
        return self.expires_on < clock.today()

    @property
    def days(self) -> int | None:
        """How many days are left of it; None where it never expires."""
        return None if self.expires_on == NEVER else (self.expires_on - clock.today()).days

    @property
    def wished(self) -> str:
        """For whom it is, as long as that was asked for."""
        return self.wish if self.wish_until is None or self.wish_until >= clock.today() else ""


def get(community_id: UUID, batch_id: UUID) -> StandingBatch:
    """One batch."""
    return get_all(community_id, [batch_id])[batch_id]


def get_all(community_id: UUID, batches: Collection[UUID]) -> dict[UUID, StandingBatch]:
    """These batches by id; one that is not there is refused."""
    rows = db.session.execute(_select(community_id).where(Batch.id.in_(list(batches))))
    found = {row.id: _info(row) for row in rows}
    if set(batches) - set(found):
        raise NotFound
    return found


def left_in(
    community_id: UUID, shop_id: UUID | None = None, *, first: date = date.min, last: date = NEVER, most: int
) -> list[StandingBatch]:
    """What has pieces left in a shop, or in all, and expires between two days; the first to expire first."""
    query = (
        _select(community_id)
        .where(Batch.on_hand > 0, Batch.expires_on.between(first, last))
        .where(stands_in(sa.literal(shop_id, sa.Uuid())))
        .order_by(Batch.expires_on, Batch.received_on, Batch.number)
        .limit(most)
    )
    return [_info(row) for row in db.session.execute(query)]


def list_wished(community_id: UUID, *, shop_id: UUID | None = None) -> list[StandingBatch]:
    """What stands in a shop, or in all, may be given out today, and was given with a wish that still holds."""
    rows = _wished().all(community=community_id, shop=shop_id, on=clock.today())
    return [_info(row) for row in rows]


def left_counts(community_id: UUID, spans: Mapping[str, tuple[date, date]]) -> dict[str, int]:
    """By name of a span of days, how many batches with pieces left expire in it; one statement for all."""
    within = [sa.case((Batch.expires_on.between(*span), 1), else_=0) for span in spans.values()]
    query = sa.select(*(sa.func.coalesce(sa.func.sum(one), 0) for one in within)).where(
        Batch.community_id == community_id, Batch.on_hand > 0
    )
    return dict(zip(spans, map(int, db.session.execute(query).one()), strict=True))


def lock(community_id: UUID, batches: Collection[UUID]) -> dict[UUID, StandingBatch]:
    """These batches as they are now, and until the transaction ends."""
    query = sa.select(Batch.id).where(Batch.community_id == community_id, Batch.id.in_(list(batches)))
    db.session.execute(query.order_by(Batch.id).with_for_update()).all()
    return get_all(community_id, batches)


def free_numbers(community_id: UUID, wanted: Sequence[str]) -> list[str]:
    """Numbers that no batch has yet, each the wanted one, or that with -2, -3 … behind it."""
    query = sa.select(Batch.number).where(Batch.community_id == community_id)
    like = sa.or_(*(Batch.number.startswith(one, autoescape=True) for one in set(wanted)))
    taken = set(db.session.scalars(query.where(like))) if wanted else set()
    free = []
    for one in wanted:
        number, count = one, 1
        while number in taken:
            count += 1
            number = f"{one}-{count}"
        taken.add(number)
        free.append(number)
    return free


@prepared
def _wished() -> sa.Executable:
    holds = sa.or_(Batch.wish_until.is_(None), Batch.wish_until >= given("on"))
    return (
        _select(given("community"))
        .where(Batch.on_hand > 0, Batch.expires_on >= given("on"), Batch.wish != "", holds)
        .where(stands_in(given("shop", Batch.shop_id)))
        .order_by(Batch.expires_on, Batch.received_on, Batch.number)
    )


def _select(community_id: UUID | sa.ColumnElement[UUID]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Batch.id,
            Batch.number,
            Batch.item_id,
            Item.code,
            Item.name,
            Item.name_en,
            Item.unit,
            Batch.shop_id,
            Source.name.label("source"),
            Batch.source_id,
            Batch.received,
            Batch.on_hand,
            Batch.received_on,
            Batch.expires_on,
            Batch.wish,
            Batch.wish_until,
        )
        .join_from(Batch, Item, sa.and_(Item.community_id == Batch.community_id, Item.id == Batch.item_id))
        .outerjoin(Source, sa.and_(Source.community_id == Batch.community_id, Source.id == Batch.source_id))
        .where(Batch.community_id == community_id)
    )


def _info(row: Any) -> StandingBatch:
    id_, number, item_id, code, name, name_en, unit, shop_id, source, *rest = row
    return StandingBatch(id_, number, item_id, code, name, name_en, unit, shop_id, source or "", *rest)
