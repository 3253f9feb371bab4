"""Who is whose relative, so that they recuse: one household, or a relation written down. It decides nothing else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points import audit
from points.foundation import Actor, clock, db, new_id
from points.foundation.prepared import given, given_many, prepared
from points.people.authorisation import need
from points.people.models import Person, Relation


def relatives_among(community_id: UUID, person_id: UUID, others: Collection[UUID]) -> set[UUID]:
    """Those of the others who are relatives of this person; themselves too, under whatever registration."""
    wanted = set(others)
    if not wanted:
        return set()
    found = set(_among().values(community=community_id, person=person_id, persons=list(wanted)))
    return found | ({person_id} & wanted)


def relatives() -> sa.Select[*tuple[Any, ...]]:
    """A query for the relatives of the `person` of this `community`, themselves too, under whatever registration;
    for a statement of a room above that gives it both."""
    kept, mine, other = aliased(Person), aliased(Person), aliased(Person)
    asked = aliased(Person)
    me = (
        sa.select(_stayed(asked))
        .where(asked.community_id == given("community"), asked.id == given("person"))
        .scalar_subquery()
    )
    own = sa.select(mine.id).where(
        mine.community_id == given("community"), sa.or_(mine.id == me, mine.merged_into == me)
    )
    here = Relation.community_id == given("community")
    written_down = sa.union(
        sa.select(Relation.other_id).where(here, Relation.person_id.in_(own)),
        sa.select(Relation.person_id).where(here, Relation.other_id.in_(own)),
    )
    related = sa.select(_stayed(other)).where(
        other.community_id == given("community"), other.id.in_(written_down)
    )
    at_home = aliased(Person)
    home = (
        sa.select(at_home.household_id)
        .where(at_home.community_id == given("community"), at_home.id == me)
        .scalar_subquery()
    )
    return (
        sa.select(Person.id)
        .join(kept, sa.and_(kept.community_id == Person.community_id, kept.id == _stayed(Person)))
        .where(Person.community_id == given("community"))
        .where(sa.or_(kept.id == me, kept.id.in_(related), kept.household_id == home))
    )


@prepared
def _among() -> sa.Executable:
    return relatives().where(Person.id.in_(given_many("persons")))


def _stayed(person: type[Person]) -> sa.ColumnElement[UUID]:
    """The registration that stayed, of one that may have been merged into it."""
    return sa.func.coalesce(person.merged_into, person.id)


def relate(person_id: UUID, other_id: UUID, *, kind: str, actor: Actor) -> None:
    """Write down that two persons are relatives; twice is once."""
    need(actor, "relate_people")
    if other_id in _written_down(actor.community_id, {person_id}):
        return
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "person_id": person_id,
        "other_id": other_id,
        "kind": kind,
        "created_at": clock.now(),
    }
    db.session.execute(sa.insert(Relation), [row])
    facts = {"other_id": other_id}
    audit.records.record(
        "relation.noted", actor=actor, subject_kind="person", subject_id=person_id, facts=facts
    )


def _written_down(community_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    query = sa.select(Relation.person_id, Relation.other_id).where(
        Relation.community_id == community_id,
        sa.or_(Relation.person_id.in_(ids), Relation.other_id.in_(ids)),
    )
    return {one for row in db.session.execute(query) for one in row} - set(ids)
