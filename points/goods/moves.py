"""Pieces that go between batches, or out of them, by something that is written down above: each step a stock move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, add_rows, clock, db
from points.goods.models import Batch, StockMove
from points.goods.stock_rows import change_on_hand, move_row, try_on_hand


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


def take_again(
    community_id: UUID,
    subject_id: UUID,
    wanted: Mapping[tuple[UUID, UUID | None], int],
    *,
    kept_as: UUID,
    actor: Actor,
) -> dict[str, int]:
    """Of what a redemption took and gave back just now, have another keep pieces, from the very batches and as of the day
    they left; by item and, where a price is of one batch, that batch: none are taken of it for another line. How many of each batch, by its
    number."""
    own = {batch for _item, batch in wanted if batch}
    query = (
        sa.select(StockMove.batch_id, StockMove.item_id, StockMove.quantity, StockMove.moved_on, Batch.number)
        .join(Batch, sa.and_(Batch.community_id == StockMove.community_id, Batch.id == StockMove.batch_id))
        .where(StockMove.community_id == community_id, StockMove.subject_id == subject_id)
        .where(StockMove.kind == "redemption")
        .order_by(StockMove.id)
    )
    left, taken = dict(wanted), dict[str, int]()
    amounts, moves = dict[UUID, int](), []
    for one in db.session.execute(query):
        key = (one.item_id, one.batch_id if one.batch_id in own else None)
        pieces = min(-one.quantity, left.get(key, 0))
        if pieces <= 0:
            continue
        left[key] -= pieces
        taken[one.number] = taken.get(one.number, 0) + pieces
        amounts[one.batch_id] = amounts.get(one.batch_id, 0) - pieces
        row = move_row(
            community_id,
            one.batch_id,
            one.item_id,
            kind="redemption",
            quantity=-pieces,
            actor=actor,
            moved_on=one.moved_on,
        )
        moves.append({**row, "subject_id": kept_as})
    if moves:
        change_on_hand(community_id, amounts)
        add_rows(StockMove, moves)
    return taken


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
