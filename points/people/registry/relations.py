"""Who is whose relative, so that they recuse: one household, or a relation written down. It decides nothing else."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points import audit
from points.foundation import Actor, clock, db, new_id
from points.people.authorisation import need
from points.people.models import Person, Relation


def relatives_among(community_id: UUID, person_id: UUID, others: Collection[UUID]) -> set[UUID]:
    """Those of the others who are relatives of this person; themselves too, under whatever registration."""
    wanted = set(others)
    if not wanted:
        return set()
    same, households = _registrations(community_id, {person_id} | wanted)
    own = households.get(person_id)
    mine = {one for one, kept in same.items() if kept == same.get(person_id)} | {person_id}
    related = {same.get(one, one) for one in _written_down(community_id, mine)}
    return {
        one
        for one in wanted
        if one in mine or same.get(one, one) in related or (own is not None and households.get(one) == own)
    }


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


def _registrations(
    community_id: UUID, ids: Collection[UUID]
) -> tuple[dict[UUID, UUID], dict[UUID, UUID | None]]:
    """Of each person, and of every other registration of theirs: the one that stayed, and its household."""
    kept = aliased(Person)
    stayed = sa.func.coalesce(Person.merged_into, Person.id)
    wanted = sa.select(stayed).where(Person.community_id == community_id, Person.id.in_(ids))
    query = (
        sa.select(Person.id, kept.id.label("kept_id"), kept.household_id)
        .join(kept, sa.and_(kept.community_id == Person.community_id, kept.id == stayed))
        .where(Person.community_id == community_id, stayed.in_(wanted))
    )
    rows = db.session.execute(query).all()
    return {row.id: row.kept_id for row in rows}, {row.id: row.household_id for row in rows}


def _written_down(community_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    query = sa.select(Relation.person_id, Relation.other_id).where(
        Relation.community_id == community_id,
        sa.or_(Relation.person_id.in_(ids), Relation.other_id.in_(ids)),
    )
    return {one for row in db.session.execute(query) for one in row} - set(ids)
