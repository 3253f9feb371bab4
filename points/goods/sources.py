"""Who goods come from: donors, helping units, purchases."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import add_rows, clock, db, new_id
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
    add_rows(Source, [row])
    return row["id"]  # type: ignore[return-value]
