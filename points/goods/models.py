"""The book of things: items, barcodes, prices with dates, sources, batches, stock moves. No decisions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import KEPT, Owned, db, one_of, within
from points.foundation.kept.remembered import remembered

ITEM_KINDS = ("goods", "service")
LIMIT_WINDOWS = ("none", "month", "quarter", "year")
PERSON_WINDOWS = ("day", "month", "quarter", "year")
MOVE_KINDS = (
    "delivery",
    "redemption",
    "return",
    "write_off",
    "correction",
    "transfer_out",
    "transfer_in",
    "kit_out",
    "kit_in",
    "opening",
    "old_out",
    "taken_back",
)
PROPOSAL_STATES = ("open", "decided", "declined", "withdrawn", "stopped")
SOURCE_KINDS = ("donor", "partner", "purchase")


class Item(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Something that can be had for points: goods on the shelf, or a service without stock."""

    __tablename__ = "goods_item"
    __table_args__ = (
        sa.UniqueConstraint("community_id", "code"),
        one_of("kind", ITEM_KINDS),
        one_of("status", ("offered", "withdrawn")),
        one_of("limit_window", LIMIT_WINDOWS),
        sa.CheckConstraint("limit_count > 0 OR limit_window = 'none'", name="limit_count"),
        sa.CheckConstraint("person_limit_count > 0", name="person_limit_count"),
        one_of("person_limit_window", PERSON_WINDOWS),
        remembered(loose=("name", "name_en", "glyph")),
    )

    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    glyph: Mapped[str]
    unit: Mapped[str]
    kind: Mapped[str] = mapped_column(default="goods")
    category: Mapped[str] = mapped_column(default="")
    shelf_days: Mapped[int | None]
    safety_stock: Mapped[int] = mapped_column(default=0)
    limit_count: Mapped[int] = mapped_column(default=0)
    limit_window: Mapped[str] = mapped_column(default="none")
    #: how many one person takes in a while, beside what the household may; both or neither
    person_limit_count: Mapped[int | None]
    person_limit_window: Mapped[str | None]
    reference_fen: Mapped[int] = mapped_column(default=0)
    supply: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="offered")
    #: what several pieces come in (a box), and how many
    package: Mapped[str | None]
    package_pieces: Mapped[int | None]
    #: everybody is to get some of it before anybody gets much
    fair_shelf: Mapped[bool | None]
    created_at: Mapped[datetime]


class Picture(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A picture of an item as it was put there; the newest one counts, and one without an image means the glyph again."""

    __tablename__ = "goods_picture"
    __table_args__ = (
        within("item_id", "goods_item"),
        sa.Index("ix_goods_picture_item", "community_id", "item_id"),
        KEPT,
    )

    item_id: Mapped[UUID]
    image: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime]


class Barcode(db.Model):  # type: ignore[misc, name-defined]
    """A barcode of an item; one item may have several, one barcode means one item."""

    __tablename__ = "goods_barcode"
    __table_args__ = (within("item_id", "goods_item"),)

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    barcode: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]


class Price(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What an item costs in tenths of a point from a day on, or from a moment of that day; with a batch, what pieces of
    this batch alone cost. Of two that begin together the later one counts."""

    __tablename__ = "goods_price"
    __table_args__ = (
        within("item_id", "goods_item"),
        within("batch_id", "goods_batch"),
        sa.Index("ix_goods_price_item", "community_id", "item_id", "effective_on"),
        sa.Index(
            "ix_goods_price_batch",
            "community_id",
            "batch_id",
            sqlite_where=sa.text("batch_id IS NOT NULL"),
            postgresql_where=sa.text("batch_id IS NOT NULL"),
        ),
        sa.CheckConstraint("tenths > 0", name="tenths"),
        remembered(),
    )

    item_id: Mapped[UUID]
    tenths: Mapped[int]
    effective_on: Mapped[date]
    effective_at: Mapped[datetime | None]
    batch_id: Mapped[UUID | None]
    created_at: Mapped[datetime]


class PriceProposal(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A price somebody wishes for, from a moment on (none: as soon as it is approved): of an item, or of a batch of it, one
    is open at a time. `price_id` is what it became; nobody closed it where it was only shown. Accounts by their plain ids."""

    __tablename__ = "goods_price_proposal"
    __table_args__ = (
        within("item_id", "goods_item"),
        within("batch_id", "goods_batch"),
        within("price_id", "goods_price"),
        one_of("status", PROPOSAL_STATES),
        sa.CheckConstraint("tenths > 0", name="tenths"),
        sa.CheckConstraint("(status IN ('decided', 'stopped')) = (price_id IS NOT NULL)", name="price"),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed"),
        sa.CheckConstraint("status = 'withdrawn' OR closed_by <> proposed_by", name="two_people"),
        *(
            sa.Index(
                f"uq_goods_price_proposal_{name}",
                "community_id",
                f"{name}_id",
                unique=True,
                sqlite_where=sa.text(where),
                postgresql_where=sa.text(where),
            )
            for name, where in (
                ("item", "status = 'open' AND batch_id IS NULL"),
                ("batch", "status = 'open' AND batch_id IS NOT NULL"),
            )
        ),
        sa.Index("ix_goods_price_proposal_item", "community_id", "item_id", "created_at"),
        sa.Index("ix_goods_price_proposal_price", "community_id", "price_id"),
    )

    item_id: Mapped[UUID]
    batch_id: Mapped[UUID | None]
    tenths: Mapped[int]
    wished_at: Mapped[datetime | None]
    reason: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    proposed_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    price_id: Mapped[UUID | None]


class Source(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Who goods come from: a donor, a helping unit, or a purchase."""

    __tablename__ = "goods_source"
    __table_args__ = (sa.UniqueConstraint("community_id", "name"), one_of("kind", SOURCE_KINDS))

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="donor")
    created_at: Mapped[datetime]


class Batch(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What came in together: one item, one source, one last day ("never" is 9999-12-31), in one shop. A batch without
    a shop is from before there was one, and stands in every shop. `wish` is for whom its donor gave it, in words."""

    __tablename__ = "goods_batch"
    __table_args__ = (
        within("item_id", "goods_item"),
        within("source_id", "goods_source"),
        sa.UniqueConstraint("community_id", "number"),
        sa.CheckConstraint("received > 0", name="received"),
        sa.CheckConstraint("on_hand >= 0", name="on_hand"),
        sa.Index("ix_goods_batch_shelf", "community_id", "item_id", "expires_on"),
        # what is left, by when it expires, whatever it is
        sa.Index(
            "ix_goods_batch_left",
            "community_id",
            "expires_on",
            "id",
            sqlite_where=sa.text("on_hand > 0"),
            postgresql_where=sa.text("on_hand > 0"),
        ),
    )

    number: Mapped[str]
    item_id: Mapped[UUID]
    source_id: Mapped[UUID | None]
    shop_id: Mapped[UUID | None]
    received: Mapped[int]
    on_hand: Mapped[int]
    received_on: Mapped[date]
    expires_on: Mapped[date]
    origin: Mapped[str] = mapped_column(default="entered")
    wish: Mapped[str] = mapped_column(default="", server_default="")
    wish_until: Mapped[date | None]
    created_at: Mapped[datetime]


class StockMove(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One movement of one batch: plus onto the shelf, minus off it. Only ever added to."""

    __tablename__ = "goods_stock_move"
    __table_args__ = (
        within("batch_id", "goods_batch"),
        within("item_id", "goods_item"),
        one_of("kind", MOVE_KINDS),
        sa.CheckConstraint("quantity <> 0", name="quantity"),
        sa.CheckConstraint(
            "(kind = 'redemption' AND quantity < 0) OR (kind IN ('return', 'delivery') AND quantity > 0)"
            " OR kind IN ('correction', 'taken_back') OR (kind = 'write_off' AND quantity < 0)"
            " OR (kind IN ('transfer_out', 'kit_out') AND quantity < 0)"
            " OR (kind IN ('transfer_in', 'kit_in') AND quantity > 0)"
            " OR (kind = 'opening' AND quantity > 0) OR (kind = 'old_out' AND quantity < 0)",
            name="direction",
        ),
        sa.Index("ix_goods_stock_move_batch", "community_id", "batch_id"),
        # what went lately of one thing
        sa.Index("ix_goods_stock_move_item", "community_id", "item_id", "moved_on"),
        sa.Index("ix_goods_stock_move_subject", "community_id", "subject_id"),
        sa.Index("ix_goods_stock_move_at", "community_id", "at"),
        KEPT,
    )

    batch_id: Mapped[UUID]
    item_id: Mapped[UUID]
    kind: Mapped[str]
    quantity: Mapped[int]
    subject_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    moved_on: Mapped[date]
    at: Mapped[datetime]


class OldOut(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Pieces that left the shelf otherwise than by a redemption, as an old book has it, for the reason it gives."""

    __tablename__ = "goods_old_out"
    __table_args__ = (
        within("item_id", "goods_item"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        KEPT,
    )

    item_id: Mapped[UUID]
    quantity: Mapped[int]
    reason: Mapped[str]
    moved_on: Mapped[date]
