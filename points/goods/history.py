"""Old stock taken in at once: items and batches as they are known, pieces handed out before. It knows no workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, add_rows, clock, db, in_parts
from points.goods.models import Batch, Item, OldOut, Price, StockMove
from points.goods.price_rows import begun_by
from points.goods.stock_rows import change_on_hand, move_row

#: a move of pieces by which an import was corrected or taken back
TAKEN_BACK = "taken_back"


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


@dataclass(frozen=True, slots=True)
class OldBatch:
    """A batch as it stands: what came in with it, as it was put right by later imports, and what is left."""

    number: str
    item: str
    received: int
    on_hand: int
    received_on: date
    expires_on: date


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


def prices_ever(community_id: UUID) -> dict[str, set[int]]:
    """By item's code what a piece of it ever cost, its batches' own prices left aside."""
    query = (
        sa.select(Item.code, Price.tenths)
        .join(Price, sa.and_(Price.community_id == Item.community_id, Price.item_id == Item.id))
        .where(Item.community_id == community_id, Price.batch_id.is_(None))
    )
    found: dict[str, set[int]] = {}
    for code, tenths in db.session.execute(query.distinct()):
        found.setdefault(code, set()).add(tenths)
    return found


def known_batches(community_id: UUID) -> dict[str, tuple[UUID, int]]:
    """Every batch by number: its id and what is left of it."""
    query = sa.select(Batch.number, Batch.id, Batch.on_hand).where(Batch.community_id == community_id)
    return {number: (batch_id, on_hand) for number, batch_id, on_hand in db.session.execute(query)}


def lock_batches(community_id: UUID, batches: Collection[UUID]) -> dict[UUID, int]:
    """What is left of these batches, locked until the transaction ends."""
    found: dict[UUID, int] = {}
    for some in in_parts(sorted(batches)):
        query = (
            sa.select(Batch.id, Batch.on_hand)
            .where(Batch.community_id == community_id, Batch.id.in_(some))
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


def put_back(redemptions: Collection[UUID], *, actor: Actor) -> None:
    """Give the pieces of old redemptions back to the batches they came from, as when a sale is undone."""
    _return(_moves(actor.community_id, redemptions, "redemption"), "return", actor)


def bring_back(outs: Collection[UUID], *, actor: Actor) -> None:
    """The same of pieces that left otherwise, as an import that is taken back says."""
    _return(_moves(actor.community_id, outs, "old_out"), TAKEN_BACK, actor)


def take_away(pieces: Mapping[UUID, int], *, by: UUID, actor: Actor) -> None:
    """Take from batches what an import brought and another (`by`) takes back or says to be fewer; a batch never goes below
    zero. A figure below zero brings more."""
    batches = sorted(batch for batch, number in pieces.items() if number)
    items = {
        row.id: row.item_id
        for some in in_parts(batches)
        for row in db.session.execute(
            sa.select(Batch.id, Batch.item_id).where(
                Batch.community_id == actor.community_id, Batch.id.in_(some)
            )
        )
    }
    picks = [OldPick(one, items[one], pieces[one], by, clock.today()) for one in batches]
    _take(picks, TAKEN_BACK, actor)


def batches_of(community_id: UUID, batches: Collection[UUID]) -> dict[UUID, OldBatch]:
    """These batches by id, as they stand."""
    found: dict[UUID, OldBatch] = {}
    wanted = sorted(batches)
    for some in in_parts(wanted):
        query = (
            sa.select(
                Batch.id,
                Batch.number,
                Item.code,
                Batch.received + _taken_back(),
                Batch.on_hand,
                Batch.received_on,
                Batch.expires_on,
            )
            .join(Item, sa.and_(Item.community_id == Batch.community_id, Item.id == Batch.item_id))
            .where(Batch.community_id == community_id, Batch.id.in_(some))
        )
        found.update((row.id, OldBatch(*row[1:])) for row in db.session.execute(query))
    return found


def correct_last_days(days: Mapping[UUID, date], *, actor: Actor) -> None:
    """Give batches another last day, as a corrected book has it."""
    for batch_id, day in sorted(days.items()):
        db.session.execute(
            sa.update(Batch)
            .where(Batch.community_id == actor.community_id, Batch.id == batch_id)
            .values(expires_on=day)
        )


def _taken_back() -> sa.ScalarSelect[int]:
    """What corrections took from a batch, as a figure below zero."""
    pieces = sa.cast(sa.func.coalesce(sa.func.sum(StockMove.quantity), 0), sa.BigInteger)
    query = sa.select(pieces).where(
        StockMove.community_id == Batch.community_id,
        StockMove.batch_id == Batch.id,
        StockMove.kind == TAKEN_BACK,
        StockMove.subject_id.not_in(sa.select(OldOut.id).where(OldOut.community_id == Batch.community_id)),
    )
    return query.scalar_subquery()


def taken_by(community_id: UUID, subjects: Collection[UUID]) -> Counter[UUID]:
    """By batch, how many pieces went out for these."""
    found: Counter[UUID] = Counter()
    for kind in ("redemption", "old_out"):
        for one in _moves(community_id, subjects, kind):
            found[one.batch_id] -= one.quantity
    return found


def _moves(community_id: UUID, subjects: Collection[UUID], kind: str) -> list[StockMove]:
    wanted, found = sorted(subjects), list[StockMove]()
    for some in in_parts(wanted):
        query = sa.select(StockMove).where(
            StockMove.community_id == community_id,
            StockMove.subject_id.in_(some),
            StockMove.kind == kind,
        )
        found += db.session.scalars(query)
    return found


def _return(moves: Sequence[StockMove], kind: str, actor: Actor) -> None:
    today = clock.today()
    _take(
        [
            OldPick(one.batch_id, one.item_id, one.quantity, one.subject_id, today)
            for one in moves
            if one.subject_id
        ],
        kind,
        actor,
    )


def _take(picks: Sequence[OldPick], kind: str, actor: Actor) -> None:
    amounts: dict[UUID, int] = {}
    for pick in picks:
        amounts[pick.batch_id] = amounts.get(pick.batch_id, 0) - pick.quantity
    for some in in_parts(sorted(amounts)):
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
