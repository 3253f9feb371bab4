"""Households: found by number, opened, and who lives there."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, db, new_id
from points.people.authorisation import need
from points.people.models import Household, Person
from points.people.registry import person_rows, registration_rows
from points.people.registry.refusals import HouseholdNumberTaken
from points.people.registry.registration_rows import NewHousehold


def members(community_id: UUID, household_id: UUID) -> list[person_rows.PersonInfo]:
    """Who lives there, the head first."""
    found = person_rows.infos_of(
        person_rows.select_people(community_id).where(
            Person.household_id == household_id, Person.status != "merged"
        )
    )
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
