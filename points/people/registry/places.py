"""The tree of places: founding a community, adding, renaming and closing a place, who stands under whom. It knows no person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, foundation, ledger
from points.foundation import Actor, NotAllowed, NotFound, changed, clock, db, new_id, run, system_actor
from points.foundation.spelling import signs
from points.people import permissions
from points.people.authorisation import need
from points.people.models import Household, Place, RoleGrant
from points.people.registry.refusals import PlaceInUse, PlaceKnown, PlaceMisplaced
from points.people.registry.tree import above_places, below, places_of


@dataclass(frozen=True)
class PlaceInfo:
    """A place of the tree; a grid and a community say of which community they are."""

    place_id: UUID
    kind: str
    name: str
    parent_id: UUID | None
    community_id: UUID | None


#: under what each kind may stand; None is nothing
UNDER: dict[str, tuple[str | None, ...]] = {
    "district": (None,),
    "street": ("district", None),
    "community": ("street", "district", None),
    "grid": ("community",),
}


def found_community(
    name: str, *, name_en: str = "", phone: str = "", district: str = "", street: str = "", demo: bool = False
) -> UUID:
    """A new community with its places above it and its own books. District and street are found by name or made."""
    name, name_en = signs.plain(name), signs.plain(name_en)
    parent: UUID | None = None
    for kind, words in (("district", district), ("street", street)):
        if words := signs.plain(words):
            parent = _found(kind, words, parent) or _insert(kind, words, parent, None)
    return _found_under(parent, name, name_en=name_en, phone=phone, demo=demo)


def _found_under(
    parent: UUID | None,
    name: str,
    *,
    name_en: str = "",
    phone: str = "",
    demo: bool = False,
    actor: Actor | None = None,
) -> UUID:
    own = foundation.found_community(name, name_en=name_en, phone=phone, demo=demo)
    _insert("community", name, parent, own, place_id=own)
    ledger.accounts.open_books(own)
    # the first record of its own books says who founded it
    founder = replace(actor, community_id=own) if actor else system_actor(own)
    audit.records.record("community.founded", actor=founder, subject_kind="community", subject_id=own)
    return own


@audit.records.writes("place.added", of="place")
def make(
    kind: str, name: str, *, parent_id: UUID | None, actor: Actor, name_en: str = "", phone: str = ""
) -> UUID:
    """A new place under another one, by who looks after the place above; a community begins with its own books."""
    name, name_en = signs.plain(name), signs.plain(name_en)
    parent = get(parent_id) if parent_id else None
    if (parent.kind if parent else None) not in UNDER[kind]:
        raise PlaceMisplaced
    _must_shape(kind, parent_id, actor)
    if _found(kind, name, parent_id):
        raise PlaceKnown(name=name)
    if kind == "community":
        place_id = _found_under(parent_id, name, name_en=name_en, phone=phone, actor=actor)
    else:
        place_id = _insert(kind, name, parent_id, parent_id if kind == "grid" else None)
    facts = {"name": name, "parent_id": parent_id}
    audit.records.record("place.added", actor=actor, subject_kind="place", subject_id=place_id, facts=facts)
    return place_id


@audit.records.writes("place.renamed", of="place")
def rename(
    place_id: UUID, name: str, *, actor: Actor, name_en: str | None = None, phone: str | None = None
) -> PlaceInfo:
    """Call a place something else, and a community also in English, with its telephone; None keeps what there was."""
    name, name_en = signs.plain(name), None if name_en is None else signs.plain(name_en)
    found = get(place_id)
    _must_shape(found.kind, found.community_id if found.kind == "grid" else place_id, actor)
    if name != found.name and _found(found.kind, name, found.parent_id):
        raise PlaceKnown(name=name)
    run(sa.update(Place).where(Place.id == place_id).values(name=name))
    if found.kind == "community":
        was = foundation.community(place_id)
        foundation.rename_community(
            place_id,
            name,
            name_en=was.name_en if name_en is None else name_en,
            phone=was.phone if phone is None else phone,
        )
    facts = {"name": name}
    audit.records.record("place.renamed", actor=actor, subject_kind="place", subject_id=place_id, facts=facts)
    return found


@audit.records.writes("place.closed", of="place")
def close(place_id: UUID, *, reason: str, actor: Actor) -> PlaceInfo:
    """Close a place under which nothing is open, by who looks after the place above; it is offered nowhere any more."""
    found = get(place_id)
    _must_shape(found.kind, found.parent_id, actor)
    left = open_under(found)
    if any(left.values()):
        raise PlaceInUse(name=found.name, **left)
    closing = sa.update(Place).where(Place.id == place_id, Place.closed_at.is_(None))
    if not changed(closing.values(closed_at=clock.now())):
        raise NotFound
    private = {"reason": reason}
    audit.records.record(
        "place.closed", actor=actor, subject_kind="place", subject_id=place_id, private=private
    )
    return found


@audit.records.writes("place.reopened", of="place")
def reopen(place_id: UUID, *, actor: Actor) -> PlaceInfo:
    """Open a place again that was closed by mistake, by who may close it."""
    row = db.session.get(Place, place_id)
    if row is None or row.closed_at is None:
        raise NotFound
    _must_shape(row.kind, row.parent_id, actor)
    if row.parent_id is not None:
        # under a closed place nothing is open
        get(row.parent_id)
    if _found(row.kind, row.name, row.parent_id):
        raise PlaceKnown(name=row.name)
    run(sa.update(Place).where(Place.id == place_id).values(closed_at=None))
    audit.records.record("place.reopened", actor=actor, subject_kind="place", subject_id=place_id)
    return get(place_id)


def open_under(place: PlaceInfo) -> dict[str, int]:
    """What keeps a place from being closed: places under it, households, roles that are held there."""
    home = Household.place_id == place.place_id
    if place.kind == "community":
        home = Household.community_id == place.place_id
    held = sa.and_(RoleGrant.ended_at.is_(None), RoleGrant.valid_until >= clock.today())
    counts = {
        "places": sa.select(Place.id).where(Place.parent_id == place.place_id, Place.closed_at.is_(None)),
        "households": sa.select(Household.id).where(home, Household.status == "active"),
        "roles": sa.select(RoleGrant.id).where(RoleGrant.place_id == place.place_id, held),
    }
    queries = [sa.select(sa.func.count()).select_from(one.subquery()) for one in counts.values()]
    return dict(zip(counts, (int(db.session.scalar(one) or 0) for one in queries), strict=True))


def get(place_id: UUID) -> PlaceInfo:
    """A place that is open."""
    found = _infos(_select().where(Place.id == place_id))
    if not found:
        raise NotFound
    return found[0]


def name_of(place_id: UUID) -> str:
    """What a place is called, or was until it was closed."""
    found: str | None = db.session.scalar(sa.select(Place.name).where(Place.id == place_id))
    return found or ""


def tree_of(actor: Actor) -> list[PlaceInfo]:
    """The open places the actor may see: those under the places of their roles, and the way up from there."""
    query = _select().order_by(Place.created_at, Place.id)
    if actor.kind == "system":
        return _infos(query)
    own = places_of(actor, permissions.roles_for("see_places"))
    starts = sa.select(Place.id, Place.parent_id).where(Place.id.in_(own))
    return _infos(query.where(sa.or_(Place.id.in_(below(own)), Place.id.in_(above_places(starts)))))


def may_shape(kind: str, place_id: UUID | None, actor: Actor) -> bool:
    """Whether the actor may make, rename or close a place of this kind, as who looks after `place_id`."""
    if actor.kind in ("system", "import"):
        return True
    if kind == "grid":
        return place_id == actor.community_id and permissions.may(actor, "add_places")
    own = places_of(actor, permissions.roles_for("shape_places"))
    query = sa.select(Place.id).where(Place.id == place_id, Place.id.in_(below(own)))
    return place_id is not None and bool(own) and db.session.scalar(query) is not None


def _must_shape(kind: str, place_id: UUID | None, actor: Actor) -> None:
    if not may_shape(kind, place_id, actor):
        raise NotAllowed


def _select() -> sa.Select[*tuple[Any, ...]]:
    columns = (Place.id, Place.kind, Place.name, Place.parent_id, Place.community_id)
    return sa.select(*columns).where(Place.closed_at.is_(None))


def _infos(query: sa.Select[*tuple[Any, ...]]) -> list[PlaceInfo]:
    return [PlaceInfo(*row) for row in db.session.execute(query)]


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
    query = query.where(Place.closed_at.is_(None))
    return list(db.session.scalars(query.order_by(Place.id)))


def grids(community_id: UUID) -> list[tuple[UUID, str]]:
    """The grids of a community, by name."""
    query = sa.select(Place.id, Place.name).where(Place.community_id == community_id, Place.kind == "grid")
    query = query.where(Place.closed_at.is_(None))
    return [(row.id, row.name) for row in db.session.execute(query.order_by(Place.name))]


def _found(kind: str, name: str, parent_id: UUID | None) -> UUID | None:
    query = sa.select(Place.id).where(Place.kind == kind, Place.name == name, Place.closed_at.is_(None))
    query = query.where(Place.parent_id.is_(None) if parent_id is None else Place.parent_id == parent_id)
    return db.session.scalar(query.limit(1))


def _insert(
    kind: str, name: str, parent_id: UUID | None, owner: UUID | None, *, place_id: UUID | None = None
) -> UUID:
    own = place_id or new_id()
    row = {"id": own, "kind": kind, "name": name, "parent_id": parent_id, "community_id": owner}
    db.session.execute(sa.insert(Place), [{**row, "created_at": clock.now()}])
    return own
