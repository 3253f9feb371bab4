"""The runs of imports on the desk, what columns of others' tables are, paper and program side by side. No decisions; no
name of anybody stands here, what was read stands in files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from points.foundation.database import KEPT, Owned, db, one_of, within

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
    an import that is to be taken back: `undoes` says which. `until` is to which day paper goes that is only compared.
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
    until: Mapped[date | None]


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


class ParallelPeriod(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Days on which paper and program both go on: from when, and from which day on the program alone keeps the books.

    `proposed_week` is the comparison its proposer saw; `digest` is of what was signed when two agreed to the switch.
    """

    __tablename__ = "imports_parallel_period"
    __table_args__ = (
        one_of("state", ("running", "proposed", "switched", "stopped")),
        sa.CheckConstraint("switch_on > first_day", name="days"),
        sa.CheckConstraint(
            "(proposed_at IS NOT NULL) OR state NOT IN ('proposed', 'switched')", name="proposed"
        ),
        sa.CheckConstraint("(state IN ('switched', 'stopped')) = (ended_at IS NOT NULL)", name="ended"),
        sa.CheckConstraint("(state = 'switched') = (digest <> '')", name="digest"),
        sa.CheckConstraint("state <> 'switched' OR proposed_by <> ended_by", name="two"),
        sa.Index(
            "uq_imports_parallel_period_going",
            "community_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    at: Mapped[datetime]
    by: Mapped[UUID | None]
    first_day: Mapped[date]
    switch_on: Mapped[date]
    state: Mapped[str]
    weeks: Mapped[int] = mapped_column(default=0)
    proposed_by: Mapped[UUID | None]
    proposed_at: Mapped[datetime | None]
    proposed_week: Mapped[int] = mapped_column(default=0)
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(default="")


class ParallelWeek(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One comparison: paper up to which day, sums of both sides, and of each household what it has there and there.

    `homes` has by number the tenths that came in and went out on paper, the same in the program, how many differences,
    what of paper waits in the program, and what was left as paper wrote it down and as the program has it.
    `mark` is of the program's lines, so that one which was entered later is noticed.
    """

    __tablename__ = "imports_parallel_week"
    __table_args__ = (
        within("period_id", "imports_parallel_period"),
        sa.UniqueConstraint("community_id", "period_id", "number"),
        KEPT,
    )

    period_id: Mapped[UUID]
    number: Mapped[int]
    intake_id: Mapped[UUID]
    at: Mapped[datetime]
    until: Mapped[date]
    figures: Mapped[dict[str, Any]]
    homes: Mapped[dict[str, Any]]
    mark: Mapped[str]


class ParallelDifference(Owned, db.Model):  # type: ignore[misc, name-defined]
    """What paper and program say differently of one thing: found first in one week, standing while the newest finds it.

    `line_key` is of both lines, so that it is known again. `subject_id` is what the program's line is about.
    """

    __tablename__ = "imports_parallel_difference"
    __table_args__ = (
        within("period_id", "imports_parallel_period"),
        one_of("kind", ("paper", "program", "amount", "day", "household")),
        sa.UniqueConstraint("community_id", "period_id", "line_key"),
    )

    period_id: Mapped[UUID]
    line_key: Mapped[str]
    kind: Mapped[str]
    first_week: Mapped[int]
    last_week: Mapped[int]
    household: Mapped[str]
    other: Mapped[str]
    paper_day: Mapped[date | None]
    program_day: Mapped[date | None]
    paper_tenths: Mapped[int | None]
    program_tenths: Mapped[int | None]
    about: Mapped[str]
    words: Mapped[str]
    subject_id: Mapped[UUID | None]
    file: Mapped[str]
    sheet: Mapped[str]
    sheet_row: Mapped[int]


class ParallelVerdict(Owned, db.Model):  # type: ignore[misc, name-defined]
    """Whose mistake a difference is, as somebody said it; the last one holds, and none is changed. Empty takes one back."""

    __tablename__ = "imports_parallel_verdict"
    __table_args__ = (
        within("difference_id", "imports_parallel_difference"),
        one_of("verdict", ("", "paper", "program", "both")),
        sa.UniqueConstraint("community_id", "difference_id", "nth"),
        KEPT,
    )

    difference_id: Mapped[UUID]
    nth: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[UUID]
    verdict: Mapped[str]
    remark: Mapped[str]
