"""What proves an account beside its password: one sealed secret of an app with codes for a day without it, or a sheet of
numbered codes; each code is good once. And the asks to take it from somebody who lost it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of, within
from points.foundation.kept.remembered import remembered


class SecondFactor(Owned, db.Model):  # type: ignore[misc, name-defined]
    """The secret an account shares with an app; until a number of it was shown it proves nothing.

    `last_step` is the newest half minute whose number was used: that one and all before are worth nothing.
    """

    __tablename__ = "people_second_factor"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.UniqueConstraint("community_id", "account_id"),
        remembered(loose=("last_step",)),
    )

    account_id: Mapped[UUID]
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    last_step: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RecoveryCode(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A code on paper for a day without the app; only a slow digest is kept."""

    __tablename__ = "people_recovery_code"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.UniqueConstraint("community_id", "account_id", "digest"),
        remembered(),
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class CodeSheet(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A printed sheet of numbered codes; until its first one was typed it proves nothing, and the one before still does."""

    __tablename__ = "people_code_sheet"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.Index("ix_people_code_sheet_account", "community_id", "account_id"),
        remembered(),
    )

    account_id: Mapped[UUID]
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SheetCode(db.Model):  # type: ignore[misc, name-defined]
    """One code of a sheet, asked for by its number; only a slow digest is kept."""

    __tablename__ = "people_sheet_code"
    __table_args__ = (within("sheet_id", "people_code_sheet"),)

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    used_at: Mapped[datetime | None]


class FactorReset(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What one administrator asks another person for: to take the second proof from somebody who lost it."""

    __tablename__ = "people_factor_reset"
    __table_args__ = (
        within("account_id", "people_account"),
        one_of("status", ("asked", "declined", "done")),
        sa.Index(
            "uq_people_factor_reset_open",
            "community_id",
            "account_id",
            unique=True,
            sqlite_where=sa.text("status = 'asked'"),
            postgresql_where=sa.text("status = 'asked'"),
        ),
    )

    account_id: Mapped[UUID]
    reason: Mapped[str]
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="asked")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
