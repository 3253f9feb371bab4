"""What is said about a decision afterwards: that an award be taken back, that a line is wrong, and who read what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of, within


class ReversalAsk(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Somebody asks that an award be taken back, until a second person says yes or no; of one award once at a time."""

    __tablename__ = "volunteering_reversal_ask"
    __table_args__ = (
        within("award_id", "volunteering_award"),
        one_of("status", ("asked", "declined", "done")),
        sa.Index(
            "uq_volunteering_reversal_ask_open",
            "community_id",
            "award_id",
            unique=True,
            sqlite_where=sa.text("status = 'asked'"),
            postgresql_where=sa.text("status = 'asked'"),
        ),
    )

    award_id: Mapped[UUID]
    reason: Mapped[str]
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="asked")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None]


class Objection(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Somebody objects to a line in publicity, until it is decided; of one line once at a time.

    `person_id` is who objects, where they gave their name; `raised_by` the account that wrote it down, theirs or staff's.
    """

    __tablename__ = "volunteering_objection"
    __table_args__ = (
        within("service_id", "volunteering_service"),
        within("person_id", "people_person"),
        one_of("status", ("open", "upheld", "dismissed")),
        sa.Index("ix_volunteering_objection_service", "community_id", "service_id"),
        sa.Index("ix_volunteering_objection_person", "community_id", "person_id"),
        sa.Index(
            "uq_volunteering_objection_open",
            "community_id",
            "service_id",
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        ),
    )

    service_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    reason: Mapped[str]
    raised_by: Mapped[UUID | None]
    raised_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="open")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None]


class NoticeRead(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A person has read what their first page told them about something, and wants it told no more."""

    __tablename__ = "volunteering_notice_read"
    __table_args__ = (
        within("person_id", "people_person"),
        sa.UniqueConstraint("community_id", "person_id", "about_id"),
    )

    person_id: Mapped[UUID]
    #: an activity, an award or an objection
    about_id: Mapped[UUID]
    at: Mapped[datetime]
