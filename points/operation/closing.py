"""Closing a place that nobody needs any more: what still stands in its books first, then the place itself."""

from __future__ import annotations

from uuid import UUID

from points import oversight, people
from points.foundation import Actor


def left(place: people.places.PlaceInfo) -> dict[str, int]:
    """What keeps a place open: in the tree, and for a community in its books."""
    found = people.places.open_under(place)
    return {**found, **oversight.changes.unsettled(place.place_id)} if place.kind == "community" else found


def close(place_id: UUID, *, reason: str, actor: Actor) -> people.places.PlaceInfo:
    """Close it, if nothing is left there; wrapped in `transact` by who calls."""
    place = people.places.get(place_id)
    books = oversight.changes.unsettled(place_id) if place.kind == "community" else {}
    if any(books.values()):
        raise people.refusals.BooksOpen(name=place.name, **books)
    return people.places.close(place_id, reason=reason, actor=actor)
