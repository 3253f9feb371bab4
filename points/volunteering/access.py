"""Who may do what with activities and services: roles on a place that covers the community. It reads no service."""

from __future__ import annotations

from points import people
from points.foundation import Actor, NotAllowed

#: who plans, closes for others and looks at the queue
OFFICE = ("officer", "committee")
#: who enters people for others
ENTERERS = ("officer", "committee", "grid_worker")
#: who approves or rejects; what is left for the street is decided by the length of the day
DECIDERS = ("officer", "committee", "street")
READERS = ("officer", "committee", "street", "supervisor", "grid_worker", "admin")


def covers(actor: Actor, *roles: str) -> bool:
    """Whether the actor holds one of these roles on the community itself or on a place above it."""
    if actor.kind in ("system", "import"):
        return True
    places = {grant.place_id for grant in actor.grants if grant.role in roles}
    return actor.community_id in places or actor.community_id in people.communities_under(places)


def need(actor: Actor, *roles: str) -> None:
    """Refuse whoever does not."""
    if not covers(actor, *roles):
        raise NotAllowed


def need_for(actor: Actor, person_id: object) -> None:
    """Refuse whoever enters for a person outside their part of the tree."""
    if covers(actor, *ENTERERS):
        return
    if not actor.has(*ENTERERS) or not people.may_see(person_id, actor=actor):  # type: ignore[arg-type]
        raise NotAllowed
