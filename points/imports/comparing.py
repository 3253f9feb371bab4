"""Compares the balanced books with what came in before: which community is meant, what is new, what has vanished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from points import audit, foundation, goods, people
from points.imports import booked, pairing
from points.imports.asking import Answer
from points.imports.balancing import BalancedBooks
from points.imports.changing import ChangedTables, compare_tables
from points.imports.correcting import NOTHING_DECIDED, Decided, decide
from points.imports.lines import Books, SheetRow
from points.imports.pairing import Correction
from points.imports.reading.goods.pricing import NOTHING_BEFORE, CameBefore
from points.imports.refusals import CommunityUnclear

#: what comes from tables that are replaced as a whole, or only follows from other lines
_NEVER_VANISH = frozenset({"rule", "penalty", "item", "household"})


@dataclass(frozen=True)
class ComparedBooks:
    """Balanced books beside what came in before; `community_id` is None where there is no community yet.

    `vanished` are lines that came in before and stand in these books no more; `corrections` those of them that stand
    otherwise now; what becomes of both is `decided`. `tables` is what the tables of rules and goods say otherwise.
    """

    balanced: BalancedBooks
    community_id: UUID | None
    known: Mapping[str, audit.provenance.ImportedLine]
    vanished: tuple[audit.provenance.ImportedLine, ...]
    tables: ChangedTables = field(default_factory=ChangedTables)
    corrections: tuple[Correction, ...] = ()
    decided: Decided = NOTHING_DECIDED


def compare(
    balanced: BalancedBooks, community_id: UUID | None, answers: Sequence[Answer] = ()
) -> ComparedBooks:
    """The books beside what came into this community before; needs no database where there is none yet."""
    books = balanced.books
    known = audit.provenance.known_lines(community_id) if community_id else {}
    vanished = _vanished(books, known)
    tables = compare_tables(books, known, community_id, answers)
    if community_id is None:
        return ComparedBooks(balanced, None, known, vanished, tables)
    fresh = pairing.new_lines(books, known)
    kinds, sheets = {one.kind for one in fresh}, set(books.sheets)
    moved = pairing.moved_sheets(books, known)
    placed = [_placed(one, moved) for one in vanished if not one.beside]
    near = [one for one in placed if one.kind in kinds or (one.file, one.sheet) in sheets]
    gone = booked.read(community_id, near).lines(near)
    corrections = pairing.pairs(gone, fresh)
    paired = {one.old.line.key for one in corrections}
    # what stands in a book that is not in this folder has not vanished
    left = [
        one
        for one in gone
        if one.line.key not in paired
        and (one.line.file, one.line.sheet) in sheets
        # it stands there yet, and waits for an answer itself
        and SheetRow(one.line.file, one.line.sheet, one.line.row) not in books.left_rows
    ]
    decided = decide(corrections, left, answers, vanished)
    asked = tuple(one for one in vanished if not one.beside)
    return ComparedBooks(balanced, community_id, known, asked, tables, tuple(corrections), decided)


def _placed(
    line: audit.provenance.ImportedLine, moved: Mapping[tuple[str, str], tuple[str, str]]
) -> audit.provenance.ImportedLine:
    """A line that came in before, under the names that its file and sheet have now."""
    place = moved.get((line.file, line.sheet))
    return replace(line, file=place[0], sheet=place[1]) if place else line


def came_before(community_id: UUID | None) -> CameBefore:
    """The redemptions that came into this community before, for who reads them again."""
    if community_id is None:
        return NOTHING_BEFORE
    keys = audit.provenance.known_keys(community_id, "handout")
    return CameBefore(keys, goods.history.prices_ever(community_id) if keys else {})


def find_community(books: Books, number: int | None) -> UUID | None:
    """The community that is meant; None where this installation has none yet.

    The one of this number, the one of this name, or the only one there is; but not one of another name that
    has households already: their numbers would be taken for each other's.
    """
    every = foundation.communities()
    name = books.community
    named = [one for one in every if one.name == name] or every
    found = named if number is None else [one for one in every if one.number == number]
    sure = len(found) == 1 and (number is not None or name in ("", found[0].name))
    if sure or (len(found) == 1 and not people.history.known_households(found[0].id)):
        return found[0].id
    if every:
        raise CommunityUnclear(name=name or "—", known="、".join(f"{one.number} {one.name}" for one in every))
    return None


def likely_community(books: Books, number: int | None) -> UUID | None:
    """The same, for what is only read and can go to no wrong place; None also where it is unclear."""
    try:
        return find_community(books, number)
    except CommunityUnclear:
        if number is not None:
            raise
        return None


def _vanished(
    books: Books, known: Mapping[str, audit.provenance.ImportedLine]
) -> tuple[audit.provenance.ImportedLine, ...]:
    here = _keys(books)
    gone = [line for key, line in known.items() if key not in here and line.kind not in _NEVER_VANISH]
    return tuple(sorted(gone, key=lambda line: (line.file, line.sheet, line.row)))


def _keys(books: Books) -> set[str]:
    attended = {one.key for activity in books.activities for one in activity.attendances}
    people_here = {one.key for one in books.people} | {one.key for one in books.activities}
    moved = {one.key for one in books.earned} | {one.key for one in books.redemptions}
    return attended | people_here | moved | {one.key for one in books.deliveries}
