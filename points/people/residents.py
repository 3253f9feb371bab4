"""Registering households and persons, one at a counter or a roster at once. It finds nobody and gives no roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id
from points.foundation.codes import PublicKind, new_public_id
from points.foundation.settings import setting
from points.people import permissions
from points.people.models import Household, Identity, Person
from points.people.policy import plain_phone
from points.people.purses import open_purse_rows
from points.people.refusals import HouseholdNumberTaken


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What is known of a person at registration."""

    name: str
    phone: str = ""
    birth_date: date | None = None
    gender: str = ""
    door: str = ""
    kinship: str = ""
    status: str = "active"
    person_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class NewHousehold:
    """A household and its people; the first of them is its head unless `head` says another."""

    number: str
    people: Sequence[NewPerson] = ()
    place_id: UUID | None = None
    head: UUID | None = None
    household_id: UUID = field(default_factory=new_id)


def open_household(
    number: str, *, actor: Actor, place_id: UUID | None = None, household_id: UUID | None = None
) -> UUID:
    """A household without people yet; with its purse where households have purses."""
    permissions.need(actor, "register_people")
    if find_household(actor.community_id, number):
        raise HouseholdNumberTaken(number=number)
    new = NewHousehold(number=number, place_id=place_id, household_id=household_id or new_id())
    _insert_households([new], actor)
    audit.records.record(
        "household.opened", actor=actor, subject_kind="household", subject_id=new.household_id
    )
    return new.household_id


def find_household(community_id: UUID, number: str) -> UUID | None:
    """The household of this number."""
    return db.session.scalar(
        sa.select(Household.id).where(Household.community_id == community_id, Household.number == number)
    )


def register_person(
    name: str,
    *,
    actor: Actor,
    household_id: UUID | None = None,
    phone: str = "",
    birth_date: date | None = None,
    gender: str = "",
    door: str = "",
    kinship: str = "",
    head: bool = False,
    person_id: UUID | None = None,
) -> UUID:
    """A person, in a household or alone (staff, for instance), with a purse where there is none to share."""
    permissions.need(actor, "register_people")
    new = NewPerson(
        name=name,
        phone=phone,
        birth_date=birth_date,
        gender=gender,
        door=door,
        kinship=kinship,
        person_id=person_id or new_id(),
    )
    _insert_people([(household_id, new)], actor)
    if household_id and (head or not _has_head(actor.community_id, household_id)):
        name_head(household_id, new.person_id, actor=actor)
    audit.records.record("person.registered", actor=actor, subject_kind="person", subject_id=new.person_id)
    return new.person_id


def register_many(households: Sequence[NewHousehold], *, actor: Actor) -> None:
    """A whole roster with a handful of statements; the ids are those of the values handed in."""
    permissions.need(actor, "register_people")
    if not households:
        return
    _insert_households(households, actor)
    _insert_people([(one.household_id, person) for one in households for person in one.people], actor)
    for one in households:
        if one.people:
            name_head(one.household_id, one.head or one.people[0].person_id, actor=actor)
    audit.records.record_many(
        [
            audit.records.Action("household.opened", "household", one.household_id, origin=_origin(actor))
            for one in households
        ]
        + [
            audit.records.Action("person.registered", "person", person.person_id, origin=_origin(actor))
            for one in households
            for person in one.people
        ],
        actor=actor,
    )


def add_people(household_id: UUID, people: Sequence[NewPerson], *, actor: Actor) -> None:
    """More people of a household that is there already."""
    permissions.need(actor, "register_people")
    _insert_people([(household_id, person) for person in people], actor)
    if people and not _has_head(actor.community_id, household_id):
        name_head(household_id, people[0].person_id, actor=actor)
    audit.records.record_many(
        [
            audit.records.Action("person.registered", "person", one.person_id, origin=_origin(actor))
            for one in people
        ],
        actor=actor,
    )


def name_head(household_id: UUID, person_id: UUID, *, actor: Actor) -> None:
    """Who speaks for a household."""
    permissions.need(actor, "register_people")
    db.session.execute(
        sa.update(Household)
        .where(Household.community_id == actor.community_id, Household.id == household_id)
        .values(head_id=person_id)
        .execution_options(synchronize_session=False)
    )


def choose_language(person_id: UUID, language: str, *, actor: Actor) -> None:
    """The language a person reads, on every device of theirs."""
    _prefer(person_id, actor, language=language)


def choose_care(person_id: UUID, care: bool, *, actor: Actor) -> None:
    """Whether a person reads the large pages, on every device of theirs."""
    _prefer(person_id, actor, care_mode=care)


def _prefer(person_id: UUID, actor: Actor, **values: object) -> None:
    db.session.execute(
        sa.update(Person)
        .where(Person.community_id == actor.community_id, Person.id == person_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _has_head(community_id: UUID, household_id: UUID) -> bool:
    query = sa.select(Household.head_id).where(
        Household.community_id == community_id, Household.id == household_id
    )
    return db.session.scalar(query) is not None


def _insert_households(households: Sequence[NewHousehold], actor: Actor) -> None:
    rows = [
        {
            "community_id": actor.community_id,
            "id": one.household_id,
            "number": one.number,
            "place_id": one.place_id,
            "head_id": None,
            "status": "active",
            "created_at": clock.now(),
        }
        for one in households
    ]
    db.session.execute(sa.insert(Household), rows)
    if setting(actor.community_id, "purse_of") == "household":
        open_purse_rows(actor.community_id, households=[one.household_id for one in households])


def _insert_people(people: Sequence[tuple[UUID | None, NewPerson]], actor: Actor) -> None:
    if not people:
        return
    db.session.execute(
        sa.insert(Person), [_person_row(actor.community_id, home, new) for home, new in people]
    )
    db.session.execute(sa.insert(Identity), [_identity_row(actor.community_id, new) for _, new in people])
    shared = setting(actor.community_id, "purse_of") == "household"
    alone = [new.person_id for home, new in people if home is None or not shared]
    open_purse_rows(actor.community_id, persons=alone)


def _person_row(community_id: UUID, household_id: UUID | None, new: NewPerson) -> dict[str, object]:
    return {
        "community_id": community_id,
        "id": new.person_id,
        "public_id": new_public_id(PublicKind.PERSON),
        "household_id": household_id,
        "kinship": new.kinship,
        "status": new.status,
        "created_at": clock.now(),
    }


def _identity_row(community_id: UUID, new: NewPerson) -> dict[str, object]:
    return {
        "community_id": community_id,
        "person_id": new.person_id,
        "name": new.name.strip(),
        "phone": plain_phone(new.phone),
        "birth_date": new.birth_date,
        "gender": new.gender,
        "door": new.door.strip(),
    }


def _origin(actor: Actor) -> str:
    return "imported" if actor.kind == "import" else "entered"
