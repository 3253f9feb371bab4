"""What old books carried over or took off, in their own words; it moves nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db, in_parts
from points.ledger.models import OldLine, Transfer


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
    account_id: UUID
    transfer_id: UUID
    #: whether an import or its undoing took it back
    taken_back: bool


_COLUMNS = (
    OldLine.id,
    OldLine.kind,
    OldLine.person_id,
    OldLine.tenths,
    OldLine.asked,
    OldLine.matter,
    OldLine.happened_on,
    OldLine.account_id,
    OldLine.transfer_id,
)


def get_many(community_id: UUID, ids: Collection[UUID]) -> dict[UUID, OldLineInfo]:
    """These of them, by id; where none is asked for, no statement runs."""
    found = dict[UUID, OldLineInfo]()
    for some in in_parts(list(ids)):
        query = sa.select(*_COLUMNS, _taken_back()).where(
            OldLine.community_id == community_id, OldLine.id.in_(some)
        )
        found.update((row.id, OldLineInfo(*tuple[Any, ...](row))) for row in db.session.execute(query))
    return found


def openings(community_id: UUID) -> list[OldLineInfo]:
    """Every balance that was carried over and stands, by purse and day."""
    query = sa.select(*_COLUMNS, _taken_back()).where(
        OldLine.community_id == community_id, OldLine.kind == "opening", sa.not_(_taken_back())
    )
    rows = db.session.execute(query.order_by(OldLine.account_id, OldLine.happened_on, OldLine.id))
    return [OldLineInfo(*tuple[Any, ...](row)) for row in rows]


def _taken_back() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Transfer.community_id == OldLine.community_id, Transfer.reverses == OldLine.transfer_id
    )
