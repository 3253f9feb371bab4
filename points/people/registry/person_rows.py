"""Persons with what others may know of them, as queries the readings of this wing begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, db, wording
from points.people.models import Household, Identity, Person, Place
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
    is_head: bool = False
    phone_tail: str = ""
    birth_year: int | None = None
    kinship: str = ""
    status: str = "active"
    place_id: UUID | None = None
    place_name: str = ""
    merged_into: UUID | None = None
    care_mode: bool = False
    language: str = ""

    @property
    def active(self) -> bool:
        """Whether the person still lives and is registered here."""
        return self.status == "active"


def select_people(community_id: UUID) -> sa.Select:
    """Persons with what belongs to them, to be narrowed."""
    place = aliased(Place)
    return (
        sa.select(Person, Identity, Household.number, Household.head_id, Household.place_id, place.name)
        .join(
            Identity,
            sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id),
        )
        .outerjoin(
            Household,
            sa.and_(Household.community_id == Person.community_id, Household.id == Person.household_id),
        )
        .outerjoin(place, place.id == Household.place_id)
        .where(Person.community_id == community_id)
    )


def infos_of(query: sa.Select) -> list[PersonInfo]:
    """The persons of such a query as values."""
    return [
        PersonInfo(
            person_id=one.id,
            public_id=one.public_id,
            name=identity.name,
            door=identity.door,
            household_id=one.household_id,
            household_number=number or "",
            masked=wording.masked(identity.name),
            is_head=head_id == one.id,
            phone_tail=identity.phone[-4:],
            birth_year=_year(identity.birth_date),
            kinship=one.kinship,
            status=one.status,
            place_id=place_id,
            place_name=place_name or "",
            merged_into=one.merged_into,
            care_mode=one.care_mode,
            language=one.language,
        )
        for one, identity, number, head_id, place_id, place_name in db.session.execute(query)
    ]


def _year(day: date | None) -> int | None:
    return day.year if day else None


def seen_by(query: sa.Select, actor: Actor) -> sa.Select:
    """Everybody for a role on the community or above it, a grid's households for a role on the grid."""
    if actor.kind in ("system", "import"):
        return query
    places = places_of(actor, roles_for("see_people"))
    if not places:
        return query.where(sa.false())
    seen = below(places)
    whole = sa.literal(actor.community_id).in_(seen)
    return query.where(sa.or_(whole, Household.place_id.in_(seen)))
