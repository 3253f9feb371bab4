"""The tree of places: founding a community, adding a grid, who stands under whom. It knows no person."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from points import audit, foundation, ledger
from points.foundation import Actor, clock, db, new_id, system_actor
from points.people.authorisation import need
from points.people.models import Place
from points.people.registry.tree import below


def found_community(
    name: str, *, name_en: str = "", phone: str = "", district: str = "", street: str = "", demo: bool = False
) -> UUID:
    """A new community with its places above it and its own books. District and street are found by name or made."""
    own = foundation.found_community(name, name_en=name_en, phone=phone, demo=demo)
    parent: UUID | None = None
    for kind, words in (("district", district), ("street", street)):
        if words:
            parent = _found(kind, words, parent) or _insert(kind, words, parent, None)
    _insert("community", name, parent, own, place_id=own)
    ledger.accounts.open_books(own)
    audit.records.record(
        "community.founded", actor=system_actor(own), subject_kind="community", subject_id=own
    )
    return own


def find_community(number: int | None = None) -> UUID | None:
    """The community of this number; without one the only community there is, None where there are several."""
    found = [one.id for one in foundation.communities() if number in (None, one.number)]
    return found[0] if len(found) == 1 else None


def add(kind: str, name: str, *, parent_id: UUID | None, actor: Actor) -> UUID:
    """A grid of the actor's community, or the place of this name that is there already."""
    need(actor, "add_places")
    owner = actor.community_id if kind == "grid" else None
    known = _found(kind, name, parent_id)
    if known:
        return known
    place_id = _insert(kind, name, parent_id, owner)
    audit.records.record("place.added", actor=actor, subject_kind="place", subject_id=place_id)
    return place_id


def communities_under(place_ids: Collection[UUID]) -> list[UUID]:
    """The communities at or under these places; a grid is a part of one and gives none."""
    if not place_ids:
        return []
    query = sa.select(Place.id).where(Place.kind == "community", Place.id.in_(below(place_ids)))
    return list(db.session.scalars(query.order_by(Place.id)))


def grids(community_id: UUID) -> list[tuple[UUID, str]]:
    """The grids of a community, by name."""
    query = sa.select(Place.id, Place.name).where(Place.community_id == community_id, Place.kind == "grid")
    return [(row.id, row.name) for row in db.session.execute(query.order_by(Place.name))]


def _found(kind: str, name: str, parent_id: UUID | None) -> UUID | None:
    query = sa.select(Place.id).where(Place.kind == kind, Place.name == name)
    query = query.where(Place.parent_id.is_(None) if parent_id is None else Place.parent_id == parent_id)
    return db.session.scalar(query.limit(1))


def _insert(
    kind: str, name: str, parent_id: UUID | None, owner: UUID | None, *, place_id: UUID | None = None
) -> UUID:
    own = place_id or new_id()
    row = {"id": own, "kind": kind, "name": name, "parent_id": parent_id, "community_id": owner}
    db.session.execute(sa.insert(Place), [{**row, "created_at": clock.now()}])
    return own
