"""Stocktakes, their lines, counts and what was signed, as rows; none of it says what the books say."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from points.foundation.prepared import given, given_many, prepared
from points.goods.counting.models import Count, SignedCount, Stocktake, StocktakeLine, StocktakeStep
from points.goods.models import Barcode, Batch, Item

#: stocktakes on the list, newest first
SHOWN = 40
#: what is said of the stocktake itself, of how a line ended, and of each count
HEAD = ("id", "shop_id", "kind", "part", "category", "begun_by", "begun_at")
ENDED = ("count_id", "booked", "difference", "reason", "signed_by", "signed_at")
COUNTED = ("id", "turn", "mend", "quantity", "counted_at", "counted_by")


@prepared
def newest(one: bool) -> sa.Executable:
    own = StocktakeLine.community_id == Stocktake.community_id
    of = sa.and_(own, StocktakeLine.stocktake_id == Stocktake.id)
    total = sa.select(sa.func.count()).where(of).correlate(Stocktake)
    counted = total.where(
        sa.exists().where(Count.community_id == StocktakeLine.community_id, Count.line_id == StocktakeLine.id)
    )
    signed = total.where(
        sa.exists().where(
            SignedCount.community_id == StocktakeLine.community_id, SignedCount.line_id == StocktakeLine.id
        )
    )
    query = sa.select(
        *(getattr(Stocktake, name) for name in HEAD),
        _handed_in(),
        total.scalar_subquery(),
        counted.scalar_subquery(),
        signed.scalar_subquery(),
    ).where(Stocktake.community_id == given("community"))
    if one:
        return query.where(Stocktake.id == given("stocktake"))
    return query.order_by(Stocktake.begun_at.desc(), Stocktake.id.desc()).limit(SHOWN)


def _handed_in() -> sa.ScalarSelect[datetime]:
    return (
        sa.select(sa.func.min(StocktakeStep.at))
        .where(
            StocktakeStep.community_id == Stocktake.community_id,
            StocktakeStep.subject_id == Stocktake.id,
            StocktakeStep.kind == "handed_in",
        )
        .correlate(Stocktake)
        .scalar_subquery()
    )


@prepared
def lines() -> sa.Executable:
    """Every line with its stocktake, its item, how often it was asked for once more and by whom last, what came of it; a
    row a count."""
    item = sa.and_(Item.community_id == StocktakeLine.community_id, Item.id == StocktakeLine.item_id)
    head = sa.and_(
        Stocktake.community_id == StocktakeLine.community_id, Stocktake.id == StocktakeLine.stocktake_id
    )
    ended = sa.and_(
        SignedCount.community_id == StocktakeLine.community_id, SignedCount.line_id == StocktakeLine.id
    )
    count = sa.and_(Count.community_id == StocktakeLine.community_id, Count.line_id == StocktakeLine.id)
    again = sa.and_(
        StocktakeStep.community_id == StocktakeLine.community_id,
        StocktakeStep.stocktake_id == StocktakeLine.stocktake_id,
        StocktakeStep.subject_id == StocktakeLine.id,
        StocktakeStep.kind == "recount",
    )
    asked_by = sa.select(StocktakeStep.by_id).where(again).order_by(StocktakeStep.turn.desc()).limit(1)
    return (
        sa.select(
            StocktakeLine.id.label("line_id"),
            StocktakeLine.item_id,
            Item.code,
            Item.name,
            Item.name_en,
            Item.glyph,
            Item.unit,
            Item.category,
            Item.reference_fen,
            sa.select(sa.func.count()).where(again).correlate(StocktakeLine).scalar_subquery().label("again"),
            asked_by.correlate(StocktakeLine).scalar_subquery().label("asked_by"),
            *(getattr(SignedCount, name).label(f"ended_{name}") for name in ENDED),
            *(getattr(Count, name).label(f"count_{name}") for name in COUNTED),
            *(getattr(Stocktake, name).label(f"head_{name}") for name in HEAD),
            _handed_in().label("handed_in_at"),
        )
        .join_from(StocktakeLine, Item, item)
        .join(Stocktake, head)
        .outerjoin(SignedCount, ended)
        .outerjoin(Count, count)
        .where(
            StocktakeLine.community_id == given("community"), StocktakeLine.stocktake_id == given("stocktake")
        )
        .order_by(Item.code, Count.turn, Count.mend)
    )


@prepared
def barcodes() -> sa.Executable:
    return (
        sa.select(Barcode.item_id, Barcode.barcode)
        .join(
            StocktakeLine,
            sa.and_(
                StocktakeLine.community_id == Barcode.community_id, StocktakeLine.item_id == Barcode.item_id
            ),
        )
        .where(Barcode.community_id == given("community"), StocktakeLine.stocktake_id == given("stocktake"))
        .order_by(Barcode.item_id, Barcode.barcode)
    )


@prepared
def goods() -> sa.Executable:
    return (
        sa.select(Item.id, Item.code, Item.name, Item.name_en, Item.category)
        .where(Item.community_id == given("community"), Item.status == "offered", Item.kind == "goods")
        .order_by(Item.code)
    )


@prepared
def largest() -> sa.Executable:
    return sa.select(sa.func.max(Batch.received)).where(
        Batch.community_id == given("community"), Batch.item_id == given("item")
    )


@prepared
def signed_since() -> sa.Executable:
    here = SignedCount.community_id
    return (
        sa.select(StocktakeLine.item_id, Count.counted_at, SignedCount.difference)
        .select_from(StocktakeLine)
        .join(
            SignedCount, sa.and_(here == StocktakeLine.community_id, SignedCount.line_id == StocktakeLine.id)
        )
        .join(Count, sa.and_(Count.community_id == here, Count.id == SignedCount.count_id))
        .join(
            Stocktake,
            sa.and_(
                Stocktake.community_id == StocktakeLine.community_id,
                Stocktake.id == StocktakeLine.stocktake_id,
            ),
        )
        .where(StocktakeLine.community_id == given("community"), Stocktake.shop_id == given("shop"))
        .where(StocktakeLine.item_id.in_(given_many("items")), Count.counted_at > given("since"))
        .order_by(Count.counted_at.desc(), SignedCount.id)
    )
