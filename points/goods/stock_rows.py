"""What a batch has left and the move that changed it, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock, new_id
from points.foundation.prepared import given, given_each, prepared, step_of, step_values
from points.goods.models import Batch
from points.goods.refusals import QuantityWrong


def stands_in(shop: sa.ColumnElement[UUID | None]) -> sa.ColumnElement[bool]:
    """Whether a batch stands in a shop; where none is asked for, in any."""
    return sa.or_(shop.is_(None), Batch.shop_id.is_(None), Batch.shop_id == shop)


def change_on_hand(community_id: UUID, amounts: Mapping[UUID, int]) -> None:
    """Change several batches with one statement; a batch never goes below zero."""
    if not try_on_hand(community_id, amounts):
        raise QuantityWrong


def try_on_hand(community_id: UUID, amounts: Mapping[UUID, int]) -> bool:
    """The same; False where a batch has not enough left, and then the transaction must not be kept."""
    found = _on_hand(len(amounts)).changed(community=community_id, **step_values(amounts))
    return found == len(amounts)


@prepared
def _on_hand(count: int) -> sa.Executable:
    step = step_of(Batch.id, count)
    # locked in order of id, so that two baskets never wait for each other
    locked = (
        sa.select(Batch.id)
        .where(Batch.community_id == given("community"), Batch.id.in_(given_each("key", count, Batch.id)))
        .order_by(Batch.id)
        .with_for_update()
    )
    return (
        sa.update(Batch)
        .where(Batch.community_id == given("community"), Batch.id.in_(locked), Batch.on_hand + step >= 0)
        .values(on_hand=Batch.on_hand + step)
        .execution_options(synchronize_session=False)
    )


def move_row(
    community_id: UUID,
    batch_id: UUID,
    item_id: UUID,
    *,
    kind: str,
    quantity: int,
    actor: Actor,
    moved_on: date,
) -> dict[str, object]:
    """One stock move as a row."""
    return {
        "community_id": community_id,
        "id": new_id(),
        "batch_id": batch_id,
        "item_id": item_id,
        "kind": kind,
        "quantity": quantity,
        "subject_id": None,
        "actor_id": actor.account_id,
        "moved_on": moved_on,
        "at": clock.now(),
    }
