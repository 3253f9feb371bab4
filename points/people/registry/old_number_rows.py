"""Numbers of cards and passbooks from before this installation: they find a household, and prove nothing.

Such a number stands in print for anybody to read. So it is one more name of its household: who comes with it gives the same
proof as somebody who was searched by name. A card that is printed for the household ends it.
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, changed, clock
from points.people.models import OldNumber, Person


def found_by(number: object) -> sa.Select[UUID]:
    """The household of a number that still stands, for a statement about people."""
    return sa.select(OldNumber.household_id).where(
        OldNumber.community_id == Person.community_id,
        OldNumber.number == number,
        OldNumber.ended_at.is_(None),
    )


def replace(household_id: UUID | None, *, actor: Actor) -> None:
    """A card was printed for this household: its old numbers end."""
    if household_id is not None and end(OldNumber.household_id == household_id, actor):
        record_end(household_id, actor)


def end(which: sa.ColumnElement[bool], actor: Actor) -> int:
    """End those of these numbers that still stand; how many there were."""
    standing = OldNumber.community_id == actor.community_id, OldNumber.ended_at.is_(None)
    new = {"ended_at": clock.now(), "ended_by": actor.account_id}
    return changed(sa.update(OldNumber).where(*standing, which).values(**new))


def record_end(household_id: UUID, actor: Actor) -> None:
    """Write down that a household has ended numbers."""
    audit.records.record("old_card.ended", actor=actor, subject_kind="household", subject_id=household_id)
