"""Papers of the stockroom: what came in, what was put right, thrown away, sent to another shop, put together. No decisions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import KEPT, Owned, db, one_of, within
from points.foundation.kept.remembered import remembered

WRITE_OFF_REASONS = ("expired", "broken", "lost", "other")
ASKED = ("asked", "confirmed", "declined", "withdrawn")
EXPECTED = ("open", "came", "withdrawn")


class Photo(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A picture of a paper or of spoilt goods, made anew so that it says nothing but what is seen. Never changed."""

    __tablename__ = "stockroom_photo"
    __table_args__ = (KEPT,)

    jpeg: Mapped[bytes] = mapped_column(sa.LargeBinary)
    taken_by: Mapped[UUID | None]
    created_at: Mapped[datetime]


class DeliveryNote(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One delivery: its paper and who took it in. `part` tells papers of one number apart, and those without one."""

    __tablename__ = "stockroom_delivery"
    __table_args__ = (
        within("source_id", "goods_source"),
        within("photo_id", "stockroom_photo"),
        sa.UniqueConstraint("community_id", "source_id", "number", "part"),
        sa.Index("ix_stockroom_delivery_day", "community_id", "came_on", "id"),
        KEPT,
    )

    shop_id: Mapped[UUID]
    source_id: Mapped[UUID]
    number: Mapped[str]
    part: Mapped[int]
    came_on: Mapped[date]
    sum_fen: Mapped[int | None]
    photo_id: Mapped[UUID | None]
    entered_by: Mapped[UUID | None]
    created_at: Mapped[datetime]


class DeliveryNoteLine(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One line of a delivery as it was taken in, and the batch it became."""

    __tablename__ = "stockroom_delivery_line"
    __table_args__ = (
        within("delivery_id", "stockroom_delivery"),
        within("item_id", "goods_item"),
        within("batch_id", "goods_batch"),
        sa.UniqueConstraint("community_id", "delivery_id", "line"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.Index("ix_stockroom_delivery_line_batch", "community_id", "batch_id"),
        KEPT,
    )

    delivery_id: Mapped[UUID]
    line: Mapped[int]
    item_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    quantity: Mapped[int]
    expires_on: Mapped[date]
    unit_fen: Mapped[int | None]


class Expectation(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Goods somebody is to bring by a day; `came` of the pieces were brought by deliveries that say so. It moves nothing."""

    __tablename__ = "stockroom_expectation"
    __table_args__ = (
        within("item_id", "goods_item"),
        within("source_id", "goods_source"),
        one_of("status", EXPECTED),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("came >= 0 AND came <= quantity", name="pieces"),
        sa.CheckConstraint("(status = 'came') = (came = quantity)", name="whole"),
        sa.Index("ix_stockroom_expectation_due", "community_id", "status", "due_on"),
        remembered(secret=("note", "why")),
    )

    item_id: Mapped[UUID]
    source_id: Mapped[UUID]
    quantity: Mapped[int]
    came: Mapped[int]
    due_on: Mapped[date]
    note: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    noted_by: Mapped[UUID | None]
    noted_at: Mapped[datetime]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    why: Mapped[str | None]


class ExpectedArrival(Owned, db.Model):  # type: ignore[misc, name-defined]
    """So many pieces of a delivery's line are what was expected."""

    __tablename__ = "stockroom_expected_arrival"
    __table_args__ = (
        within("expectation_id", "stockroom_expectation"),
        within("line_id", "stockroom_delivery_line"),
        sa.UniqueConstraint("community_id", "expectation_id", "line_id"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.Index("ix_stockroom_expected_arrival_line", "community_id", "line_id"),
        KEPT,
    )

    expectation_id: Mapped[UUID]
    line_id: Mapped[UUID]
    quantity: Mapped[int]


class ByTwo:
    """What one person asks for and another decides; nothing happens in between."""

    status: Mapped[str] = mapped_column(default="asked")
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decided_as: Mapped[str | None]
    answer: Mapped[str | None]


class Mending(Owned, ByTwo, db.Model):  # type: ignore[misc, name-defined]
    """A line of a delivery put right: so many came, good until that day. One waits at a time; the last confirmed one counts.
    `batch_id` is the batch it stands in from then on."""

    __tablename__ = "stockroom_mending"
    __table_args__ = (
        within("line_id", "stockroom_delivery_line"),
        within("batch_id", "goods_batch"),
        one_of("status", ASKED),
        sa.CheckConstraint("quantity >= 0", name="quantity"),
        sa.Index(
            "uq_stockroom_mending_open",
            "community_id",
            "line_id",
            unique=True,
            sqlite_where=sa.text("status = 'asked'"),
            postgresql_where=sa.text("status = 'asked'"),
        ),
    )

    line_id: Mapped[UUID]
    quantity: Mapped[int]
    expires_on: Mapped[date]
    reason: Mapped[str]
    batch_id: Mapped[UUID | None]


class WriteOff(Owned, ByTwo, db.Model):  # type: ignore[misc, name-defined]
    """Pieces of a batch that are to be given to nobody any more, with a photo or a note."""

    __tablename__ = "stockroom_write_off"
    __table_args__ = (
        within("batch_id", "goods_batch"),
        within("photo_id", "stockroom_photo"),
        one_of("status", ASKED),
        one_of("reason", WRITE_OFF_REASONS),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.Index("ix_stockroom_write_off_day", "community_id", "status", "asked_at"),
    )

    batch_id: Mapped[UUID]
    quantity: Mapped[int]
    reason: Mapped[str]
    note: Mapped[str]
    photo_id: Mapped[UUID | None]


class GoodsTransfer(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Goods on their way from one shop to another: signed out, signed in, or called back."""

    __tablename__ = "stockroom_transfer"
    __table_args__ = (
        one_of("status", ("sent", "arrived", "called_back")),
        sa.CheckConstraint("from_shop_id <> to_shop_id", name="shops"),
        sa.Index("ix_stockroom_transfer_day", "community_id", "status", "sent_at"),
    )

    from_shop_id: Mapped[UUID]
    to_shop_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(default="sent")
    note: Mapped[str]
    sent_by: Mapped[UUID | None]
    sent_at: Mapped[datetime]
    received_by: Mapped[UUID | None]
    received_at: Mapped[datetime | None]
    received_as: Mapped[str | None]
    answer: Mapped[str | None]


class GoodsTransferLine(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Pieces of one batch that go along, how many arrived, and as which batch."""

    __tablename__ = "stockroom_transfer_line"
    __table_args__ = (
        within("transfer_id", "stockroom_transfer"),
        within("batch_id", "goods_batch"),
        within("arrived_batch_id", "goods_batch"),
        sa.UniqueConstraint("community_id", "transfer_id", "batch_id"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("arrived IS NULL OR arrived >= 0", name="arrived"),
    )

    transfer_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    quantity: Mapped[int]
    arrived: Mapped[int | None]
    arrived_batch_id: Mapped[UUID | None]


class Kit(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Kits that were put together at once, as one batch."""

    __tablename__ = "stockroom_kit"
    __table_args__ = (
        within("batch_id", "goods_batch"),
        sa.CheckConstraint("count > 0", name="count"),
        sa.Index("ix_stockroom_kit_batch", "community_id", "batch_id"),
        KEPT,
    )

    batch_id: Mapped[UUID]
    count: Mapped[int]
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]


class KitPart(Owned, db.Model):  # type: ignore[misc, name-defined]
    """So many pieces of a batch in each of these kits."""

    __tablename__ = "stockroom_kit_part"
    __table_args__ = (
        within("kit_id", "stockroom_kit"),
        within("batch_id", "goods_batch"),
        sa.UniqueConstraint("community_id", "kit_id", "batch_id"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        KEPT,
    )

    kit_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    quantity: Mapped[int]
