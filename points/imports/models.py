"""The runs of imports on the desk, and what columns of others' tables are. No decisions; no name of anybody stands here,
what was read stands in files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Owned, db, one_of

STATES = (
    "uploaded", "reading", "read", "proposed", "confirmed", "writing", "written", "given_up", "failed",
)  # fmt: skip
#: while it stands so, the same books once more are this one
OPEN = ("uploaded", "reading", "read", "proposed", "confirmed", "writing")
BOOKS = ("rules", "penalties", "goods", "roster", "attendance", "register", "deliveries", "redemptions")
_OPEN = f"state IN ({', '.join(repr(one) for one in OPEN)})"


class Intake(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One folder of books on its way in: whose, how far, what was answered, who wanted it and who said yes.

    `digest` is of the bytes of its files. `beat_at` and `runner` are of the process that works on it now, `tries` how
    often one began this part. `readings` counts how often the books were read: who says yes names the one they saw.
    `base_id` is the newest import there was when they were read; what is found depends on it. An intake without books is
    an import that is to be taken back: `undoes` says which.
    """

    __tablename__ = "imports_intake"
    __table_args__ = (
        one_of("state", STATES),
        one_of("purpose", ("take", "compare", "undo")),
        sa.CheckConstraint("(purpose = 'undo') = (undoes IS NOT NULL)", name="undoes"),
        one_of("step", ("", "opening", "balancing", "comparing", "keeping", "writing")),
        sa.CheckConstraint(
            "(proposed_at IS NOT NULL) OR state NOT IN ('proposed', 'confirmed', 'writing', 'written')",
            name="proposed",
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NOT NULL) OR state NOT IN ('confirmed', 'writing', 'written')", name="confirmed"
        ),
        sa.CheckConstraint(
            "proposed_by IS NULL OR confirmed_by IS NULL OR proposed_by <> confirmed_by", name="two"
        ),
        sa.Index(
            "uq_imports_intake_open",
            "community_id",
            "digest",
            "purpose",
            unique=True,
            sqlite_where=sa.text(_OPEN),
            postgresql_where=sa.text(_OPEN),
        ),
        sa.Index("ix_imports_intake_at", "community_id", "at"),
    )

    at: Mapped[datetime]
    by: Mapped[UUID | None]
    label: Mapped[str]
    purpose: Mapped[str]
    digest: Mapped[str]
    files: Mapped[int]
    bytes: Mapped[int]
    state: Mapped[str]
    step: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    beat_at: Mapped[datetime | None]
    runner: Mapped[str] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)
    readings: Mapped[int] = mapped_column(default=0)
    base_id: Mapped[UUID | None]
    figures: Mapped[dict[str, Any]]
    answers: Mapped[list[Any]]
    proposed_by: Mapped[UUID | None]
    proposed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    import_id: Mapped[UUID | None]
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="")
    files_deleted_at: Mapped[datetime | None]
    undoes: Mapped[UUID | None]


class KeptMapping(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What the columns of one kind of table are: `fields` by heading, empty where nobody reads it; `signature` of all headings.

    `source` says whose export it is, `day` of when. `sample` is set where it came from the product's invented ones. A row is
    never changed: another takes its place, and it ends.
    """

    __tablename__ = "imports_mapping"
    __table_args__ = (
        one_of("book", BOOKS),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why = '')", name="ended"),
        one_of("ended_why", ("", "replaced", "ended")),
        sa.Index(
            "uq_imports_mapping_standing",
            "community_id",
            "signature",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    name: Mapped[str]
    source: Mapped[str]
    day: Mapped[date]
    book: Mapped[str]
    signature: Mapped[str]
    fields: Mapped[dict[str, Any]]
    sample: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
    ended_why: Mapped[str] = mapped_column(default="")
