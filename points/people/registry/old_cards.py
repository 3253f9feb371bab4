"""Numbers of cards and passbooks from before this installation: they find a household, and prove nothing.

Such a number stands in print for anybody to read. So it is one more name of its household: who comes with it gives the same
proof as somebody who was searched by name. A card that is printed for the household ends it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, add_rows, changed, clock, db, new_id
from points.people.authorisation import need
from points.people.models import OldCard, Person
from points.people.registry import person_rows
from points.people.registry.households import HouseholdInfo

#: at the counter shorter than any number of ours, so that none is taken for another
MOST_SIGNS = 6


@dataclass(frozen=True)
class OldCardInfo:
    """The old number of a household, and whether it still finds it."""

    old_card_id: UUID
    number: str
    adopted_at: datetime
    ended_at: datetime | None


def plain(number: str) -> str:
    """A number as it is compared: without blanks and strokes, in capitals; its noughts stay."""
    said = unicodedata.normalize("NFKC", number).upper()
    return "".join(one for one in said if one.isalnum())


def known(community_id: UUID) -> dict[str, UUID]:
    """Every number that was ever adopted, with its household; the one that still stands, where there were several."""
    query = (
        sa.select(OldCard.number, OldCard.household_id)
        .where(OldCard.community_id == community_id)
        .order_by(OldCard.ended_at.is_(None), OldCard.id)
    )
    return {row.number: row.household_id for row in db.session.execute(query)}


def adopt(numbers: Mapping[str, UUID], *, actor: Actor) -> None:
    """Let these numbers find these households."""
    need(actor, "register_people")
    now, owner = clock.now(), {"community_id": actor.community_id}
    rows = [
        {**owner, "id": new_id(), "household_id": home, "number": number, "adopted_at": now}
        for number, home in numbers.items()
    ]
    add_rows(OldCard, rows)
    origin = "imported" if actor.kind == "import" else "entered"
    actions = [
        audit.records.Action("old_card.adopted", "household", home, origin=origin)
        for home in numbers.values()
    ]
    audit.records.record_many(actions, actor=actor)


def at_counter(community_id: UUID, number: str, *, limit: int = 5) -> list[person_rows.PersonInfo]:
    """Who lives in the household of an old number, as far as they may come; nobody where there is none."""
    said = plain(number)
    if not 0 < len(said) <= MOST_SIGNS:
        return []
    query = person_rows.select_people(community_id).where(
        Person.household_id.in_(found_by(said)), Person.status == "active"
    )
    return sorted(person_rows.infos_of(query), key=lambda one: (not one.is_head, one.person_id))[:limit]


def found_by(number: object) -> sa.Select[UUID]:
    """The household of a number that still stands, for a statement about people."""
    return sa.select(OldCard.household_id).where(
        OldCard.community_id == Person.community_id, OldCard.number == number, OldCard.ended_at.is_(None)
    )


def of_household(community_id: UUID, household_id: UUID) -> list[OldCardInfo]:
    """The old numbers of a household, those that ended last."""
    query = (
        sa.select(OldCard.id, OldCard.number, OldCard.adopted_at, OldCard.ended_at)
        .where(OldCard.community_id == community_id, OldCard.household_id == household_id)
        .order_by(OldCard.ended_at.is_not(None), OldCard.number)
    )
    return [OldCardInfo(*row) for row in db.session.execute(query)]


@audit.records.writes("old_card.ended", of="household")
def end(old_card_id: UUID, *, of: HouseholdInfo, actor: Actor) -> None:
    """An old number of this household finds it no more."""
    need(actor, "issue_cards")
    own = OldCard.id == old_card_id, OldCard.household_id == of.household_id
    if _end(sa.and_(*own), actor):
        _record(of.household_id, actor)
    elif (
        db.session.scalar(sa.select(OldCard.id).where(OldCard.community_id == actor.community_id, *own))
        is None
    ):
        raise NotFound


def replace(household_id: UUID | None, *, actor: Actor) -> None:
    """A card was printed for this household: its old numbers end."""
    if household_id is not None and _end(OldCard.household_id == household_id, actor):
        _record(household_id, actor)


def _end(which: sa.ColumnElement[bool], actor: Actor) -> int:
    standing = OldCard.community_id == actor.community_id, OldCard.ended_at.is_(None)
    new = {"ended_at": clock.now(), "ended_by": actor.account_id}
    return changed(sa.update(OldCard).where(*standing, which).values(**new))


def _record(household_id: UUID, actor: Actor) -> None:
    audit.records.record("old_card.ended", actor=actor, subject_kind="household", subject_id=household_id)
