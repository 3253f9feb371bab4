"""Households: found by number, opened, and who lives there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, db, new_id, run
from points.people.authorisation import need
from points.people.models import Household, Person
from points.people.registry import person_rows, policy, registration_rows
from points.people.registry.refusals import HouseholdNumberTaken
from points.people.registry.registration_rows import NewHousehold


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
