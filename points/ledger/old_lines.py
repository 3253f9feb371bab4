"""What old books carried over or took off, in their own words; it moves nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db, in_parts
from points.ledger.models import OldLine


@dataclass(frozen=True)
class OldLineInfo:
    """A balance carried over, or a deduction: what the book `asked` to take, and what was there to take."""

    old_line_id: UUID
    kind: str
    person_id: UUID | None
    tenths: int
    asked: int
    matter: str
    happened_on: date


def get_many(community_id: UUID, ids: Collection[UUID]) -> dict[UUID, OldLineInfo]:
    """These of them, by id; where none is asked for, no statement runs."""
    found = dict[UUID, OldLineInfo]()
    for some in in_parts(list(ids)):
        query = sa.select(
            OldLine.id,
            OldLine.kind,
            OldLine.person_id,
            OldLine.tenths,
            OldLine.asked,
            OldLine.matter,
            OldLine.happened_on,
        ).where(OldLine.community_id == community_id, OldLine.id.in_(some))
        found.update((row.id, OldLineInfo(*row)) for row in db.session.execute(query))
    return found
