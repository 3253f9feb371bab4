"""Who goods come from: donors, helping units, purchases."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db, new_id
from points.foundation.database import run, upsert
from points.goods.models import Source


def ensure(community_id: UUID, name: str, kind: str = "donor") -> UUID:
    """The source of this name, entered now if it is new."""
    query = sa.select(Source.id).where(Source.community_id == community_id, Source.name == name)
    found = db.session.scalar(query)
    if found is not None:
        return found
    row = {
        "community_id": community_id,
        "id": new_id(),
        "name": name,
        "kind": kind,
        "created_at": clock.now(),
    }
    # somebody else may enter the same name now
    run(upsert(Source).values(row).on_conflict_do_nothing())
    return UUID(str(db.session.scalar(query)))


def list_all(community_id: UUID) -> list[tuple[str, str]]:
    """The name and the kind of every source, by name."""
    query = sa.select(Source.name, Source.kind).where(Source.community_id == community_id)
    return [(row.name, row.kind) for row in db.session.execute(query.order_by(Source.name))]


def named() -> sa.Subquery:
    """Every source's words (community_id, source_id, source, source_kind), for a room above to join its papers to."""
    return sa.select(
        Source.community_id,
        Source.id.label("source_id"),
        Source.name.label("source"),
        Source.kind.label("source_kind"),
    ).subquery("named_source")
