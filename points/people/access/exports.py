"""Taking a list out of the house: who may, and that it was done. It knows no list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from points import audit
from points.foundation import Actor, NotAllowed
from points.people import permissions
from points.people.registry import places
from points.people.registry.tree import places_of


def may(actor: Actor) -> bool:
    """Whether the actor may take lists out: only who sees every row of the community."""
    if actor.kind in ("system", "import"):
        return True
    held = places_of(actor, permissions.roles_for("export_lists"))
    return actor.community_id in held or actor.community_id in places.communities_under(held)


@audit.records.writes("list.exported", of="community")
def note(of_list: str, *, filters: Mapping[str, Any], rows: int, actor: Actor) -> None:
    """Write down who takes which list out, what it was narrowed to (never a name) and how many rows it has."""
    if not may(actor):
        raise NotAllowed
    audit.records.record(
        "list.exported",
        actor=actor,
        subject_kind="community",
        subject_id=actor.community_id,
        facts={"list": of_list, "filters": dict(filters), "rows": rows},
    )
