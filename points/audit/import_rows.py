"""An import and a line of one as they stand in their tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from points.foundation.models import ImportBatch, ImportLine


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
    #: the import that corrected it, or the undoing, where it stands in the books no more
    out_by: UUID | None = None
    #: the import with which it was said that it counts beside the one that its book has now
    beside: UUID | None = None


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """One import as a list shows it; or the undoing of one, which says whose it is."""

    import_id: UUID
    at: datetime
    folder: str
    actor_id: UUID | None
    lines: int
    report: dict[str, Any]
    checked_by: UUID | None = None
    checked_at: datetime | None = None
    undoes: UUID | None = None


COLUMNS = (
    ImportLine.key,
    ImportLine.kind,
    ImportLine.file,
    ImportLine.sheet,
    ImportLine.row,
    ImportLine.subject_id,
    ImportLine.level,
    ImportLine.out_by,
    ImportLine.beside,
)


def info_of(row: ImportBatch) -> BatchInfo:
    """An import as its row has it."""
    who = row.actor_id, row.lines, row.report, row.checked_by, row.checked_at, row.undoes
    return BatchInfo(row.id, row.at, row.folder, *who)
