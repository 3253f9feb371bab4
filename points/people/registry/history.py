"""A community's households with their purses and people, read at once for an import. It writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.people.models import Household, Identity, Person, Purse


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of a household, by what tells namesakes apart."""

    person_id: UUID
    name: str
    birth: date | None
    status: str


@dataclass(slots=True)
class KnownHousehold:
    """A household with its purse, its people and its door."""

    household_id: UUID
    account_id: UUID | None
    head_id: UUID | None
    people: list[KnownPerson] = field(default_factory=list)
    door: str = ""


def known_households(community_id: UUID) -> dict[str, KnownHousehold]:
    """Every household by number. A person whose registration was merged stands for the one that stayed."""
    homes = (
        sa.select(Household.id, Household.number, Household.head_id, Purse.account_id)
        .outerjoin(
            Purse, sa.and_(Purse.community_id == Household.community_id, Purse.household_id == Household.id)
        )
        .where(Household.community_id == community_id)
    )
    found, by_id = {}, {}
    for row in db.session.execute(homes):
        by_id[row.id] = found[row.number] = KnownHousehold(row.id, row.account_id, row.head_id)
    members = (
        sa.select(
            Person.household_id,
            Identity.name,
            sa.func.coalesce(Person.merged_into, Person.id),
            Identity.door,
            Identity.birth_date,
            Person.status,
        )
        .join(
            Identity,
            sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id),
        )
        .where(Person.community_id == community_id, Person.household_id.is_not(None))
        .order_by(Person.id)
    )
    for household_id, name, person_id, door, birth, status in db.session.execute(members):
        home = by_id[household_id]
        home.people.append(KnownPerson(person_id, name, birth, status))
        home.door = home.door or door
    return found
