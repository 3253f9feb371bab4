"""How somebody is recognised: cards, handles of rotating codes and their use."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of, within


class Card(Owned, db.Model):  # type: ignore[misc, name-defined]
    """A printed card of a purse: revocable, replaceable, never an account of its own."""

    __tablename__ = "people_card"
    __table_args__ = (
        within("purse_id", "people_purse"),
        within("person_id", "people_person"),
        within("replaced_by", "people_card"),
        sa.UniqueConstraint("token_hash"),
        sa.UniqueConstraint("community_id", "number"),
        one_of("kind", ("household", "person", "carer")),
        one_of("status", ("active", "revoked", "replaced")),
        sa.CheckConstraint("failed >= 0", name="failed"),
        sa.Index("ix_people_card_purse", "community_id", "purse_id"),
        sa.Index("ix_people_card_person", "community_id", "person_id"),
    )

    kind: Mapped[str]
    purse_id: Mapped[UUID]
    person_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    number: Mapped[str]
    pin_hash: Mapped[str | None]
    failed: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(default="active")
    replaced_by: Mapped[UUID | None]
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Handle(Owned, db.Model):  # type: ignore[misc, name-defined]
    """The random handle and secret behind a person's rotating identity code; replaced often."""

    __tablename__ = "people_handle"
    __table_args__ = (
        within("person_id", "people_person"),
        sa.UniqueConstraint("community_id", "handle"),
        sa.Index("ix_people_handle_person", "community_id", "person_id"),
    )

    person_id: Mapped[UUID]
    handle: Mapped[str]
    secret: Mapped[bytes] = mapped_column(sa.LargeBinary)
    valid_until: Mapped[datetime]
    created_at: Mapped[datetime]


class CodeUse(db.Model):  # type: ignore[misc, name-defined]
    """A rotating code that was used for a purpose: its key makes it single-use."""

    __tablename__ = "people_code_use"

    community_id: Mapped[UUID] = mapped_column(sa.ForeignKey("foundation_community.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
