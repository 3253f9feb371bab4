"""How far a permission reaches: over the whole community, or over a grid of it. It reads no service."""

from __future__ import annotations

from uuid import UUID

from points import people
from points.foundation import Actor, NotAllowed


def covers(actor: Actor, what: str) -> bool:
    """Whether the actor may do this on the community itself or on a place above it."""
    return what in covered(actor, what)


def covered(actor: Actor, *wanted: str) -> frozenset[str]:
    """Which of these the actor may do there. The tree of places is asked once for a role above the community."""
    if actor.kind in ("system", "import"):
        return frozenset(wanted)
    known: dict[frozenset[UUID], bool] = {}
    found = set()
    for what in wanted:
        roles = people.permissions.roles_for(what)
        places = frozenset(grant.place_id for grant in actor.grants if grant.role in roles)
        if places not in known:
            known[places] = actor.community_id in places or (
                actor.community_id in people.places.communities_under(places)
            )
        if known[places]:
            found.add(what)
    return frozenset(found)


def only_stands_in(actor: Actor, what: str) -> bool:
    """Whether the actor has this permission in place of somebody who is there; asked only where it comes to that."""
    if what not in people.permissions.STAND_INS or actor.kind in ("system", "import"):
        return False
    first = people.permissions.roles_for(what)[0]
    return not actor.has(first) and bool(people.roles.accounts_over(actor.community_id, first))


def need_one(actor: Actor, *wanted: str) -> None:
    """Refuse whoever may none of these."""
    if not covered(actor, *wanted):
        raise NotAllowed


def need(actor: Actor, what: str) -> None:
    """Refuse whoever may not."""
    if not covers(actor, what):
        raise NotAllowed


def need_for(actor: Actor, person_id: UUID) -> None:
    """Refuse whoever enters for a person outside their part of the tree."""
    if covers(actor, "enter_services"):
        return
    if not people.permissions.may(actor, "enter_services") or not people.persons.may_see(
        person_id, actor=actor
    ):
        raise NotAllowed
