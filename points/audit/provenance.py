"""Imports and their lines: which content came in before, and which file, sheet and row a thing came from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.actor import Actor
from points.foundation.database import db
from points.foundation.ids import new_id
from points.foundation.models import ImportBatch, ImportLine

_AT_ONCE = 500


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
    rows = [
        {
            "community_id": actor.community_id,
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
    if rows:
        db.session.execute(sa.insert(ImportLine), rows)
    return batch_id


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
        BatchInfo(row.id, row.at, row.folder, row.actor_id, row.lines, row.report)
        for row in db.session.scalars(query)
    ]


def lines_of_batch(
    community_id: UUID, import_id: UUID, kinds: Collection[str], *, after: str = "", limit: int = 50
) -> list[ImportedLine]:
    """What one import took of these kinds, in the order of the sheets; paged by the last line's key."""
    place = sa.tuple_(ImportLine.file, ImportLine.sheet, ImportLine.row, ImportLine.key)
    own = sa.and_(ImportLine.community_id == community_id, ImportLine.batch_id == import_id)
    query = sa.select(ImportLine).where(own, ImportLine.kind.in_(kinds))
    if after:
        last = sa.select(ImportLine).where(own, ImportLine.key == after)
        known = db.session.scalar(last)
        if known is not None:
            ends = (known.file, known.sheet, known.row, known.key)
            query = query.where(place > sa.tuple_(*map(sa.literal, ends)))
    query = query.order_by(ImportLine.file, ImportLine.sheet, ImportLine.row, ImportLine.key).limit(limit)
    return [
        ImportedLine(row.key, row.kind, row.file, row.sheet, row.row, row.subject_id, row.level)
        for row in db.session.scalars(query)
    ]
