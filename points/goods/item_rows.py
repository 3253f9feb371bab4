"""An item as a row, and what a statement about it asks for besides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.prepared import given
from points.goods.models import Picture
from points.goods.policy import default_category, default_glyph


def item_row(community_id: UUID, item_id: UUID, one: Any) -> dict[str, object]:
    """One new item (`items.NewItem`) as a row."""
    return {
        "community_id": community_id,
        "id": item_id,
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "glyph": one.glyph or default_glyph(one.name),
        "unit": one.unit,
        "kind": one.kind,
        "category": one.category or default_category(one.name, one.kind),
        "shelf_days": one.shelf_days,
        "safety_stock": one.safety_stock,
        "limit_count": one.limit_count,
        "limit_window": one.limit_window,
        "reference_fen": one.reference_fen,
        "supply": one.supply,
        "status": "offered",
        "created_at": clock.now(),
    }


def newest_picture(item: sa.SQLColumnExpression[UUID]) -> sa.ScalarSelect[UUID | None]:
    """The picture of the item in a column, if it has one now; the statement gives the `community`."""
    shown = sa.case((Picture.image.is_not(None), Picture.id))
    here = sa.select(shown).where(Picture.community_id == given("community"), Picture.item_id == item)
    return here.order_by(Picture.created_at.desc(), Picture.id.desc()).limit(1).scalar_subquery()
