"""What old books carried over or took off, in their own words; it moves nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.ledger.models import OldLine

_AT_ONCE = 500


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
    wanted, found = list(ids), dict[UUID, OldLineInfo]()
    for start in range(0, len(wanted), _AT_ONCE):
        query = sa.select(
            OldLine.id,
            OldLine.kind,
            OldLine.person_id,
            OldLine.tenths,
            OldLine.asked,
            OldLine.matter,
            OldLine.happened_on,
        ).where(OldLine.community_id == community_id, OldLine.id.in_(wanted[start : start + _AT_ONCE]))
        found.update((row.id, OldLineInfo(*row)) for row in db.session.execute(query))
    return found
