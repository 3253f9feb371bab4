"""What things cost now and what they will cost, as lists that pages and paper show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import NEVER, clock, db
from points.goods.models import Item, Price
from points.goods.price_rows import begun_by, moment


@dataclass(frozen=True)
class ItemPrices:
    """An item with its price now (None: nobody said yet) and the next that is coming."""

    item_id: UUID
    code: str
    name: str
    name_en: str
    glyph: str
    unit: str
    category: str
    limit_count: int
    limit_window: str
    person_limit_count: int | None
    person_limit_window: str | None
    tenths: int | None
    since: datetime | None
    coming: int | None
    coming_at: datetime | None


def listed(
    community_id: UUID, *, code: str = "", search: str = "", after: str = "", limit: int | None = None
) -> list[ItemPrices]:
    """Items in order of code: one by its code, or those on offer."""
    now, next_one = aliased(Price), aliased(Price)
    query = (
        sa.select(
            Item,
            now.tenths,
            now.effective_on,
            now.effective_at,
            next_one.tenths,
            next_one.effective_on,
            next_one.effective_at,
        )
        .select_from(Item)
        .outerjoin(now, sa.and_(now.community_id == Item.community_id, now.id == _of(coming=False)))
        .outerjoin(
            next_one, sa.and_(next_one.community_id == Item.community_id, next_one.id == _of(coming=True))
        )
        .where(Item.community_id == community_id)
        .order_by(Item.code)
    )
    query = (
        query.where(Item.code == code) if code else query.where(Item.status == "offered", Item.code > after)
    )
    if search:
        part = f"%{search.replace('%', '').replace('_', '')}%"
        query = query.where(sa.or_(Item.name.like(part), Item.code.like(part), Item.name_en.ilike(part)))
    return [_info(row[0], row[1:4], row[4:7]) for row in db.session.execute(query.limit(limit))]


def _of(*, coming: bool) -> sa.ScalarSelect[Any]:
    """The price of an item that is in force, or the first that is not yet."""
    one, at = aliased(Price), moment(None)["at"]
    begun = sa.and_(*begun_by(at, one))
    query = sa.select(one.id).where(
        one.community_id == Item.community_id, one.item_id == Item.id, one.batch_id.is_(None)
    )
    if coming:
        query = query.where(~begun, one.effective_on < NEVER).order_by(
            one.effective_on, one.effective_at, one.id
        )
    else:
        query = query.where(begun).order_by(
            one.effective_on.desc(), one.effective_at.desc().nulls_last(), one.id.desc()
        )
    return query.limit(1).scalar_subquery()


def _info(item: Any, now: Any, coming: Any) -> ItemPrices:
    """Of each price: tenths, day, instant."""

    def begins(day: Any, instant: Any) -> datetime | None:
        return instant or (clock.instant(day) if day else None)

    words = (item.id, item.code, item.name, item.name_en, item.glyph, item.unit, item.category)
    prices = (now[0], begins(*now[1:]), coming[0], begins(*coming[1:]))
    each = (item.person_limit_count, item.person_limit_window)
    return ItemPrices(*words, item.limit_count, item.limit_window, *each, *prices)
