"""What is kept of others' tables as it stands in its table: by what books are read now."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.imports.models import KeptMapping
from points.imports.told import ColumnMapping


def in_force(community_id: UUID) -> tuple[ColumnMapping, ...]:
    """What tables of a community are read by, the newest first."""
    query = (
        sa.select(KeptMapping)
        .where(KeptMapping.community_id == community_id, KeptMapping.ended_at.is_(None))
        .order_by(KeptMapping.at.desc(), KeptMapping.id.desc())
    )
    return tuple(ColumnMapping(row.name, row.book, row.fields) for row in db.session.scalars(query))
