"""What columns of others' tables are, as a community keeps it: used by itself when the same headings come again.

A change is a new one in the place of the old; which one a table was read by, the intake keeps. That nobody's points come from
a column that one person named alone is seen to where books are taken in: a second person sees what they come to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from points import audit, foundation, people
from points.foundation import Actor, NotAllowed, NotFound, add_rows, changed, clock, db, new_id
from points.imports import intakes, mapping_files, mapping_rows
from points.imports.mapping_files import FiledMapping
from points.imports.models import KeptMapping
from points.imports.reading.choosing import BOOKS
from points.imports.reading.folder import COLUMNS
from points.imports.reading.tables.mapped import lacks
from points.imports.reading.understanding import UnderstoodTable
from points.imports.refusals.mappings import MappingGone
from points.imports.told import ColumnMapping


@dataclass(frozen=True, slots=True)
class MappingInfo:
    """One that is kept, or was: what it says, whose export it is of, who said so, and whether it came from a sample."""

    mapping_id: UUID
    name: str
    source: str
    day: date
    book: str
    signature: str
    fields: Mapping[str, str]
    sample: bool
    at: datetime
    by: UUID | None
    ended_at: datetime | None
    ended_why: str


def kept_for(number: int | None) -> tuple[ColumnMapping, ...]:
    """The same of the community of a number, or of the only one there is; nothing where it is not sure which is meant."""
    every = foundation.communities()
    meant = every if number is None else [one for one in every if one.number == number]
    return mapping_rows.in_force(meant[0].id) if len(meant) == 1 else ()


def read_file(path: Path) -> list[FiledMapping]:
    """Every mapping of a file; a ValueError or KeyError where it holds none, a refusal for a column that is not there."""
    return mapping_files.read_file(path)


def samples() -> list[FiledMapping]:
    """Two invented ones, to be looked at and changed. Neither is the export of any platform."""
    return mapping_files.samples()


def list_all(*, actor: Actor) -> list[MappingInfo]:
    """Every one this community ever kept, the newest first."""
    _need(actor)
    query = sa.select(KeptMapping).where(KeptMapping.community_id == actor.community_id)
    rows = db.session.scalars(query.order_by(KeptMapping.at.desc(), KeptMapping.id.desc()))
    return [_info(row) for row in rows]


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A column of a book: its field, what the guide calls it, whether nothing can be read without it."""

    name: str
    title: str
    needed: bool


def books() -> dict[str, str]:
    """The books that a table may be, with what their files are usually called."""
    return {book: usual.rpartition(".")[0] for book, (usual, _) in BOOKS.items()}


def fields_of(book: str) -> list[FieldInfo]:
    """What a heading may be in a book, as the guide has it."""
    columns = COLUMNS[book]
    every = set(columns.names)
    return [FieldInfo(one, columns.title(one), one in lacks(columns, every - {one})) for one in columns.names]


def lacking(book: str, fields: Collection[str]) -> tuple[str, ...]:
    """The fields of a book without which nothing can be read, and that no heading is yet."""
    return lacks(COLUMNS[book], set(fields))


def proposed(table: UnderstoodTable, book: str, kept: MappingInfo | None) -> dict[str, str]:
    """What each heading of a table may be: by what is kept of them, by how it was read, by its name or one like it."""
    columns, found = COLUMNS[book], dict[str, str]()
    known = kept.fields if kept and kept.book == book else {}
    for column in table.columns:
        if column.heading and column.heading not in found:
            read = column.field if table.book == book else ""
            alike = columns.nearly(column.heading)
            name = known.get(
                column.heading,
                read or columns.called(column.heading) or (alike[0] if len(alike) == 1 else ""),
            )
            found[column.heading] = "" if name in found.values() and name != "day" else name
    return found


@audit.records.writes("mapping.kept", "intake.read_again", of="mapping")
def keep(
    told: ColumnMapping, *, source: str, actor: Actor, intake_id: UUID | None = None, seen: int = 0
) -> UUID:
    """Keep what the columns of tables with these headings are, in the place of what was kept of them before; where an intake
    is named, have its books read again by it: both, or nothing."""
    _need(actor)
    checked = mapping_files.checked(told.name, told.book, told.fields)
    mapping_id = _keep(FiledMapping(checked, source, clock.today()), actor, sample=False)
    if intake_id is not None:
        intakes.read_again(intake_id, seen=seen, actor=actor)
    return mapping_id


@audit.records.writes("mapping.kept", of="mapping")
def load_sample(number: int, *, actor: Actor) -> UUID:
    """Keep one of the invented samples; it stays marked as one."""
    _need(actor)
    every = samples()
    if not 0 <= number < len(every):
        raise NotFound
    return _keep(every[number], actor, sample=True)


@audit.records.writes("mapping.ended", of="mapping")
def end(mapping_id: UUID, *, actor: Actor) -> None:
    """Use one no more: tables with its headings are read by the rules alone."""
    _need(actor)
    row = db.session.get(KeptMapping, (actor.community_id, mapping_id))
    if row is None:
        raise NotFound
    if not _end(KeptMapping.id == mapping_id, "ended", actor):
        raise MappingGone
    _note("mapping.ended", mapping_id, actor, {"book": row.book})


def _keep(filed: FiledMapping, actor: Actor, *, sample: bool) -> UUID:
    told = filed.told
    replaced = _end(KeptMapping.signature == told.signature, "replaced", actor)
    mapping_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": mapping_id,
        "name": told.name,
        "source": filed.source,
        "day": filed.day,
        "book": told.book,
        "signature": told.signature,
        "fields": dict(told.fields),
        "sample": sample,
        "at": clock.now(),
        "by": actor.account_id,
        "ended_why": "",
    }
    add_rows(KeptMapping, [row])
    facts = {"book": told.book, "columns": len(told.taken), "replaced": replaced, "sample": sample}
    _note("mapping.kept", mapping_id, actor, facts)
    return mapping_id


def _end(which: sa.ColumnElement[bool], why: str, actor: Actor) -> int:
    return changed(
        sa.update(KeptMapping)
        .where(KeptMapping.community_id == actor.community_id, KeptMapping.ended_at.is_(None), which)
        .values(ended_at=clock.now(), ended_by=actor.account_id, ended_why=why)
    )


def _info(row: KeptMapping) -> MappingInfo:
    return MappingInfo(
        row.id, row.name, row.source, row.day, row.book, row.signature, row.fields, row.sample, row.at, row.by, row.ended_at,
        row.ended_why,
    )  # fmt: skip


def _need(actor: Actor) -> None:
    if not people.permissions.may(actor, "import_books"):
        raise NotAllowed


def _note(action: str, mapping_id: UUID, actor: Actor, facts: dict[str, object]) -> None:
    audit.records.record(action, actor=actor, subject_kind="mapping", subject_id=mapping_id, facts=facts)
