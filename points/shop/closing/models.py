"""Who had a counter from when to when, and the days that were closed. No decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of, within


class Shift(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A clerk at a counter, from taking over to handing over with what was counted; too great a difference waits for a second."""

    __tablename__ = "shop_shift"
    __table_args__ = (
        within("shop_id", "shop_shop"),
        within("clerk_id", "people_account"),
        one_of("status", ("open", "waiting", "closed")),
        sa.CheckConstraint("second_id <> clerk_id", name="two_people"),
        sa.Index("ix_shop_shift_opened", "community_id", "shop_id", "opened_at"),
        sa.Index(
            "uq_shop_shift_open",
            "community_id",
            "clerk_id",
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        ),
    )

    shop_id: Mapped[UUID]
    clerk_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(default="open")
    opened_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]]
    second_id: Mapped[UUID | None]
    second_at: Mapped[datetime | None]


class DayClose(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A day of a shop as it was added up, from where the one before ended; `previous` is the seal of that one."""

    __tablename__ = "shop_day_close"
    __table_args__ = (
        within("shop_id", "shop_shop"),
        sa.UniqueConstraint("community_id", "shop_id", "day"),
        one_of("status", ("waiting", "closed")),
        sa.CheckConstraint("signed_by <> handed_by", name="two_people"),
    )

    shop_id: Mapped[UUID]
    day: Mapped[date]
    starts_at: Mapped[datetime]
    until_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="waiting")
    sold: Mapped[int]
    sold_tenths: Mapped[int]
    undone: Mapped[int]
    undone_tenths: Mapped[int]
    pieces: Mapped[int]
    figures: Mapped[dict[str, Any]]
    books: Mapped[str]
    previous: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    handed_by: Mapped[UUID | None]
    handed_at: Mapped[datetime]
    signed_by: Mapped[UUID | None]
    signed_at: Mapped[datetime | None]
    signed_as: Mapped[str] = mapped_column(default="")
