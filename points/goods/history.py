"""Old stock taken in at once: items and batches as they are known, pieces handed out before. It knows no workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, add_rows, clock, db
from points.goods.models import Batch, Item, OldOut, Price, StockMove
from points.goods.price_rows import begun_by
from points.goods.stock_rows import change_on_hand, move_row

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item by its id, with the price in force; None where nobody said one yet."""

    item_id: UUID
    tenths: int | None


@dataclass(frozen=True, slots=True)
class OldPick:
    """So many pieces of a batch that went out with a redemption on a day."""

    batch_id: UUID
    item_id: UUID
    quantity: int
    subject_id: UUID
    moved_on: date


@dataclass(frozen=True, slots=True)
class OldLeaving:
    """Pieces of an item that an old book let leave the shelf for a reason of its own."""

    out_id: UUID
    item_id: UUID
    quantity: int
    reason: str
    moved_on: date


def known_items(community_id: UUID) -> dict[str, KnownItem]:
    """Every item by code, withdrawn ones too, with its newest price."""
    query = (
        sa.select(Item.code, Item.id, Price.tenths)
        .outerjoin(
            Price,
            sa.and_(
                Price.community_id == Item.community_id,
                Price.item_id == Item.id,
                Price.batch_id.is_(None),
                *begun_by(clock.now()),
            ),
        )
        .where(Item.community_id == community_id)
        .order_by(Price.effective_on, Price.effective_at.asc().nulls_first(), Price.id)
    )
    return {code: KnownItem(item_id, tenths) for code, item_id, tenths in db.session.execute(query)}


def known_batches(community_id: UUID) -> dict[str, tuple[UUID, int]]:
    """Every batch by number: its id and what is left of it."""
    query = sa.select(Batch.number, Batch.id, Batch.on_hand).where(Batch.community_id == community_id)
    return {number: (batch_id, on_hand) for number, batch_id, on_hand in db.session.execute(query)}


def lock_batches(community_id: UUID, batches: Collection[UUID]) -> dict[UUID, int]:
    """What is left of these batches, locked until the transaction ends."""
    found: dict[UUID, int] = {}
    wanted = sorted(batches)
    for start in range(0, len(wanted), _AT_ONCE):
        query = (
            sa.select(Batch.id, Batch.on_hand)
            .where(Batch.community_id == community_id, Batch.id.in_(wanted[start : start + _AT_ONCE]))
            .order_by(Batch.id)
            .with_for_update()
        )
        found.update((row.id, row.on_hand) for row in db.session.execute(query))
    return found


def hand_out(picks: Sequence[OldPick], *, actor: Actor) -> None:
    """Take pieces out of the batches they came from, each with its day; a batch never goes below zero."""
    _take(picks, "redemption", actor)


def take_out(outs: Sequence[OldLeaving], picks: Sequence[OldPick], *, actor: Actor) -> None:
    """The same of pieces that left otherwise than by a redemption, each pick for the one that it names as its subject."""
    rows = [
        {
            "community_id": actor.community_id,
            "id": one.out_id,
            "item_id": one.item_id,
            "quantity": one.quantity,
            "reason": one.reason,
            "moved_on": one.moved_on,
        }
        for one in outs
    ]
    add_rows(OldOut, rows)
    _take(picks, "old_out", actor)


def _take(picks: Sequence[OldPick], kind: str, actor: Actor) -> None:
    amounts: dict[UUID, int] = {}
    for pick in picks:
        amounts[pick.batch_id] = amounts.get(pick.batch_id, 0) - pick.quantity
    batches = sorted(amounts)
    for start in range(0, len(batches), _AT_ONCE):
        some = batches[start : start + _AT_ONCE]
        change_on_hand(actor.community_id, {batch: amounts[batch] for batch in some})
    moves = [
        {
            **move_row(
                actor.community_id,
                one.batch_id,
                one.item_id,
                kind=kind,
                quantity=-one.quantity,
                actor=actor,
                moved_on=one.moved_on,
            ),
            "subject_id": one.subject_id,
        }
        for one in picks
    ]
    if moves:
        add_rows(StockMove, moves)
