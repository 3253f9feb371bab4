"""Finding people: by id, by name, door, household number or the end of a phone number. It changes nothing.

A search sees only the part of the tree where the actor has a role that may see others.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, db, paging
from points.people.models import Household, Identity, Person
from points.people.registry import person_rows
from points.people.registry.policy import plain_door


@dataclass(frozen=True)
class Found:
    """One page of a search; `next_key` asks for the page after it."""

    people: list[person_rows.PersonInfo]
    next_key: str | None


def by_words(
    actor: Actor, text: str = "", *, after: str | None = None, limit: int = 30, all_states: bool = False
) -> Found:
    """People in the actor's part of the tree, by name; the words narrow it. Paged by key."""
    query = person_rows.seen_by(person_rows.select_people(actor.community_id), actor).where(
        Person.status != "merged"
    )
    if not all_states:
        query = query.where(Person.status == "active")
    for word in text.split()[:4]:
        query = query.where(_matches(word))
    key = _place_of_key(actor.community_id, after)
    if key:
        query = query.where(sa.tuple_(Identity.name, Person.id) > key)
    found = person_rows.infos_of(query.order_by(Identity.name, Person.id).limit(limit + 1))
    shown = found[:limit]
    return Found(shown, paging.make_id_key(shown[-1].person_id) if len(found) > limit else None)


def at_counter(community_id: UUID, *, name: str, door: str, limit: int = 5) -> list[person_rows.PersonInfo]:
    """People of exactly this name at a door that ends so or begins so; what a counter may look up, no more."""
    spelt, doors = unicodedata.normalize("NFKC", name).strip(), plain_door(door)
    if not spelt or not doors:
        return []
    query = person_rows.select_people(community_id).where(Identity.name == spelt, Person.status == "active")
    ways = [
        way
        for asked in doors
        for way in (
            Identity.door.startswith(asked, autoescape=True),
            Identity.door.endswith(asked, autoescape=True),
            Household.number == asked,
        )
    ]
    query = query.where(sa.or_(*ways))
    return person_rows.infos_of(query.order_by(Person.id).limit(limit))


def by_name(community_id: UUID, name: str) -> list[person_rows.PersonInfo]:
    """Everybody of exactly this name; for imports and checks."""
    return person_rows.infos_of(
        person_rows.select_people(community_id).where(Identity.name == name.strip()).order_by(Person.id)
    )


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
