"""Whose word about a way to a purse is none: who made it, is of one origin with them, or is of the family. It asks, and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, Refusal, run
from points.people.access import origins
from points.people.identification import policy
from points.people.identification.way_lines import WayInfo
from points.people.models import Person, Purse
from points.people.registry import relations


def refuse(found: Sequence[WayInfo], *, actor: Actor) -> None:
    """Refuse where this actor is no second person for one of these ways."""
    for refusal in among(found, actor=actor).values():
        raise refusal


def among(found: Sequence[WayInfo], *, actor: Actor) -> dict[UUID, Refusal]:
    """Those of these ways for which this actor is no second person, with why."""
    # what the installation itself made is nobody's making
    makers = {one.way_id: {one.made_by, one.registered_by} - {None} for one in found}
    every = set().union(*makers.values())
    of_one = {one for one in every if origins.are_of_one(actor.community_id, actor.account_id, one)}
    behind = _people_behind({one.purse_id for one in found}, actor.community_id)
    wanted = {one.person_id for one in found}.union(*behind.values())
    family = relations.relatives_among(actor.community_id, actor.person_id, wanted)
    refused: dict[UUID, Refusal] = {}
    for one in found:
        made, near = makers[one.way_id], {one.person_id} | behind.get(one.purse_id, set())
        try:
            policy.refuse_own_word(
                maker=actor.account_id in made, of_one=bool(made & of_one), family=bool(near & family)
            )
        except Refusal as refusal:
            refused[one.way_id] = refusal
    return refused


def _people_behind(purse_ids: set[UUID], community_id: UUID) -> dict[UUID, set[UUID]]:
    """Whose these purses are, by purse."""
    query = (
        sa.select(Purse.id, Person.id)
        .join(Purse, Purse.community_id == Person.community_id)
        .where(Purse.community_id == community_id, Purse.id.in_(purse_ids))
        .where(sa.or_(Purse.person_id == Person.id, Purse.household_id == Person.household_id))
    )
    found: dict[UUID, set[UUID]] = {}
    for purse_id, person_id in run(query):
        found.setdefault(purse_id, set()).add(person_id)
    return found
