"""What a batch has left and the move that changed it, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, changed, clock, new_id
from points.goods.models import Batch
from points.goods.refusals import QuantityWrong


def change_on_hand(community_id: UUID, amounts: Mapping[UUID, int]) -> None:
    """Change several batches with one statement; a batch never goes below zero."""
    step = sa.case(dict(amounts), value=Batch.id)
    found = changed(
        sa.update(Batch)
        .where(Batch.community_id == community_id, Batch.id.in_(amounts), Batch.on_hand + step >= 0)
        .values(on_hand=Batch.on_hand + step)
    )
    if found != len(amounts):
        raise QuantityWrong


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
