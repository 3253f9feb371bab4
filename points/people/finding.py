"""Finding people: by id, by name, door, household number or the end of a phone number. It changes nothing.

A search sees only the part of the tree where the actor has a role that may see others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, NotFound, db, paging, wording
from points.people import permissions
from points.people.models import Household, Identity, Person, Place
from points.people.places import below


@dataclass(frozen=True)
class PersonCard:
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


@dataclass(frozen=True)
class Found:
    """One page of a search; `next_key` asks for the page after it."""

    people: list[PersonCard]
    next_key: str | None


def person(community_id: UUID, person_id: UUID) -> PersonCard:
    """A person by id."""
    return people(community_id, [person_id])[person_id]


def people(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, PersonCard]:
    """Several persons by id, with one statement; one who is not there is refused."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    found = {one.person_id: one for one in _cards(_query(community_id).where(Person.id.in_(wanted)))}
    if wanted - found.keys():
        raise NotFound
    return found


def find_resident(community_id: UUID, public_id: str) -> PersonCard | None:
    """A person by public id."""
    found = _cards(_query(community_id).where(Person.public_id == public_id.strip().lower()))
    return found[0] if found else None


def resident(public_id: str, *, actor: Actor) -> PersonCard:
    """A person by public id, if the actor may see them; else there is no such person."""
    query = _seen_by(_query(actor.community_id).where(Person.public_id == public_id.strip().lower()), actor)
    found = _cards(query)
    if not found:
        raise NotFound
    return found[0]


def may_see(person_id: UUID, *, actor: Actor) -> bool:
    """Whether the actor may see this person."""
    return bool(_cards(_seen_by(_query(actor.community_id).where(Person.id == person_id), actor)))


def people_of_household(community_id: UUID, household_id: UUID) -> list[PersonCard]:
    """Who lives there, the head first."""
    found = _cards(_query(community_id).where(Person.household_id == household_id, Person.status != "merged"))
    return sorted(found, key=lambda one: (not one.is_head, one.person_id))


def search(
    actor: Actor, text: str = "", *, after: str | None = None, limit: int = 30, all_states: bool = False
) -> Found:
    """People in the actor's part of the tree, by name; the words narrow it. Paged by key."""
    query = _seen_by(_query(actor.community_id), actor).where(Person.status != "merged")
    if not all_states:
        query = query.where(Person.status == "active")
    for word in text.split()[:4]:
        query = query.where(_matches(word))
    key = _place_of_key(actor.community_id, after)
    if key:
        query = query.where(sa.tuple_(Identity.name, Person.id) > key)
    found = _cards(query.order_by(Identity.name, Person.id).limit(limit + 1))
    shown = found[:limit]
    return Found(shown, paging.make_id_key(shown[-1].person_id) if len(found) > limit else None)


def at_the_counter(community_id: UUID, *, name: str, door: str, limit: int = 5) -> list[PersonCard]:
    """People of exactly this name at a door that ends so or begins so; what a counter may look up, no more."""
    if not name.strip() or not door.strip():
        return []
    asked = door.strip()
    query = _query(community_id).where(Identity.name == name.strip(), Person.status == "active")
    query = query.where(
        sa.or_(
            Identity.door.startswith(asked, autoescape=True),
            Identity.door.endswith(asked, autoescape=True),
            Household.number == asked,
        )
    )
    return _cards(query.order_by(Person.id).limit(limit))


def people_named(community_id: UUID, name: str) -> list[PersonCard]:
    """Everybody of exactly this name; for imports and checks."""
    return _cards(_query(community_id).where(Identity.name == name.strip()).order_by(Person.id))


def _query(community_id: UUID) -> sa.Select:
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


def _cards(query: sa.Select) -> list[PersonCard]:
    return [
        PersonCard(
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


def _seen_by(query: sa.Select, actor: Actor) -> sa.Select:
    """Everybody for a role on the community or above it, a grid's households for a role on the grid."""
    if actor.kind in ("system", "import"):
        return query
    places = places_of(actor, permissions.roles_for("see_people"))
    if not places:
        return query.where(sa.false())
    seen = below(places)
    whole = sa.literal(actor.community_id).in_(seen)
    return query.where(sa.or_(whole, Household.place_id.in_(seen)))


def places_of(actor: Actor, roles: Sequence[str]) -> set[UUID]:
    """The places where the actor holds one of these roles today."""
    return {grant.place_id for grant in actor.grants if grant.role in roles}


def _matches(word: str) -> sa.ColumnElement[bool]:
    ways = [Identity.name.contains(word, autoescape=True), Identity.door.contains(word, autoescape=True)]
    if word.isascii() and word.isdigit():
        ways += [Household.number == word, Household.number == word.zfill(3)]
        if len(word) >= 4:
            ways.append(Identity.phone.endswith(word, autoescape=True))
    else:
        ways.append(Household.number == word)
    return sa.or_(*ways)


def _place_of_key(community_id: UUID, after: str | None) -> tuple[str, UUID] | None:
    # a name may not stand in an address, so the key is the id alone and the name is looked up again
    person_id = paging.read_id_key(after)
    if person_id is None:
        return None
    name = db.session.scalar(
        sa.select(Identity.name).where(Identity.community_id == community_id, Identity.person_id == person_id)
    )
    return (name, person_id) if name is not None else None
