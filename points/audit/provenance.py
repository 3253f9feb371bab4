"""Imports and their lines: which content came in before, and which file, sheet and row a thing came from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.audit import records
from points.foundation import clock, paging
from points.foundation.actor import Actor
from points.foundation.database import changed, db
from points.foundation.ids import new_id
from points.foundation.inserts import add_rows
from points.foundation.models import ImportBatch, ImportLine
from points.foundation.prepared import given, given_many, prepared

_AT_ONCE = 500
_WRITTEN_AT_ONCE = 2000


@dataclass(frozen=True)
class SheetLine:
    """The line of a workbook that was imported."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """A line that came in: `key` is its content, `subject_id` what it became."""

    key: str
    kind: str
    file: str
    sheet: str
    row: int
    subject_id: UUID | None
    level: str = "taken"


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """One import as a list shows it."""

    import_id: UUID
    at: datetime
    folder: str
    actor_id: UUID | None
    lines: int
    report: dict[str, Any]
    checked_by: UUID | None = None
    checked_at: datetime | None = None


def known_lines(community_id: UUID) -> dict[str, ImportedLine]:
    """Every line that ever came in, by key."""
    query = sa.select(
        ImportLine.key,
        ImportLine.kind,
        ImportLine.file,
        ImportLine.sheet,
        ImportLine.row,
        ImportLine.subject_id,
        ImportLine.level,
    ).where(ImportLine.community_id == community_id)
    return {row.key: ImportedLine(*row) for row in db.session.execute(query)}


def write_batch(
    folder: str,
    lines: Sequence[ImportedLine],
    *,
    report: dict[str, Any],
    actor: Actor,
    import_id: UUID | None = None,
) -> UUID:
    """Write down an import and its lines; the keys are unique in the community."""
    batch_id = import_id or new_id()
    batch = {
        "community_id": actor.community_id,
        "id": batch_id,
        "at": clock.now(),
        "folder": folder,
        "actor_id": actor.account_id,
        "lines": len(lines),
        "report": report,
    }
    db.session.execute(sa.insert(ImportBatch), [batch])
    for start in range(0, len(lines), _WRITTEN_AT_ONCE):
        some = lines[start : start + _WRITTEN_AT_ONCE]
        add_rows(ImportLine, _rows(actor.community_id, batch_id, some))
    return batch_id


def _rows(community_id: UUID, batch_id: UUID, lines: Sequence[ImportedLine]) -> list[dict[str, Any]]:
    return [
        {
            "community_id": community_id,
            "key": line.key,
            "batch_id": batch_id,
            "file": line.file,
            "sheet": line.sheet,
            "row": line.row,
            "kind": line.kind,
            "subject_id": line.subject_id,
            "level": line.level,
        }
        for line in lines
    ]


def sheet_lines(community_id: UUID, subjects: Collection[UUID]) -> dict[UUID, SheetLine]:
    """Where these subjects came from; those that were not imported are left out.

    What both the register and a sign-in sheet made names its line in the register.
    """
    found: dict[UUID, SheetLine] = {}
    wanted = list(set(subjects))
    for start in range(0, len(wanted), _AT_ONCE):
        query = (
            sa.select(ImportLine.subject_id, ImportLine.file, ImportLine.sheet, ImportLine.row)
            .where(ImportLine.community_id == community_id)
            .where(ImportLine.subject_id.in_(wanted[start : start + _AT_ONCE]))
            .order_by(ImportLine.kind.desc(), ImportLine.row)
        )
        for row in db.session.execute(query):
            if row.subject_id is not None:
                found.setdefault(row.subject_id, SheetLine(row.file, row.sheet, row.row))
    return found


def batches(community_id: UUID, *, limit: int = 20) -> list[BatchInfo]:
    """The imports of a community, newest first."""
    query = (
        sa.select(ImportBatch)
        .where(ImportBatch.community_id == community_id)
        .order_by(ImportBatch.at.desc(), ImportBatch.id.desc())
        .limit(limit)
    )
    return [
        BatchInfo(
            row.id, row.at, row.folder, row.actor_id, row.lines, row.report, row.checked_by, row.checked_at
        )
        for row in db.session.scalars(query)
    ]


def newest(community_id: UUID) -> UUID | None:
    """The import that came in last."""
    query = sa.select(ImportBatch.id).where(ImportBatch.community_id == community_id)
    found: UUID | None = db.session.scalar(
        query.order_by(ImportBatch.at.desc(), ImportBatch.id.desc()).limit(1)
    )
    return found


@records.writes("import.checked", of="import")
def check(import_id: UUID, *, actor: Actor) -> None:
    """Say that somebody went through the faults of an import; who was first stays."""
    done = changed(
        sa.update(ImportBatch)
        .where(ImportBatch.community_id == actor.community_id, ImportBatch.id == import_id)
        .where(ImportBatch.checked_at.is_(None))
        .values(checked_by=actor.account_id, checked_at=clock.now())
    )
    if done:
        records.record("import.checked", actor=actor, subject_kind="import", subject_id=import_id)


@dataclass(frozen=True)
class SheetFilter:
    """Which lines of an import: of these kinds; where there are subjects, only what became one of them."""

    kinds: Collection[str]
    subjects: Collection[UUID] | None = None


_ORDER = paging.PageOrder(
    (ImportLine.file, ImportLine.sheet, ImportLine.row, ImportLine.key),
    place_of=lambda row: (row.file, row.sheet, row.row, row.key),
    make=lambda row: str(row.key),
    read=lambda _: None,
)


def lines_of_batch(
    community_id: UUID, import_id: UUID, wanted: SheetFilter, asked: paging.PageAsked
) -> paging.PageFound[ImportedLine]:
    """What one import took, in the order of the sheets; paged by a line's key."""
    values: dict[str, Any] = {"community": community_id, "batch": import_id, "kinds": list(wanted.kinds)}
    if wanted.subjects is not None:
        values["subjects"] = list(wanted.subjects)
    order = replace(_ORDER, read=lambda key: _place(community_id, import_id, key))
    found = paging.turn(lambda step: _of_batch(step, narrowed="subjects" in values), order, asked, values)
    return found.of([ImportedLine(*row) for row in found.rows])


def _place(community_id: UUID, import_id: UUID, key: str) -> tuple[Any, ...] | None:
    row = _line().first(community=community_id, key=key)
    return (row.file, row.sheet, row.row, row.key) if row and row.batch_id == import_id else None


@prepared
def _line() -> sa.Executable:
    return sa.select(
        ImportLine.file, ImportLine.sheet, ImportLine.row, ImportLine.key, ImportLine.batch_id
    ).where(ImportLine.community_id == given("community"), ImportLine.key == given("key"))


@prepared
def _of_batch(step: str, *, narrowed: bool) -> sa.Executable:
    query = sa.select(
        ImportLine.key,
        ImportLine.kind,
        ImportLine.file,
        ImportLine.sheet,
        ImportLine.row,
        ImportLine.subject_id,
        ImportLine.level,
    ).where(ImportLine.community_id == given("community"), ImportLine.batch_id == given("batch"))
    query = query.where(ImportLine.kind.in_(given_many("kinds")))
    if narrowed:
        query = query.where(ImportLine.subject_id.in_(given_many("subjects")))
    return paging.statement(query, _ORDER, step)
