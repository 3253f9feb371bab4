"""Writes what is new of compared books, kind by kind, and writes down what each line became."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from points import audit, people
from points.foundation import Actor, new_id, setting
from points.imports.comparing import ComparedBooks
from points.imports.correcting import siblings
from points.imports.lines import FaultyLine
from points.imports.refusals import CorrectionsNeedTwo, PursesArePersonal
from points.imports.report import ImportReport
from points.imports.writing.activities import write_activities
from points.imports.writing.batch import ORIGIN, OpenBatch
from points.imports.writing.credited_services import write_services
from points.imports.writing.going_out import GoingOut, TwoPeople
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
    import_id: UUID
    #: keys of lines that stand no more, or under another key
    out: tuple[str, ...] = ()
    #: keys of lines that count beside one that was entered
    beside: frozenset[str] = frozenset()


def write(
    compared: ComparedBooks, *, actor: Actor | None = None, two: TwoPeople | None = None
) -> WrittenBooks:
    """Write what does not stand in the books, and take back what was decided; to be run inside a transaction.

    Without an actor the import itself is the actor, and where there is no community yet it founds one. What came in
    before changes only where `two` people said so.
    """
    writer = actor or _importer(compared)
    if setting(writer.community_id, "purse_of") != "household":
        raise PursesArePersonal
    back = _going_out(compared, two)
    batch = _open(compared, writer, back)
    write_people(batch)
    rules = write_rules(batch)
    if back:
        back.give()
    write_goods(batch)
    write_activities(batch, rules)
    posted = write_points(batch)
    write_services(batch, rules, posted.earned)
    write_redemptions(batch, posted.spent)
    write_old_lines(batch, posted.beside)
    write_leaving(batch)
    if back:
        back.take()
    return WrittenBooks(
        batch.books.folder,
        writer,
        tuple(batch.lines),
        tuple(batch.actions),
        tuple(batch.refused),
        back.batch_id if back else new_id(),
        tuple(back.keys) if back else (),
        frozenset(
            compared.decided.beside[one.key] for one in batch.lines if one.key in compared.decided.beside
        ),
    )


def _going_out(compared: ComparedBooks, two: TwoPeople | None) -> GoingOut | None:
    decided, community_id = compared.decided, compared.community_id
    if not decided.moves or community_id is None:
        return None
    if two is None:
        raise CorrectionsNeedTwo
    return GoingOut(
        siblings(decided.out, compared.known), two, audit.provenance.times_out(community_id), decided
    )


def _open(compared: ComparedBooks, writer: Actor, back: GoingOut | None) -> OpenBatch:
    if back is None:
        known, owed = compared.known, Counter[UUID]()
        times = audit.provenance.times_out(writer.community_id)
    else:
        known = {key: line for key, line in compared.known.items() if key not in back.keys}
        times, owed = back.times_after(), back.owed
    return OpenBatch(compared.balanced, writer, known, compared.tables, compared.decided, times, owed)


def record(written: WrittenBooks, report: ImportReport) -> UUID | None:
    """Keep the import with its report, and record its actions; an import that wrote no line leaves no trace."""
    if not (written.lines or written.out):
        return None
    import_id = written.import_id
    audit.provenance.take_out(written.out, by=import_id, actor=written.actor)
    audit.provenance.write_batch(
        written.folder, written.lines, report=report.kept(), actor=written.actor, import_id=import_id
    )
    audit.provenance.keep_beside(written.beside, by=import_id, actor=written.actor)
    kinds = [line.kind for line in written.lines]
    counted = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    imported = audit.records.Action(
        "books.imported", "import", import_id, {"lines": counted, "out": len(written.out)}, origin=ORIGIN
    )
    audit.records.record_many([*written.actions, imported], actor=written.actor)
    return import_id


def _importer(compared: ComparedBooks) -> Actor:
    books = compared.balanced.books
    community_id = compared.community_id or people.places.found_community(books.community or books.folder)
    return Actor(community_id=community_id, kind="import")
