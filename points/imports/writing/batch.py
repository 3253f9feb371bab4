"""Keeps track of one import while it is written: what is new, what each line became, what could not be taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from points import audit, people
from points.foundation import Actor
from points.imports.balancing import BalancedBooks
from points.imports.changing import ChangedTables
from points.imports.correcting import NOTHING_DECIDED, Decided
from points.imports.lines import Books, FaultyLine, SheetRow
from points.imports.reading.faults import LEFT_OUT, NOTED, faulty_line
from points.imports.refusals import LineFault

ORIGIN = "imported"


T = TypeVar("T")


def in_parts(things: Sequence[T], most: int = 2000) -> Iterator[Sequence[T]]:
    """So many at a time: what is made of them to be written is held no longer than that takes."""
    return (things[start : start + most] for start in range(0, len(things), most))


@dataclass
class OpenBatch:
    """One import while it is written: what is known, what was taken, what each line became."""

    balanced: BalancedBooks
    actor: Actor
    known: Mapping[str, audit.provenance.ImportedLine]
    tables: ChangedTables = field(default_factory=ChangedTables)
    decided: Decided = NOTHING_DECIDED
    #: how often lines of a content went out before, by key
    times: Mapping[str, int] = field(default_factory=dict)
    #: by purse, what is still to be taken back from it
    owed: Counter[UUID] = field(default_factory=Counter)
    homes: dict[str, people.history.KnownHousehold] = field(default_factory=dict)
    lines: list[audit.provenance.ImportedLine] = field(default_factory=list)
    actions: list[audit.records.Action] = field(default_factory=list)
    refused: list[FaultyLine] = field(default_factory=list)
    #: what is left of each batch, once redemptions have taken theirs
    left: dict[UUID, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.subjects = {key: line.subject_id for key, line in self.known.items()} | dict(self.decided.same)
        faults = (*self.balanced.faults, *self.tables.faults)
        self._noted = {fault.origin for fault in faults if fault.level == NOTED}

    @property
    def books(self) -> Books:
        """What was read."""
        return self.balanced.books

    @property
    def community_id(self) -> UUID:
        """Whose books these are."""
        return self.actor.community_id

    @property
    def first_day(self) -> date:
        """From when on the rules and prices of these books hold: the first day of their first year."""
        books = self.books
        days = [one.day for one in books.earned]
        days += [one.day for one in books.deliveries] + [one.day for one in books.redemptions]
        return date(min(days).year if days else self.books.year or 2000, 1, 1)

    def is_new(self, key: str) -> bool:
        """Whether a line with this content is to be entered: it does not stand in the books, and waits for no answer."""
        return key not in self.known and key not in self.decided.held

    def request(self, deed: str, key: str) -> str:
        """What a deed of this line is called in the ledger: another name each time that the line comes in."""
        times = self.times.get(key, 0)
        return f"{deed}:{key}/{times}" if times else f"{deed}:{key}"

    def subject(self, key: str) -> UUID | None:
        """What a line became, now or in an earlier import."""
        return self.subjects.get(key)

    def took(self, kind: str, key: str, origin: SheetRow, subject_id: UUID | None) -> None:
        """Note a line as taken."""
        level = NOTED if origin in self._noted else "taken"
        self.subjects[key] = subject_id
        self.lines.append(
            audit.provenance.ImportedLine(key, kind, origin.file, origin.sheet, origin.row, subject_id, level)
        )

    def refuse(self, origin: SheetRow, fault: LineFault, level: str = LEFT_OUT) -> None:
        """Name a line that today's books do not allow, or not whole."""
        self.refused.append(faulty_line(origin, fault, level))
        if level == NOTED:
            self._noted.add(origin)

    def action(self, name: str, subject_kind: str, subject_id: UUID | None, **facts: Any) -> None:
        """Note an action for the book of actions."""
        self.actions.append(audit.records.Action(name, subject_kind, subject_id, facts, origin=ORIGIN))
