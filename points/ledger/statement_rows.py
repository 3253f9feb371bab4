"""A line of a purse as it stands in its table, for the readings of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import clock
from points.ledger.models import Entry, Transfer


@dataclass(frozen=True)
class Line:
    """One line of a statement. `tenths` changed posted, `held` changed what is set aside."""

    version: int
    transfer_id: UUID
    tenths: int
    held: int
    balance_after: int
    held_after: int
    what: str
    origin: str
    subject_id: UUID | None
    person_id: UUID | None
    happened_on: date
    at: datetime
    reversed: bool

    @property
    def booked_on(self) -> date:
        """The day it came into the book; for what was imported the day the old book has."""
        return self.happened_on if self.origin == "imported" else clock.shanghai(self.at).date()


#: what a line is made of, for the readings of this room
COLUMNS = (
    Entry.version,
    Entry.transfer_id,
    Entry.tenths,
    Entry.held,
    Entry.balance_after,
    Entry.held_after,
    Entry.what,
    Entry.origin,
    Entry.subject_id,
    Entry.person_id,
    Entry.happened_on,
    Entry.at,
)


def undone() -> sa.ColumnElement[bool]:
    """Whether the line was taken back."""
    undoing = aliased(Transfer)
    return (
        sa.select(undoing.id)
        .where(undoing.community_id == Entry.community_id, undoing.reverses == Entry.transfer_id)
        .exists()
        .label("undone")
    )


def still_said() -> sa.ColumnElement[bool]:
    """Whether no later line says what became of what this one set aside: so a hold that ended is told once."""
    ending = aliased(Transfer)
    ended = sa.select(ending.id).where(
        ending.community_id == Entry.community_id, ending.resolves == Entry.transfer_id
    )
    return ~ended.correlate(Entry).exists()


def line_of(row: Any) -> Line:
    """A row as a value."""
    return Line(
        version=row.version,
        transfer_id=row.transfer_id,
        tenths=row.tenths,
        held=row.held,
        balance_after=row.balance_after,
        held_after=row.held_after,
        what=row.what,
        origin=row.origin,
        subject_id=row.subject_id,
        person_id=row.person_id,
        happened_on=row.happened_on,
        at=row.at,
        reversed=bool(row.undone),
    )
