"""The tree of places as queries: what is above, what is below, what touches a community."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor
from points.people.models import Place


def places_of(actor: Actor, roles: Sequence[str]) -> set[UUID]:
    """The places where the actor holds one of these roles today."""
    return {grant.place_id for grant in actor.grants if grant.role in roles}


def above(place_id: UUID | sa.BindParameter[UUID]) -> sa.Select[tuple[UUID]]:
    """A query for this place and every place above it."""
    return above_places(sa.select(Place.id, Place.parent_id).where(Place.id == place_id))


def above_places(start: sa.Select[*tuple[Any, ...]]) -> sa.Select[tuple[UUID]]:
    """A query for the places of `start` (id and parent) and every place above them."""
    up = start.cte("up", recursive=True)
    parent = aliased(Place)
    up = up.union_all(sa.select(parent.id, parent.parent_id).join(up, parent.id == up.c.parent_id))
    return sa.select(up.c.id)


def below(place_ids: Collection[UUID] | sa.BindParameter[Any]) -> sa.Select[tuple[UUID]]:
    """A query for these places and every place under them."""
    down = sa.select(Place.id).where(Place.id.in_(place_ids)).cte("down", recursive=True)
    child = aliased(Place)
    down = down.union_all(sa.select(child.id).join(down, child.parent_id == down.c.id))
    return sa.select(down.c.id)


def touching(community_id: UUID | sa.BindParameter[UUID]) -> sa.ColumnElement[bool]:
    """Whether a place has something to do with a community: it stands above it, is it, or lies in it."""
    own = sa.select(Place.id).where(Place.community_id == community_id)
    return sa.or_(Place.id.in_(above(community_id)), Place.id.in_(own))
