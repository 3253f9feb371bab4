"""A person by id, for whoever may see them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotFound, run
from points.people.models import Identity, Person
from points.people.registry import person_rows
from points.people.registry.refusals import PersonGone

#: what a reading gives back
PersonInfo = person_rows.PersonInfo


def get(community_id: UUID, person_id: UUID) -> person_rows.PersonInfo:
    """A person by id."""
    return get_many(community_id, [person_id])[person_id]


def get_many(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, person_rows.PersonInfo]:
    """Several persons by id, with one statement; one who is not there is refused."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    rows = person_rows.by_ids().all(community=community_id, persons=list(wanted))
    found = {row.id: person_rows.info_of(row) for row in rows}
    if wanted - found.keys():
        raise NotFound
    return found


def refuse_gone(community_id: UUID, person_ids: Collection[UUID]) -> None:
    """Nothing new for who died or moved away."""
    for one in get_many(community_id, person_ids).values():
        if one.gone:
            raise PersonGone(name=one.name)


def named() -> sa.Subquery:
    """Everybody's name (community_id, person_id, name), for a room above to join its lines to."""
    return sa.select(Identity.community_id, Identity.person_id, Identity.name).subquery("named_person")


def get_visible(public_id: str, *, actor: Actor) -> person_rows.PersonInfo:
    """A person by public id, if the actor may see them; else there is no such person."""
    query = person_rows.seen_by(
        person_rows.select_people(actor.community_id).where(Person.public_id == public_id.strip().lower()),
        actor,
    )
    found = person_rows.infos_of(query)
    if not found:
        raise NotFound
    return found[0]


def get_seen(person_id: UUID, *, actor: Actor) -> person_rows.PersonInfo:
    """The same by id, for a thing that is somebody's."""
    found = list_seen([person_id], actor=actor)
    if not found:
        raise NotFound
    return found[0]


def may_see(person_id: UUID, *, actor: Actor) -> bool:
    """Whether the actor may see this person."""
    return bool(list_seen([person_id], actor=actor))


def list_seen(person_ids: Collection[UUID], *, actor: Actor) -> list[person_rows.PersonInfo]:
    """Those of these persons whom the actor may see, in the order asked for; anybody else is not there."""
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        return []
    query = person_rows.select_people(actor.community_id).where(Person.id.in_(wanted))
    found = {one.person_id: one for one in person_rows.infos_of(person_rows.seen_by(query, actor))}
    return [found[one] for one in wanted if one in found]


def phones(person_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, str]:
    """The whole telephone numbers of those of these persons whom the actor may see, where there is one: to call them."""
    seen = {one.person_id for one in list_seen(person_ids, actor=actor)}
    query = sa.select(Identity.person_id, Identity.phone).where(
        Identity.community_id == actor.community_id, Identity.person_id.in_(seen), Identity.phone != ""
    )
    return {row.person_id: row.phone for row in run(query)}
