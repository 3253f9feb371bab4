"""Imports a folder of books: reads, counts, and writes all of it in one transaction or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from points import audit, foundation, people
from points.foundation import Actor, new_id, reading, setting, transact
from points.imports import balancing
from points.imports.balancing import Report
from points.imports.lines import Books
from points.imports.reading.folder import read_books
from points.imports.refusals import CommunityUnclear, PursesArePersonal
from points.imports.writing import batch
from points.imports.writing.activities import take_activities, take_rules
from points.imports.writing.batch import take_people
from points.imports.writing.goods import take_goods
from points.imports.writing.postings import take_points
from points.imports.writing.redemptions import take_redemptions
from points.imports.writing.services import take_services

#: what comes from tables that are replaced as a whole, or only follows from other lines
_NEVER_VANISH = frozenset({"rule", "penalty", "item", "household"})


@dataclass(frozen=True)
class Plan:
    """A folder that was read and counted, before anything is written."""

    folder: str
    books: Books
    report: Report


def plan_import(folder: Path) -> Plan:
    """Read and count a folder; needs no database."""
    books = read_books(folder)
    return Plan(folder.name or str(folder), books, balancing.balance(books))


def import_books(
    folder: Path, *, actor: Actor | None = None, number: int | None = None, apply: bool
) -> Report:
    """The report of a folder, and with `apply` its lines in the books; runs a transaction of its own.

    Without an actor the community is the one of this number, the one the books name, or the only one there
    is; where there is none at all it is founded.
    """
    plan = plan_import(folder)
    if not apply:
        return reading(lambda: _with_vanished(plan, actor.community_id if actor else _meant(plan, number)))
    return transact(lambda: take_in(plan, actor=actor or _importer(plan, number)))


def take_in(plan: Plan, *, actor: Actor) -> Report:
    """Write what is new of a plan; to be run inside a transaction. The report says what could not be taken."""
    if setting(actor.community_id, "purse_of") != "household":
        raise PursesArePersonal
    known = audit.provenance.known_lines(actor.community_id)
    intake = batch.Batch(plan.books, plan.report, actor, known)
    take_people(intake)
    rules = take_rules(intake)
    take_goods(intake)
    take_activities(intake, rules)
    earned, spent = take_points(intake)
    take_services(intake, rules, earned)
    take_redemptions(intake, spent)
    report = _finished(plan, intake)
    if intake.lines:
        _write_down(plan, intake, report)
    return report


def _finished(plan: Plan, intake: batch.Batch) -> Report:
    faults = {fault.origin: fault for fault in (*plan.report.faults, *intake.refused)}
    return replace(plan.report, faults=tuple(faults.values()), vanished=_vanished(plan.books, intake.known))


def _write_down(plan: Plan, intake: batch.Batch, report: Report) -> None:
    import_id = new_id()
    kept = {**report.plain(), "messages_en": [fault.message_en for fault in report.faults]}
    audit.provenance.write_batch(
        plan.folder, intake.lines, report=kept, actor=intake.actor, import_id=import_id
    )
    kinds = [line.kind for line in intake.lines]
    intake.action(
        "books.imported", "import", import_id, lines={kind: kinds.count(kind) for kind in sorted(set(kinds))}
    )
    audit.records.record_many(intake.actions, actor=intake.actor)


def _with_vanished(plan: Plan, community_id: UUID | None) -> Report:
    if community_id is None:
        return plan.report
    return replace(plan.report, vanished=_vanished(plan.books, audit.provenance.known_lines(community_id)))


def _vanished(books: Books, known: dict[str, audit.provenance.ImportedLine]) -> tuple[dict[str, object], ...]:
    """Lines that came in before and stand in these books no more; they are named, not reversed."""
    here = _keys(books)
    gone = [line for key, line in known.items() if key not in here and line.kind not in _NEVER_VANISH]
    gone.sort(key=lambda line: (line.file, line.sheet, line.row))
    return tuple(
        {"file": line.file, "sheet": line.sheet, "row": line.row, "kind": line.kind} for line in gone
    )


def _keys(books: Books) -> set[str]:
    attended = {one.key for activity in books.activities for one in activity.attendances}
    people_here = {one.key for one in books.people} | {one.key for one in books.activities}
    moved = {one.key for one in books.earned} | {one.key for one in books.handouts}
    return attended | people_here | moved | {one.key for one in books.deliveries}


def _importer(plan: Plan, number: int | None) -> Actor:
    community_id = _find(plan, number) or people.places.found_community(plan.books.community or plan.folder)
    return Actor(community_id=community_id, kind="import")


def _meant(plan: Plan, number: int | None) -> UUID | None:
    """The community to compare with; none where that is unclear, for what is only read can go to no wrong place."""
    try:
        return _find(plan, number)
    except CommunityUnclear:
        if number is not None:
            raise
        return None


def _find(plan: Plan, number: int | None) -> UUID | None:
    """The community that is meant; None where this installation has none yet.

    The one of this number, the one of this name, or the only one there is; but not one of another name that
    has households already: their numbers would be taken for each other's.
    """
    every = foundation.communities()
    name = plan.books.community
    named = [one for one in every if one.name == name] or every
    found = named if number is None else [one for one in every if one.number == number]
    sure = len(found) == 1 and (number is not None or name in ("", found[0].name))
    if sure or (len(found) == 1 and not people.history.known_households(found[0].id)):
        return found[0].id
    if every:
        raise CommunityUnclear(name=name or "—", known="、".join(f"{one.number} {one.name}" for one in every))
    return None
