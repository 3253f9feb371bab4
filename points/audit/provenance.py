"""Imports and their lines: which content came in before, and which file, sheet and row a thing came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.audit import import_rows, records
from points.audit.import_rows import COLUMNS, info_of
from points.foundation import clock, paging
from points.foundation.actor import Actor
from points.foundation.database import changed, db
from points.foundation.ids import new_id
from points.foundation.inserts import add_rows, in_parts
from points.foundation.models import ImportBatch, ImportLine
from points.foundation.prepared import given, given_many, prepared

#: between the key of a line that went out and which time that was
_TURN = "/"


@dataclass(frozen=True)
class SheetLine:
    """The line of a workbook that was imported."""

    file: str
    sheet: str
    row: int


#: what a reading gives back
ImportedLine = import_rows.ImportedLine
BatchInfo = import_rows.BatchInfo


def known_lines(community_id: UUID) -> dict[str, ImportedLine]:
    """Every line that came in and still stands, by key."""
    query = sa.select(*COLUMNS).where(ImportLine.community_id == community_id, ImportLine.out_by.is_(None))
    return {row.key: ImportedLine(*row) for row in db.session.execute(query)}


def known_keys(community_id: UUID, kind: str) -> set[str]:
    """The keys of every line of a kind that came in and still stands."""
    query = sa.select(ImportLine.key).where(ImportLine.community_id == community_id, ImportLine.kind == kind)
    return set(db.session.scalars(query.where(ImportLine.out_by.is_(None))))


def standing_of(community_id: UUID, import_id: UUID) -> list[ImportedLine]:
    """What one import brought in and still stands, in the order of the sheets."""
    query = (
        sa.select(*COLUMNS)
        .where(ImportLine.community_id == community_id, ImportLine.batch_id == import_id)
        .where(ImportLine.out_by.is_(None))
        .order_by(ImportLine.file, ImportLine.sheet, ImportLine.row, ImportLine.key)
    )
    return [ImportedLine(*row) for row in db.session.execute(query)]


def corrected_since(community_id: UUID, import_id: UUID) -> list[tuple[ImportedLine, BatchInfo]]:
    """What one import brought in and a later one took out as corrected, each with that one, in the order of the sheets."""
    by = sa.and_(ImportBatch.community_id == ImportLine.community_id, ImportBatch.id == ImportLine.out_by)
    query = (
        sa.select(ImportBatch, *COLUMNS)
        .join(ImportLine, by)
        .where(ImportLine.community_id == community_id, ImportLine.batch_id == import_id)
        .where(ImportBatch.undoes.is_(None))
        .order_by(ImportLine.file, ImportLine.sheet, ImportLine.row, ImportLine.key)
    )
    return [(ImportedLine(*line), info_of(by)) for by, *line in db.session.execute(query)]


def took_out(community_id: UUID, import_id: UUID) -> bool:
    """Whether an import took out lines of another, as corrected."""
    mine = sa.exists().where(ImportLine.community_id == community_id, ImportLine.out_by == import_id)
    return bool(db.session.scalar(sa.select(mine)))


def times_out(community_id: UUID) -> Counter[str]:
    """How often lines of a content went out again, by key; what never did is not there."""
    query = sa.select(ImportLine.key).where(
        ImportLine.community_id == community_id, ImportLine.out_by.is_not(None)
    )
    return Counter(key.split(_TURN)[0] for key in db.session.scalars(query))


def take_out(keys: Collection[str], *, by: UUID, actor: Actor) -> None:
    """Note that these lines stand no more, by which import or undoing; what they became is reversed by the caller."""
    times = times_out(actor.community_id)
    table = ImportLine.__table__
    change = sa.update(table).where(
        table.c.community_id == sa.bindparam("own_community"),
        table.c.key == sa.bindparam("own_key"),
        table.c.out_by.is_(None),
    )
    same = {"own_community": actor.community_id, "gone_by": by}
    rows = [{**same, "own_key": key, "new_key": f"{key}{_TURN}{times[key] + 1}"} for key in sorted(keys)]
    if rows:
        values = change.values(key=sa.bindparam("new_key"), out_by=sa.bindparam("gone_by"))
        db.session.connection().execute(values, rows)


def keep_beside(keys: Collection[str], *, by: UUID, actor: Actor) -> None:
    """Note that these lines count beside those that their books have now."""
    for some in in_parts(sorted(keys)):
        mine = sa.update(ImportLine).where(
            ImportLine.community_id == actor.community_id, ImportLine.key.in_(some)
        )
        changed(mine.values(beside=by))


def newest_keys(community_id: UUID, kinds: Collection[str]) -> dict[UUID, str]:
    """Of what lines of these kinds became, the key of the line that came in last."""
    query = (
        sa.select(ImportLine.subject_id, ImportLine.key)
        .join(
            ImportBatch,
            sa.and_(
                ImportBatch.community_id == ImportLine.community_id, ImportBatch.id == ImportLine.batch_id
            ),
        )
        .where(ImportLine.community_id == community_id, ImportLine.kind.in_(kinds))
        .where(ImportLine.out_by.is_(None))
        .order_by(ImportBatch.at, ImportBatch.id)
    )
    return {row.subject_id: row.key for row in db.session.execute(query) if row.subject_id}


def write_batch(
    folder: str,
    lines: Sequence[ImportedLine],
    *,
    report: dict[str, Any],
    actor: Actor,
    import_id: UUID | None = None,
    undoes: UUID | None = None,
    count: int | None = None,
) -> UUID:
    """Write down an import and its lines, or the undoing of one with how many it took out; the keys are unique in the
    community."""
    batch_id = import_id or new_id()
    batch = {
        "community_id": actor.community_id,
        "id": batch_id,
        "at": clock.now(),
        "folder": folder,
        "actor_id": actor.account_id,
        "lines": len(lines) if count is None else count,
        "report": report,
        "undoes": undoes,
    }
    db.session.execute(sa.insert(ImportBatch), [batch])
    for some in in_parts(lines):
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
    for some in in_parts(list(set(subjects))):
        query = (
            sa.select(ImportLine.subject_id, ImportLine.file, ImportLine.sheet, ImportLine.row)
            .where(ImportLine.community_id == community_id)
            .where(ImportLine.subject_id.in_(some))
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
    return [info_of(row) for row in db.session.scalars(query)]


def find(community_id: UUID, import_id: UUID) -> BatchInfo | None:
    """One import of a community."""
    row = db.session.get(ImportBatch, (community_id, import_id))
    return None if row is None else info_of(row)


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


def subjects_of_batch(community_id: UUID, import_id: UUID, kind: str) -> list[UUID]:
    """What the lines of one kind became, of one import, in the order of the sheets."""
    every = paging.PageAsked(limit=100_000, counted=False)
    found = lines_of_batch(community_id, import_id, SheetFilter([kind]), every)
    return [one.subject_id for one in found.rows if one.subject_id]


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
    query = sa.select(*COLUMNS).where(
        ImportLine.community_id == given("community"), ImportLine.batch_id == given("batch")
    )
    query = query.where(ImportLine.kind.in_(given_many("kinds")))
    if narrowed:
        query = query.where(ImportLine.subject_id.in_(given_many("subjects")))
    return paging.statement(query, _ORDER, step)
