"""A price as a row: when it begins stands in it, and nothing ends it but the next. Which one is in force is asked here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import clock, new_id
from points.foundation.prepared import given
from points.goods.models import Batch, Item, Price

_other, _of_batch = aliased(Price), aliased(Price)


def price_row(
    community_id: UUID,
    item_id: UUID,
    tenths: int,
    effective_on: date,
    *,
    effective_at: datetime | None = None,
    batch_id: UUID | None = None,
) -> dict[str, object]:
    """One price as a row."""
    return {
        "community_id": community_id,
        "id": new_id(),
        "item_id": item_id,
        "tenths": tenths,
        "effective_on": effective_on,
        "effective_at": effective_at,
        "batch_id": batch_id,
        "created_at": clock.now(),
    }


def moment(on: date | None) -> dict[str, Any]:
    """This day at this moment; another day at its end."""
    if on is None:
        return {"on": clock.certain_day(), "at": clock.now()}
    return {"on": on, "at": clock.instant(on + timedelta(days=1))}


def begun_by(at: datetime, price: Any = Price) -> tuple[sa.ColumnElement[bool], ...]:
    """That a price has begun by an instant."""
    return price.effective_on <= clock.shanghai(at).date(), sa.or_(
        price.effective_at.is_(None), price.effective_at <= at
    )


def in_force() -> sa.ColumnElement[bool]:
    """The price of an item at a moment: the last that began, where two began together the one that was entered last."""
    newest = _newest(_other).where(_other.item_id == Item.id, _other.batch_id.is_(None)).scalar_subquery()
    return sa.and_(Price.community_id == Item.community_id, Price.id == newest)


def own_price() -> sa.ScalarSelect[Any]:
    """The id of the price that pieces of a batch alone have at a moment, likewise; none where they cost what the item does."""
    return _newest(_of_batch, Batch.community_id).where(_of_batch.batch_id == Batch.id).scalar_subquery()


def _newest(price: Any, community: Any = Item.community_id) -> sa.Select[Any]:
    return (
        sa.select(price.id)
        .where(
            price.community_id == community,
            price.effective_on <= given("on"),
            sa.or_(price.effective_at.is_(None), price.effective_at <= given("at")),
        )
        .order_by(price.effective_on.desc(), price.effective_at.desc().nulls_last(), price.id.desc())
        .limit(1)
    )
