"""The book of actions: records, whom they name, what was said in private, and the outbox to the seal. No decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.audit.mentions import noted
from points.foundation.database import KEPT, Owned, db, one_of, within


class Record(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One action or refused attempt. Facts are references and numbers, never names; never changed.

    `commitments` holds salted digests of personal words; the words and salts stand in audit_private and can
    be erased without touching this row or its leaf hash.
    """

    __tablename__ = "audit_record"
    __table_args__ = (
        one_of("outcome", ("done", "refused")),
        one_of("actor_kind", ("person", "system", "import", "nobody")),
        sa.CheckConstraint("length(leaf_hash) = 32", name="leaf_hash"),
        sa.Index("ix_audit_record_subject", "community_id", "subject_id"),
        sa.Index("ix_audit_record_at", "community_id", "at", "id"),
        # a trail of one doer, or of one kind of action, is read newest first as well
        sa.Index("ix_audit_record_actor", "community_id", "actor_id", "at", "id"),
        sa.Index("ix_audit_record_deed", "community_id", "deed", "at", "id"),
        # the database itself notes in the outbox what no seal covers yet: no writer can forget it
        {
            "info": {
                **KEPT["info"],
                "copied": ("audit_outbox", {"community_id": "community_id", "record_id": "id"}),
                "noted": ("mention", noted),
            }
        },
    )

    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    # the stored name stays: it is part of what is hashed and sealed
    action: Mapped[str] = mapped_column("deed")
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    outcome: Mapped[str] = mapped_column(default="done")
    origin: Mapped[str] = mapped_column(default="entered")
    facts: Mapped[dict[str, Any]]
    commitments: Mapped[dict[str, Any]]
    leaf_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)


class Private(db.Model):  # type: ignore[misc, name-defined]
    """Personal words beside a record (a reason somebody typed) with their salt; erasable."""

    __tablename__ = "audit_private"
    __table_args__ = (within("record_id", "audit_record"),)

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary)
    words: Mapped[str]


class Mention(db.Model):  # type: ignore[misc, name-defined]
    """A record names this id, as its subject or in its facts; the database adds it with the record.

    Its key is what a trail asks: an id, then the newest first.
    """

    __tablename__ = "audit_mention"
    __table_args__ = (within("record_id", "audit_record"), {**KEPT, "sqlite_with_rowid": False})

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    named_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)


class Outbox(db.Model):  # type: ignore[misc, name-defined]
    """A record that no seal covers yet; the sealer takes rows away, the database adds one with every record."""

    __tablename__ = "audit_outbox"
    __table_args__ = (within("record_id", "audit_record"),)

    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)


class RefusedCount(db.Model):  # type: ignore[misc, name-defined]
    """Failures of nobody in particular, counted per minute instead of written one by one."""

    __tablename__ = "audit_refused_count"

    minute: Mapped[datetime] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column("deed", primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]
