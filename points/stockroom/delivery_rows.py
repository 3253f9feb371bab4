"""Deliveries as they stand in their tables, each line with what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import goods, people
from points.foundation import NotFound, clock, db, paging
from points.stockroom.models import DeliveryNote, DeliveryNoteLine, Mending

#: deliveries of a page
PAGE = 30
#: by account who is behind it
Names = Mapping[Any, str]


@dataclass(frozen=True)
class DeliveryInfo:
    """A delivery as pages show it."""

    delivery_id: UUID
    shop_id: UUID
    source: str
    source_kind: str
    number: str
    part: int
    came_on: date
    sum_fen: int | None
    photo_id: UUID | None
    entered_by: UUID | None
    entered_at: datetime
    lines: int
    entered_by_name: str = ""


@dataclass(frozen=True)
class MendingInfo:
    """One time a line was put right, or is to be."""

    mending_id: UUID
    line_id: UUID
    quantity: int
    expires_on: date
    reason: str
    batch_id: UUID | None
    status: str
    asked_by: UUID | None
    asked_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    answer: str | None
    asked_by_name: str = ""
    decided_by_name: str = ""


@dataclass(frozen=True)
class DeliveryLineInfo:
    """A line as it was taken in (`quantity`, `expires_on`), and as it stands after it was put right (`now_…`)."""

    line_id: UUID
    line: int
    quantity: int
    expires_on: date
    unit_fen: int | None
    batch: goods.batches.StandingBatch
    now_quantity: int
    now_expires_on: date
    mendings: Sequence[MendingInfo]

    @property
    def waiting(self) -> MendingInfo | None:
        """The change that waits for another person."""
        return next((one for one in self.mendings if one.status == "asked"), None)


def get(community_id: UUID, delivery_id: UUID) -> DeliveryInfo:
    """One delivery."""
    row = db.session.execute(_select(community_id).where(DeliveryNote.id == delivery_id)).first()
    if row is None:
        raise NotFound
    return _named(community_id, [DeliveryInfo(*row)])[0]


def find(community_id: UUID, source_id: UUID, number: str) -> DeliveryInfo | None:
    """The delivery of this source with this number that was taken in first."""
    query = _select(community_id).where(
        DeliveryNote.source_id == source_id, DeliveryNote.number == number, DeliveryNote.part == 1
    )
    row = db.session.execute(query).first()
    return _named(community_id, [DeliveryInfo(*row)])[0] if row else None


def page(community_id: UUID, words: str = "", *, after: str = "") -> tuple[list[DeliveryInfo], str | None]:
    """A page of deliveries, the newest first, with these words in the number or in the source's name; and the next key."""
    at, key = paging.read_key(after) or (clock.instant(clock.NEVER), UUID(int=(1 << 128) - 1))
    query = _select(community_id)
    if words:
        source = query.selected_columns.source
        query = query.where(
            sa.or_(
                DeliveryNote.number.contains(words, autoescape=True), source.contains(words, autoescape=True)
            )
        )
    here = sa.tuple_(DeliveryNote.created_at, DeliveryNote.id)
    there = sa.tuple_(sa.literal(at, DeliveryNote.created_at.type), sa.literal(key, sa.Uuid()))
    query = query.where(here < there).order_by(DeliveryNote.created_at.desc(), DeliveryNote.id.desc())
    rows = [DeliveryInfo(*row) for row in db.session.execute(query.limit(PAGE + 1))]
    shown = rows[:PAGE]
    key_on = paging.make_key(shown[-1].entered_at, shown[-1].delivery_id) if len(rows) > PAGE else None
    return _named(community_id, shown), key_on


def whole(community_id: UUID, delivery_id: UUID) -> tuple[DeliveryInfo, list[DeliveryLineInfo]]:
    """One delivery with its lines in the order of its paper."""
    row = db.session.execute(_select(community_id).where(DeliveryNote.id == delivery_id)).first()
    if row is None:
        raise NotFound
    found = DeliveryInfo(*row)
    lines, names = _lines(community_id, DeliveryNoteLine.delivery_id == delivery_id, {found.entered_by})
    return replace(found, entered_by_name=names.get(found.entered_by, "")), lines


def lines_of(community_id: UUID, delivery_id: UUID) -> list[DeliveryLineInfo]:
    """The lines of a delivery in the order of its paper."""
    return _lines(community_id, DeliveryNoteLine.delivery_id == delivery_id)[0]


def line(community_id: UUID, line_id: UUID) -> DeliveryLineInfo:
    """One line."""
    found, _ = _lines(community_id, DeliveryNoteLine.id == line_id)
    if not found:
        raise NotFound
    return found[0]


def mending(community_id: UUID, mending_id: UUID) -> MendingInfo:
    """One change of a line."""
    found, _ = _mendings(community_id, Mending.id == mending_id)
    if not found:
        raise NotFound
    return found[0]


def waiting(community_id: UUID) -> list[tuple[UUID, MendingInfo]]:
    """Every change that waits for another person, with the delivery it is of; the oldest first."""
    found, _ = _mendings(community_id, Mending.status == "asked")
    query = sa.select(DeliveryNoteLine.id, DeliveryNoteLine.delivery_id).where(
        DeliveryNoteLine.community_id == community_id, DeliveryNoteLine.id.in_([one.line_id for one in found])
    )
    of_line = {row[0]: row[1] for row in db.session.execute(query)} if found else {}
    return [(of_line[one.line_id], one) for one in found]


def _select(community_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    source = goods.sources.named()
    number = (
        sa.select(sa.func.count())
        .where(DeliveryNoteLine.community_id == DeliveryNote.community_id)
        .where(DeliveryNoteLine.delivery_id == DeliveryNote.id)
        .scalar_subquery()
    )
    return (
        sa.select(
            DeliveryNote.id,
            DeliveryNote.shop_id,
            source.c.source,
            source.c.source_kind,
            DeliveryNote.number,
            DeliveryNote.part,
            DeliveryNote.came_on,
            DeliveryNote.sum_fen,
            DeliveryNote.photo_id,
            DeliveryNote.entered_by,
            DeliveryNote.created_at,
            number.label("lines"),
        )
        .join(
            source,
            sa.and_(
                source.c.community_id == DeliveryNote.community_id,
                source.c.source_id == DeliveryNote.source_id,
            ),
        )
        .where(DeliveryNote.community_id == community_id)
    )


def _named(community_id: UUID, found: list[DeliveryInfo]) -> list[DeliveryInfo]:
    names: Names = people.accounts.names_behind(
        community_id, {one.entered_by for one in found if one.entered_by}, ()
    )
    return [replace(one, entered_by_name=names.get(one.entered_by, "")) for one in found]


def _lines(
    community_id: UUID, which: sa.ColumnElement[bool], besides: Collection[UUID | None] = ()
) -> tuple[list[DeliveryLineInfo], Names]:
    """With the names of whoever had a hand in them, and of those besides."""
    query = (
        sa.select(
            DeliveryNoteLine.id,
            DeliveryNoteLine.line,
            DeliveryNoteLine.quantity,
            DeliveryNoteLine.expires_on,
            DeliveryNoteLine.unit_fen,
            DeliveryNoteLine.batch_id,
        )
        .where(DeliveryNoteLine.community_id == community_id, which)
        .order_by(DeliveryNoteLine.line)
    )
    rows = db.session.execute(query).all()
    mendings: dict[UUID, list[MendingInfo]] = {}
    changes, names = _mendings(community_id, Mending.line_id.in_([row.id for row in rows]), besides)
    for one in changes:
        mendings.setdefault(one.line_id, []).append(one)
    stands = {row.id: _stands(row, mendings.get(row.id, [])) for row in rows}
    batches = goods.batches.get_all(community_id, {one[0] for one in stands.values()})
    lines = [
        DeliveryLineInfo(*row[:5], batches[stands[row.id][0]], *stands[row.id][1:], mendings.get(row.id, []))
        for row in rows
    ]
    return lines, names


def _stands(row: Any, mendings: list[MendingInfo]) -> tuple[UUID, int, date]:
    """In which batch a line stands now, with how many pieces that came and until when they are good."""
    done = [one for one in mendings if one.status == "confirmed"]
    if not done:
        return row.batch_id, row.quantity, row.expires_on
    return done[-1].batch_id or row.batch_id, done[-1].quantity, done[-1].expires_on


def _mendings(
    community_id: UUID, which: sa.ColumnElement[bool], besides: Collection[UUID | None] = ()
) -> tuple[list[MendingInfo], Names]:
    query = (
        sa.select(
            Mending.id,
            Mending.line_id,
            Mending.quantity,
            Mending.expires_on,
            Mending.reason,
            Mending.batch_id,
            Mending.status,
            Mending.asked_by,
            Mending.asked_at,
            Mending.decided_by,
            Mending.decided_at,
            Mending.answer,
        )
        .where(Mending.community_id == community_id, which)
        .order_by(Mending.asked_at, Mending.id)
    )
    rows = db.session.execute(query).all()
    hands = {one for row in rows for one in (row.asked_by, row.decided_by)} | set(besides)
    names: Names = people.accounts.names_behind(community_id, {one for one in hands if one}, ())
    found = [MendingInfo(*row, names.get(row.asked_by, ""), names.get(row.decided_by, "")) for row in rows]
    return found, names
