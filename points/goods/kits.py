"""Kits: batches that were made of pieces of other batches, and are counted as these. What a kit is made of, its moves say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, clock, db
from points.goods import moves, stock
from points.goods.models import Batch, Item, StockMove

#: where a batch of kits comes from
ORIGIN = "kit"


@dataclass(frozen=True)
class Part:
    """So many pieces of a batch in one kit."""

    batch_id: UUID
    item_id: UUID
    quantity: int


@dataclass(frozen=True)
class PartInfo:
    """The same with its words."""

    batch_id: UUID
    item_id: UUID
    quantity: int
    number: str
    code: str
    name: str
    name_en: str
    unit: str
    expires_on: date


def make(
    community_id: UUID,
    kit_id: UUID,
    parts: Sequence[Part],
    count: int,
    *,
    batch: stock.Delivery,
    actor: Actor,
) -> UUID | None:
    """Put pieces together to so many kits, as a new batch; None where a batch has not enough left, and then the transaction
    must not be kept."""
    out = [moves.Step(one.batch_id, one.item_id, -one.quantity * count, "kit_out") for one in parts]
    if not moves.book(community_id, out, subject_id=kit_id, actor=actor):
        return None
    made = stock.receive(
        community_id, [replace(batch, origin=ORIGIN)], actor=actor, kind="kit_in", subject_id=kit_id
    )
    return made[batch.number]


def take_apart(
    community_id: UUID, kit_id: UUID, kit: Part, parts: Sequence[Part], count: int, *, actor: Actor
) -> bool:
    """Give the pieces of so many kits back to the batches they came from; False where there are not so many."""
    steps = [
        moves.Step(kit.batch_id, kit.item_id, -count, "kit_out"),
        *(moves.Step(one.batch_id, one.item_id, one.quantity * count, "kit_in") for one in parts),
    ]
    return moves.book(community_id, steps, subject_id=kit_id, actor=actor)


def parts_of(community_id: UUID, batches: Collection[UUID]) -> dict[UUID, list[PartInfo]]:
    """What one kit of each of these batches is made of; a batch that is no kit is left out."""
    kit, part = aliased(StockMove), aliased(StockMove)
    made = aliased(Batch)
    query = (
        sa.select(
            kit.batch_id.label("kit"),
            part.batch_id,
            part.item_id,
            (-sa.func.min(part.quantity)).label("pieces"),
            sa.func.max(kit.quantity).label("kits"),
            Batch.number,
            Item.code,
            Item.name,
            Item.name_en,
            Item.unit,
            Batch.expires_on,
        )
        .join_from(
            kit, part, sa.and_(part.community_id == kit.community_id, part.subject_id == kit.subject_id)
        )
        .join(made, sa.and_(made.community_id == kit.community_id, made.id == kit.batch_id))
        .join(Batch, sa.and_(Batch.community_id == part.community_id, Batch.id == part.batch_id))
        .join(Item, sa.and_(Item.community_id == part.community_id, Item.id == part.item_id))
        .where(kit.community_id == community_id, kit.batch_id.in_(list(batches)), kit.kind == "kit_in")
        # what was taken apart goes the other way
        .where(made.origin == ORIGIN, part.kind == "kit_out", part.batch_id != kit.batch_id)
        .group_by(
            kit.batch_id,
            part.batch_id,
            part.item_id,
            Batch.number,
            Item.code,
            Item.name,
            Item.name_en,
            Item.unit,
            Batch.expires_on,
        )
        .order_by(Item.code, Batch.number)
    )
    found: dict[UUID, list[PartInfo]] = {}
    for row in db.session.execute(query):
        pieces = int(row.pieces) // int(row.kits)
        one = PartInfo(row.batch_id, row.item_id, pieces, *row[5:])
        found.setdefault(row.kit, []).append(one)
    return found


def standing_pieces(community_id: UUID) -> dict[UUID, int]:
    """By item, the pieces that stand on the shelf inside kits."""
    query = sa.select(Batch.id, Batch.on_hand).where(
        Batch.community_id == community_id,
        Batch.origin == ORIGIN,
        Batch.on_hand > 0,
        Batch.expires_on >= clock.today(),
    )
    left = {row.id: row.on_hand for row in db.session.execute(query)}
    found: dict[UUID, int] = {}
    for kit, parts in parts_of(community_id, left).items():
        for one in parts:
            found[one.item_id] = found.get(one.item_id, 0) + one.quantity * left[kit]
    return found
