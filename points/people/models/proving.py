"""What proves an account beside its password: one sealed secret of an app, and codes on paper, each good once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, within


class SecondFactor(Owned, db.Model):  # type: ignore[misc, name-defined]
    """The secret an account shares with an app; until a number of it was shown it proves nothing.

    `last_step` is the newest half minute whose number was used: that one and all before are worth nothing.
    """

    __tablename__ = "people_second_factor"
    __table_args__ = (
        within("account_id", "people_account"),
        sa.UniqueConstraint("community_id", "account_id"),
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
    )

    account_id: Mapped[UUID]
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
