"""The queue of a shop on a day, and the numbers given for it; both are deleted some days later. No decisions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of, within


class QueueDay(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A shop's queue on one day: the highest number given, and how often somebody was called. Who changes the queue holds it."""

    __tablename__ = "shop_queue_day"
    __table_args__ = (
        within("shop_id", "shop_shop"),
        sa.UniqueConstraint("community_id", "shop_id", "day"),
        sa.CheckConstraint("given >= 0 AND calls >= 0", name="counts"),
    )

    shop_id: Mapped[UUID]
    day: Mapped[date]
    given: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)


def _once_a_day(column: str) -> sa.Index:
    """Nobody has two numbers on one day; one that was given back does not count."""
    stands = sa.text(f"{column} IS NOT NULL AND status <> 'given_back'")
    return sa.Index(
        f"uq_shop_queue_number_{column.removesuffix('_id')}",
        "community_id",
        "day",
        column,
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


class QueueNumber(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A number in a queue: of a household, of a person without one, or of nobody by name.

    `after`: it is passed over until so many were called.
    """

    __tablename__ = "shop_queue_number"
    __table_args__ = (
        within("queue_id", "shop_queue_day"),
        within("household_id", "people_household"),
        within("person_id", "people_person"),
        within("called_by", "people_account"),
        sa.UniqueConstraint("community_id", "queue_id", "number"),
        one_of("origin", ("phone", "paper")),
        one_of("status", ("waiting", "called", "came", "missed", "given_back")),
        sa.CheckConstraint("household_id IS NULL OR person_id IS NULL", name="holder"),
        sa.CheckConstraint("number > 0", name="number"),
        _once_a_day("household_id"),
        _once_a_day("person_id"),
        sa.Index("ix_shop_queue_number_day", "day"),
    )

    queue_id: Mapped[UUID]
    day: Mapped[date]
    number: Mapped[int]
    origin: Mapped[str]
    household_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    elder: Mapped[bool]
    slot_at: Mapped[datetime | None]
    taken_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="waiting")
    after: Mapped[int] = mapped_column(default=0)
    misses: Mapped[int] = mapped_column(default=0)
    till: Mapped[int | None]
    called_by: Mapped[UUID | None]
    called_at: Mapped[datetime | None]
