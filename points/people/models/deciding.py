"""What somebody proposes that a community decide; what is decided stands with the other settings in the foundation. And
who lends whom a hand for a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of, within


class Proposal(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A value for a setting from a day on; of one setting one proposal is open at a time. `version` is what it became."""

    __tablename__ = "people_proposal"
    __table_args__ = (
        one_of("status", ("open", "withdrawn", "decided")),
        sa.CheckConstraint("(status = 'decided') = (version IS NOT NULL)", name="version"),
        sa.Index(
            "uq_people_proposal_open",
            "community_id",
            "name",
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        ),
        sa.Index("ix_people_proposal_name", "community_id", "name", "created_at"),
    )

    name: Mapped[str]
    value: Mapped[dict[str, Any]]
    effective_on: Mapped[date]
    reason: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    proposed_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int | None]


class Delegation(Owned, db.Model):  # type: ignore[misc, name-defined]
    """For one day an account may be the second person of one act, as who may stand in for it said, with the reason."""

    __tablename__ = "people_delegation"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.Index("ix_people_delegation_day", "community_id", "day", "act"),
    )

    act: Mapped[str]
    account_id: Mapped[UUID]
    day: Mapped[date]
    reason: Mapped[str]
    lent_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
