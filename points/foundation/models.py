"""Tables every room stands on: community, its settings, signing keys, epochs, jobs, imports. No decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import Base, Owned, db, one_of, within
from points.foundation.ids import new_id
from points.foundation.kept.remembered import remembered

__all__ = ["Base", "BookIdentity", "Community", "Epoch", "ImportBatch", "ImportLine", "Job", "Key", "Setting"]


class Community(db.Model):  # type: ignore[misc, name-defined]
    """One community; the parent of every community column."""

    __tablename__ = "foundation_community"
    __table_args__ = (
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("number > 0 AND number <= 4294967295", name="number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Setting(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One thing a community decided, from a day on; the newest version in force counts."""

    __tablename__ = "foundation_setting"
    __table_args__ = (
        sa.UniqueConstraint("community_id", "name", "version"),
        sa.CheckConstraint("version > 0", name="version"),
        remembered(),
    )

    name: Mapped[str]
    version: Mapped[int]
    value: Mapped[dict[str, Any]]
    effective_on: Mapped[date]
    decided_by: Mapped[UUID | None]
    created_at: Mapped[datetime]


class Key(db.Model):  # type: ignore[misc, name-defined]
    """The public half of a voucher key of this installation; the private half is a file."""

    __tablename__ = "foundation_key"
    __table_args__ = (sa.CheckConstraint("number BETWEEN 1 AND 255", name="number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime]
    signs_until: Mapped[datetime]


class Epoch(db.Model):  # type: ignore[misc, name-defined]
    """A life of this database: a restore from a backup begins a new one."""

    __tablename__ = "foundation_epoch"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_at: Mapped[datetime]
    reason: Mapped[str]


class BookIdentity(db.Model):  # type: ignore[misc, name-defined]
    """Which books these are: one row, drawn when they were made. A copy has the same; every life of them as well."""

    __tablename__ = "foundation_identity"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    drawn_at: Mapped[datetime]


class Job(db.Model):  # type: ignore[misc, name-defined]
    """A daily round that was begun; its key lets it run once a day, also after a night switched off."""

    __tablename__ = "foundation_job"

    name: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any] | None]


class ImportBatch(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One import of a folder of workbooks, with its report; `checked` once somebody went through its faults.

    Where one import was taken back, that is a row of its own, which says whose undoing it is.
    """

    __tablename__ = "foundation_import"
    __table_args__ = (
        sa.Index(
            "ix_foundation_import_undoes",
            "community_id",
            "undoes",
            sqlite_where=sa.text("undoes IS NOT NULL"),
            postgresql_where=sa.text("undoes IS NOT NULL"),
        ),
    )

    at: Mapped[datetime]
    folder: Mapped[str]
    actor_id: Mapped[UUID | None]
    lines: Mapped[int]
    report: Mapped[dict[str, Any]]
    checked_by: Mapped[UUID | None]
    checked_at: Mapped[datetime | None]
    undoes: Mapped[UUID | None]


class ImportLine(db.Model):  # type: ignore[misc, name-defined]
    """One imported line: its key is its content, so that the same folder twice changes nothing.

    A line that was taken out again, `out_by` an import that corrected it or an undoing, stays with a number behind its
    key (…/1, …/2), so that the same content can come in anew.
    """

    __tablename__ = "foundation_import_line"
    __table_args__ = (
        within("batch_id", "foundation_import"),
        one_of("level", ("taken", "noted")),
        sa.Index("ix_foundation_import_line_subject", "community_id", "subject_id"),
        sa.Index("ix_foundation_import_line_batch", "community_id", "batch_id", "file", "sheet", "row"),
        sa.Index(
            "ix_foundation_import_line_out",
            "community_id",
            "out_by",
            sqlite_where=sa.text("out_by IS NOT NULL"),
            postgresql_where=sa.text("out_by IS NOT NULL"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(sa.ForeignKey("foundation_community.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID]
    file: Mapped[str]
    sheet: Mapped[str]
    row: Mapped[int]
    kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    level: Mapped[str] = mapped_column(default="taken")
    out_by: Mapped[UUID | None]
    beside: Mapped[UUID | None]
