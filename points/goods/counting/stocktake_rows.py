"""Stocktakes, their lines, counts and what was signed, as rows; none of it says what the books say."""

from __future__ import annotations

import sqlalchemy as sa

from points.foundation.prepared import given, given_many, prepared
from points.goods.counting.models import Count, SignedCount, Stocktake, StocktakeLine, StocktakeStep
from points.goods.models import Barcode, Batch, Item

#: stocktakes on the list, newest first
SHOWN = 40


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
    handed = sa.select(sa.func.min(StocktakeStep.at)).where(
        StocktakeStep.community_id == Stocktake.community_id,
        StocktakeStep.subject_id == Stocktake.id,
        StocktakeStep.kind == "handed_in",
    )
    query = sa.select(
        Stocktake.id,
        Stocktake.shop_id,
        Stocktake.kind,
        Stocktake.part,
        Stocktake.category,
        Stocktake.begun_by,
        Stocktake.begun_at,
        handed.scalar_subquery(),
        total.scalar_subquery(),
        counted.scalar_subquery(),
        signed.scalar_subquery(),
    ).where(Stocktake.community_id == given("community"))
    if one:
        return query.where(Stocktake.id == given("stocktake"))
    return query.order_by(Stocktake.begun_at.desc(), Stocktake.id.desc()).limit(SHOWN)


@prepared
def lines() -> sa.Executable:
    return (
        sa.select(
            StocktakeLine.id,
            StocktakeLine.item_id,
            Item.code,
            Item.name,
            Item.name_en,
            Item.glyph,
            Item.unit,
            Item.category,
            Item.reference_fen,
            SignedCount.id.label("signed"),
        )
        .join_from(
            StocktakeLine,
            Item,
            sa.and_(Item.community_id == StocktakeLine.community_id, Item.id == StocktakeLine.item_id),
        )
        .outerjoin(
            SignedCount,
            sa.and_(
                SignedCount.community_id == StocktakeLine.community_id,
                SignedCount.line_id == StocktakeLine.id,
            ),
        )
        .where(
            StocktakeLine.community_id == given("community"), StocktakeLine.stocktake_id == given("stocktake")
        )
        .order_by(Item.code)
    )


@prepared
def counts() -> sa.Executable:
    return (
        sa.select(
            Count.line_id,
            Count.id,
            Count.turn,
            Count.mend,
            Count.quantity,
            Count.counted_at,
            Count.counted_by,
        )
        .join(
            StocktakeLine,
            sa.and_(StocktakeLine.community_id == Count.community_id, StocktakeLine.id == Count.line_id),
        )
        .where(Count.community_id == given("community"), StocktakeLine.stocktake_id == given("stocktake"))
        .order_by(Count.line_id, Count.turn, Count.mend)
    )


@prepared
def recounts() -> sa.Executable:
    return (
        sa.select(StocktakeStep.subject_id, StocktakeStep.turn, StocktakeStep.by_id)
        .where(
            StocktakeStep.community_id == given("community"),
            StocktakeStep.stocktake_id == given("stocktake"),
            StocktakeStep.kind == "recount",
        )
        .order_by(StocktakeStep.subject_id, StocktakeStep.turn)
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
def signed() -> sa.Executable:
    return sa.select(
        SignedCount.line_id,
        SignedCount.count_id,
        SignedCount.booked,
        SignedCount.difference,
        SignedCount.reason,
        SignedCount.signed_by,
        SignedCount.signed_at,
    ).where(SignedCount.community_id == given("community"), SignedCount.line_id.in_(given_many("lines")))


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
