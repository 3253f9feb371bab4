"""Persons with what others may know of them, as queries the readings of this wing begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, run, wording
from points.foundation.prepared import given, given_many, prepared
from points.people.models import Household, Identity, Person, Place, Purse
from points.people.permissions import roles_for
from points.people.registry.tree import below, places_of


@dataclass(frozen=True)
class PersonInfo:
    """A person as other rooms and pages may know them. Never the whole phone number, never the birthday."""

    person_id: UUID
    public_id: str
    name: str
    door: str
    household_id: UUID | None
    household_number: str
    masked: str
    is_head: bool
    phone_tail: str
    birth_year: int | None
    kinship: str
    status: str
    place_id: UUID | None
    place_name: str
    merged_into: UUID | None
    care_mode: bool
    language: str

    @property
    def active(self) -> bool:
        """Whether the person still lives and is registered here."""
        return self.status == "active"

    @property
    def gone(self) -> bool:
        """Whether the person died or moved away; one who was registered twice is still here, under the other entry."""
        return self.status in ("left", "dead")


_COLUMNS = (
    Person.id,
    Person.public_id,
    Person.household_id,
    Person.kinship,
    Person.status,
    Person.merged_into,
    Person.care_mode,
    Person.language,
    Identity.name,
    Identity.door,
    Identity.phone,
    Identity.birth_date,
    Household.number.label("household_number"),
    Household.head_id,
    Household.place_id,
)


def select_people(community_id: UUID | sa.BindParameter[Any]) -> sa.Select[*tuple[Any, ...]]:
    """Persons with what belongs to them, to be narrowed."""
    place = Place.__table__.alias("home")
    return (
        sa.select(*_COLUMNS, place.c.name.label("place_name"))
        .select_from(Person)
        .join(
            Identity,
            sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id),
        )
        .outerjoin(
            Household,
            sa.and_(Household.community_id == Person.community_id, Household.id == Person.household_id),
        )
        .outerjoin(place, place.c.id == Household.place_id)
        .where(Person.community_id == community_id)
    )


def select_household(community_id: UUID, number: str) -> sa.Select[*tuple[Any, ...]]:
    """One household with its place and purse, and a row for each of its people; one with nobody has one row."""
    place = Place.__table__.alias("home")
    return (
        sa.select(
            *_COLUMNS,
            place.c.name.label("place_name"),
            Household.id.label("home_id"),
            Household.number.label("home_number"),
            Purse.id.label("purse_id"),
            Purse.account_id,
        )
        .select_from(Household)
        .outerjoin(
            Person,
            sa.and_(
                Person.community_id == Household.community_id,
                Person.household_id == Household.id,
                Person.status != "merged",
            ),
        )
        .outerjoin(
            Identity,
            sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id),
        )
        .outerjoin(
            Purse,
            sa.and_(Purse.community_id == Household.community_id, Purse.household_id == Household.id),
        )
        .outerjoin(place, place.c.id == Household.place_id)
        .where(Household.community_id == community_id, Household.number == number)
    )


@prepared
def by_ids() -> sa.Executable:
    """Persons by id."""
    return select_people(given("community")).where(Person.id.in_(given_many("persons")))


def infos_of(query: sa.Executable) -> list[PersonInfo]:
    """The persons of such a query as values."""
    return [info_of(row) for row in run(query)]


def info_of(row: Any) -> PersonInfo:
    """A person's row as a value."""
    return PersonInfo(
        person_id=row.id,
        public_id=row.public_id,
        name=row.name,
        door=row.door,
        household_id=row.household_id,
        household_number=row.household_number or "",
        masked=wording.masked(row.name),
        is_head=row.head_id == row.id,
        phone_tail=row.phone[-4:],
        birth_year=_year(row.birth_date),
        kinship=row.kinship,
        status=row.status,
        place_id=row.place_id,
        place_name=row.place_name or "",
        merged_into=row.merged_into,
        care_mode=row.care_mode,
        language=row.language,
    )


def _year(day: date | None) -> int | None:
    return day.year if day else None


def seen_by(query: sa.Select[*tuple[Any, ...]], actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    """Everybody for a role on the community or above it, a grid's households for a role on the grid."""
    if actor.kind in ("system", "import"):
        return query
    places = places_of(actor, roles_for("see_people"))
    if not places:
        return query.where(sa.false())
    seen = below(places)
    whole = sa.literal(actor.community_id).in_(seen)
    return query.where(sa.or_(whole, Household.place_id.in_(seen)))
