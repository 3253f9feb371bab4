"""Stocktakes: what is to be counted, each count with its moment, what was signed. Only ever added to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import KEPT, Owned, db, one_of, within

STOCKTAKE_KINDS = ("opening", "yearly", "running")
STOCKTAKE_PARTS = ("all", "category", "items")
COUNT_REASONS = ("broken", "expired", "gave_more", "gave_less", "lost")


class Stocktake(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A count of what stands in a shop: all of it, one kind of goods, or chosen goods. Only ever added to, as all of it."""

    __tablename__ = "goods_stocktake"
    __table_args__ = (
        one_of("kind", STOCKTAKE_KINDS),
        one_of("part", STOCKTAKE_PARTS),
        sa.Index("ix_goods_stocktake_begun", "community_id", "begun_at"),
        KEPT,
    )

    shop_id: Mapped[UUID]
    kind: Mapped[str]
    part: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    begun_by: Mapped[UUID | None]
    begun_at: Mapped[datetime]


class StocktakeLine(Owned, db.Model):  # type: ignore[misc, name-defined]
    """An item that a stocktake counts; what corrects its stock has this line as its subject."""

    __tablename__ = "goods_stocktake_line"
    __table_args__ = (
        within("stocktake_id", "goods_stocktake"),
        within("item_id", "goods_item"),
        sa.UniqueConstraint("community_id", "stocktake_id", "item_id"),
        KEPT,
    )

    stocktake_id: Mapped[UUID]
    item_id: Mapped[UUID]


class StocktakeStep(Owned, db.Model):  # type: ignore[misc, name-defined]
    """That a stocktake was handed in, or that a line is to be counted once more; the subject is the one or the other."""

    __tablename__ = "goods_stocktake_step"
    __table_args__ = (
        within("stocktake_id", "goods_stocktake"),
        one_of("kind", ("handed_in", "recount")),
        sa.UniqueConstraint("community_id", "subject_id", "kind", "turn"),
        sa.Index("ix_goods_stocktake_step_of", "community_id", "stocktake_id"),
        KEPT,
    )

    stocktake_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    kind: Mapped[str]
    turn: Mapped[int]
    by_id: Mapped[UUID | None]
    at: Mapped[datetime]


class Count(Owned, db.Model):  # type: ignore[misc, name-defined]
    """So many pieces, at a moment, counted by one person: the first count of a line, or the so manieth after it. Whoever
    counted mends it by a later one."""

    __tablename__ = "goods_count"
    __table_args__ = (
        within("line_id", "goods_stocktake_line"),
        sa.UniqueConstraint("community_id", "line_id", "turn", "mend"),
        sa.CheckConstraint("quantity >= 0", name="quantity"),
        KEPT,
    )

    line_id: Mapped[UUID]
    turn: Mapped[int]
    mend: Mapped[int]
    quantity: Mapped[int]
    counted_at: Mapped[datetime]
    #: what the books had of it in the shop at that moment; of counts before it was kept it is reckoned by the clock
    stood: Mapped[int | None]
    counted_by: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class SignedCount(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What came of a line: which count holds, what the books said at its moment, and by how much the stock was corrected."""

    __tablename__ = "goods_signed_count"
    __table_args__ = (
        within("line_id", "goods_stocktake_line"),
        within("count_id", "goods_count"),
        sa.UniqueConstraint("community_id", "line_id"),
        one_of("reason", ("", *COUNT_REASONS)),
        sa.CheckConstraint("(reason = '') = (difference = 0)", name="reasoned"),
        KEPT,
    )

    line_id: Mapped[UUID]
    count_id: Mapped[UUID]
    booked: Mapped[int]
    difference: Mapped[int]
    reason: Mapped[str]
    signed_as: Mapped[str]
    signed_by: Mapped[UUID | None]
    signed_at: Mapped[datetime]
