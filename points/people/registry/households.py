"""Households: found by number, by that of an old card as well, opened, and who lives there."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, add_rows, clock, db, new_id, run
from points.people.authorisation import need
from points.people.models import Household, OldNumber, Person
from points.people.registry import old_number_rows, person_rows, policy, registration_rows
from points.people.registry.refusals import HouseholdNumberTaken
from points.people.registry.registration_rows import NewHousehold

#: at the counter shorter than any number of ours, so that none is taken for another
MOST_SIGNS = 6


@dataclass(frozen=True)
class HouseholdInfo:
    """A household with its people, the head first. It has a purse where households have purses."""

    household_id: UUID
    number: str
    place_name: str
    purse_id: UUID | None
    account_id: UUID | None
    members: tuple[person_rows.PersonInfo, ...]

    @property
    def door(self) -> str:
        """Where they live, as the first of them says it who says it."""
        return next((one.door for one in self.members if one.door), "")


@dataclass(frozen=True)
class OldNumberInfo:
    """The old number of a household, and whether it still finds it."""

    old_number_id: UUID
    number: str
    adopted_at: datetime
    ended_at: datetime | None


def get_visible(number: str, *, actor: Actor) -> HouseholdInfo:
    """A household by its number, if the actor may see who lives there; else there is no such household."""
    query = person_rows.select_household(actor.community_id, number.strip())
    rows = run(person_rows.seen_by(query, actor)).all()
    if not rows:
        raise NotFound
    found = [person_rows.info_of(row) for row in rows if row.id is not None]
    return HouseholdInfo(
        rows[0].home_id,
        rows[0].home_number,
        rows[0].place_name or "",
        rows[0].purse_id,
        rows[0].account_id,
        tuple(_head_first(found)),
    )


def members(community_id: UUID, household_id: UUID) -> list[person_rows.PersonInfo]:
    """Who lives there, the head first."""
    return _head_first(person_rows.infos_of(_living_in(community_id, household_id)))


def members_seen(number: str, *, actor: Actor) -> list[person_rows.PersonInfo]:
    """The same of a household's number as it was typed, as far as the actor may see them."""
    home = find_typed(actor.community_id, number)
    if home is None:
        return []
    query = person_rows.seen_by(_living_in(actor.community_id, home), actor)
    return _head_first(person_rows.infos_of(query))


def _living_in(community_id: UUID, household_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    return person_rows.select_people(community_id).where(
        Person.household_id == household_id, Person.status != "merged"
    )


def _head_first(found: list[person_rows.PersonInfo]) -> list[person_rows.PersonInfo]:
    return sorted(found, key=lambda one: (not one.is_head, one.person_id))


def add(number: str, *, actor: Actor, place_id: UUID | None = None, household_id: UUID | None = None) -> UUID:
    """A household without people yet; with its purse where households have purses."""
    need(actor, "register_people")
    if find(actor.community_id, number):
        raise HouseholdNumberTaken(number=number)
    new = NewHousehold(number=number, place_id=place_id, household_id=household_id or new_id())
    registration_rows.insert_households([new], actor)
    audit.records.record(
        "household.opened", actor=actor, subject_kind="household", subject_id=new.household_id
    )
    return new.household_id


def find(community_id: UUID, number: str) -> UUID | None:
    """The household of this number."""
    return db.session.scalar(
        sa.select(Household.id).where(Household.community_id == community_id, Household.number == number)
    )


def find_typed(community_id: UUID, words: str) -> UUID | None:
    """The household of a number as somebody types it, with its leading noughts or without."""
    found = (find(community_id, number) for number in policy.ways_to_number(words))
    return next((home for home in found if home is not None), None)


def adopt_old_numbers(numbers: Mapping[str, UUID], *, actor: Actor) -> None:
    """Let these numbers find these households."""
    need(actor, "register_people")
    now, owner = clock.now(), {"community_id": actor.community_id}
    rows = [
        {**owner, "id": new_id(), "household_id": home, "number": number, "adopted_at": now}
        for number, home in numbers.items()
    ]
    add_rows(OldNumber, rows)
    origin = "imported" if actor.kind == "import" else "entered"
    actions = [
        audit.records.Action("old_card.adopted", "household", home, origin=origin)
        for home in numbers.values()
    ]
    audit.records.record_many(actions, actor=actor)


def known_old_numbers(community_id: UUID) -> dict[str, UUID]:
    """Every number that was ever adopted, with its household; the one that still stands, where there were several."""
    query = (
        sa.select(OldNumber.number, OldNumber.household_id)
        .where(OldNumber.community_id == community_id)
        .order_by(OldNumber.ended_at.is_(None), OldNumber.id)
    )
    return {row.number: row.household_id for row in db.session.execute(query)}


def plain_old_number(number: str) -> str:
    """A number as it is compared: without blanks and strokes, in capitals; its noughts stay."""
    said = unicodedata.normalize("NFKC", number).upper()
    return "".join(one for one in said if one.isalnum())


def by_old_number(community_id: UUID, number: str, *, limit: int = 5) -> list[person_rows.PersonInfo]:
    """Who lives in the household of an old number, as far as they may come; nobody where there is none."""
    said = plain_old_number(number)
    if not 0 < len(said) <= MOST_SIGNS:
        return []
    query = person_rows.select_people(community_id).where(
        Person.household_id.in_(old_number_rows.found_by(said)), Person.status == "active"
    )
    return sorted(person_rows.infos_of(query), key=lambda one: (not one.is_head, one.person_id))[:limit]


def old_numbers(community_id: UUID, household_id: UUID) -> list[OldNumberInfo]:
    """The old numbers of a household, those that ended last."""
    query = (
        sa.select(OldNumber.id, OldNumber.number, OldNumber.adopted_at, OldNumber.ended_at)
        .where(OldNumber.community_id == community_id, OldNumber.household_id == household_id)
        .order_by(OldNumber.ended_at.is_not(None), OldNumber.number)
    )
    return [OldNumberInfo(*row) for row in db.session.execute(query)]


@audit.records.writes("old_card.ended", of="household")
def end_old_number(old_number_id: UUID, *, of: HouseholdInfo, actor: Actor) -> None:
    """An old number of this household finds it no more."""
    need(actor, "issue_cards")
    own = OldNumber.id == old_number_id, OldNumber.household_id == of.household_id
    if old_number_rows.end(sa.and_(*own), actor):
        old_number_rows.record_end(of.household_id, actor)
        return
    query = sa.select(OldNumber.id).where(OldNumber.community_id == actor.community_id, *own)
    if db.session.scalar(query) is None:
        raise NotFound
