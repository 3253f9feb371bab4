"""What the house knows about its own clock. No decisions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of


class ClockMark(db.Model):  # type: ignore[misc, name-defined]
    """The one clock of the installation: the latest time it was believed to show, and why it is doubted since when.

    `settled` counts how often somebody said what is right, so that every process sees that it was said.
    """

    __tablename__ = "operation_clock"
    __table_args__ = (
        sa.CheckConstraint("number = 1", name="one"),
        one_of("doubt", ("", "back", "ahead", "moved", "devices")),
        one_of("settled_how", ("", "right", "wrong", "devices")),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]
    doubt: Mapped[str] = mapped_column(default="")
    doubted_at: Mapped[datetime | None]
    settled: Mapped[int] = mapped_column(default=0)
    settled_how: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]


class ClockReport(db.Model):  # type: ignore[misc, name-defined]
    """How far the clock of a staff member's device is ahead of ours, in seconds; the newest of each session."""

    __tablename__ = "operation_clock_report"

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    ahead: Mapped[int] = mapped_column()
    seen_at: Mapped[datetime]


class LapsesAsk(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Somebody asks that what lapsed on a day be given back; a second person says yes or no, and then it is done in steps."""

    __tablename__ = "operation_lapses_ask"
    __table_args__ = (
        one_of("status", ("asked", "declined", "confirmed", "done")),
        sa.Index(
            "uq_operation_lapses_ask_open",
            "community_id",
            "day",
            unique=True,
            sqlite_where=sa.text("status IN ('asked', 'confirmed')"),
            postgresql_where=sa.text("status IN ('asked', 'confirmed')"),
        ),
    )

    day: Mapped[date]
    reason: Mapped[str]
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    status: Mapped[str]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None]
