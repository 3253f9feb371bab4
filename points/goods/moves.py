"""Pieces that go between batches, or out of them, by something that is written down above: each step a stock move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, add_rows, clock, db
from points.goods.models import StockMove
from points.goods.stock_rows import move_row, try_on_hand


@dataclass(frozen=True)
class Step:
    """So many pieces onto a batch, or off it."""

    batch_id: UUID
    item_id: UUID
    quantity: int
    kind: str


def book(community_id: UUID, steps: Sequence[Step], *, subject_id: UUID, actor: Actor) -> bool:
    """Take all of these steps for one subject; False where a batch has not enough left, and then the transaction must not
    be kept."""
    amounts: dict[UUID, int] = {}
    for one in steps:
        amounts[one.batch_id] = amounts.get(one.batch_id, 0) + one.quantity
    if not amounts:
        return True
    if not try_on_hand(community_id, amounts):
        return False
    today = clock.today()
    rows = [
        {
            **move_row(
                community_id,
                one.batch_id,
                one.item_id,
                kind=one.kind,
                quantity=one.quantity,
                actor=actor,
                moved_on=today,
            ),
            "subject_id": subject_id,
        }
        for one in steps
    ]
    add_rows(StockMove, rows)
    return True


def on_the_way(community_id: UUID) -> dict[UUID, int]:
    """By item, the pieces that left one shop and have not come into the other: they stand in no batch."""
    query = (
        sa.select(StockMove.item_id, -sa.func.sum(StockMove.quantity))
        .where(StockMove.community_id == community_id)
        .where(StockMove.kind.in_(("transfer_out", "transfer_in")))
        .group_by(StockMove.item_id)
        .having(sa.func.sum(StockMove.quantity) < 0)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(query)}
