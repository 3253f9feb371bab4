"""Writes what is new of compared books, kind by kind, and writes down what each line became."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from points import audit, people
from points.foundation import Actor, new_id, setting
from points.imports.comparing import ComparedBooks
from points.imports.lines import FaultyLine
from points.imports.refusals import PursesArePersonal
from points.imports.report import ImportReport
from points.imports.writing.activities import write_activities
from points.imports.writing.batch import ORIGIN, OpenBatch
from points.imports.writing.credited_services import write_services
from points.imports.writing.goods import write_goods
from points.imports.writing.leaving import write_leaving
from points.imports.writing.old_lines import write_old_lines
from points.imports.writing.people import write_people
from points.imports.writing.postings import write_points
from points.imports.writing.redemptions import write_redemptions
from points.imports.writing.rules import write_rules


@dataclass(frozen=True)
class WrittenBooks:
    """What was written: the lines with what each became, the actions to record, and the lines that could not be."""

    folder: str
    actor: Actor
    lines: tuple[audit.provenance.ImportedLine, ...]
    actions: tuple[audit.records.Action, ...]
    refused: tuple[FaultyLine, ...]


def write(compared: ComparedBooks, *, actor: Actor | None = None) -> WrittenBooks:
    """Write what never came in before; to be run inside a transaction.

    Without an actor the import itself is the actor, and where there is no community yet it founds one.
    """
    writer = actor or _importer(compared)
    if setting(writer.community_id, "purse_of") != "household":
        raise PursesArePersonal
    batch = OpenBatch(compared.balanced, writer, compared.known)
    write_people(batch)
    rules = write_rules(batch)
    write_goods(batch)
    write_activities(batch, rules)
    posted = write_points(batch)
    write_services(batch, rules, posted.earned)
    write_redemptions(batch, posted.spent)
    write_old_lines(batch, posted.beside)
    write_leaving(batch)
    return WrittenBooks(
        batch.books.folder, writer, tuple(batch.lines), tuple(batch.actions), tuple(batch.refused)
    )


def record(written: WrittenBooks, report: ImportReport) -> UUID | None:
    """Keep the import with its report, and record its actions; an import that wrote no line leaves no trace."""
    if not written.lines:
        return None
    import_id = new_id()
    audit.provenance.write_batch(
        written.folder, written.lines, report=report.kept(), actor=written.actor, import_id=import_id
    )
    kinds = [line.kind for line in written.lines]
    counted = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    imported = audit.records.Action("books.imported", "import", import_id, {"lines": counted}, origin=ORIGIN)
    audit.records.record_many([*written.actions, imported], actor=written.actor)
    return import_id


def _importer(compared: ComparedBooks) -> Actor:
    books = compared.balanced.books
    community_id = compared.community_id or people.places.found_community(books.community or books.folder)
    return Actor(community_id=community_id, kind="import")
