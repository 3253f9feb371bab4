"""New persons and households as rows, with few statements whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock, db, new_id
from points.foundation.codes import PublicKind, new_public_id
from points.foundation.settings import setting
from points.foundation.spelling import signs
from points.people.models import Household, Identity, Person
from points.people.registry import purse_rows
from points.people.registry.policy import plain_phone


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


def insert_households(households: Sequence[NewHousehold], actor: Actor) -> None:
    """Write new households, each with its purse where households have one."""
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
        purse_rows.insert(actor.community_id, households=[one.household_id for one in households])


def insert_people(people: Sequence[tuple[UUID | None, NewPerson]], actor: Actor) -> None:
    """Write new persons into their households, or into none."""
    if not people:
        return
    signs.refuse(*(new.kinship for _, new in people))
    db.session.execute(sa.insert(Person), [_person_row(actor, home, new) for home, new in people])
    db.session.execute(sa.insert(Identity), [_identity_row(actor.community_id, new) for _, new in people])
    shared = setting(actor.community_id, "purse_of") == "household"
    alone = [new.person_id for home, new in people if home is None or not shared]
    purse_rows.insert(actor.community_id, persons=alone)


def _person_row(actor: Actor, household_id: UUID | None, new: NewPerson) -> dict[str, object]:
    return {
        "community_id": actor.community_id,
        "id": new.person_id,
        "public_id": new_public_id(PublicKind.PERSON),
        "household_id": household_id,
        "kinship": new.kinship,
        "status": new.status,
        "registered_by": actor.account_id,
        "created_at": clock.now(),
    }


def _identity_row(community_id: UUID, new: NewPerson) -> dict[str, object]:
    return {
        "community_id": community_id,
        "person_id": new.person_id,
        "name": signs.plain(new.name),
        "phone": plain_phone(new.phone),
        "birth_date": new.birth_date,
        "gender": new.gender,
        "door": signs.plain(new.door),
    }
