"""What was counted beside what the books said at that very moment, and the moves that correct it.

The book figure of a moment is kept with the count: what stands then, less what moved since the moment it was counted at.
Whoever moves pieces takes the moment after they hold the batch, and keeps it until their COMMIT: so who holds every batch
of an item (`hold`) has seen all moves up to now.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import NEVER, Actor, add_rows, clock, db, new_id
from points.foundation.prepared import given, prepared
from points.goods import policy, stock
from points.goods.count_refusals import CountOvertaken
from points.goods.counting.models import Count, StocktakeLine
from points.goods.models import Batch, Item, StockMove
from points.goods.stock_rows import stands_in

#: what sells and takes back; after any other move a count says nothing of what stands there now
TRADE = ("redemption", "return")
#: so long before a count is looked at for what moved just then
JUST_BEFORE = timedelta(minutes=10)


@dataclass(frozen=True)
class Booked:
    """What the books said of a line at the moment of its latest count; `besides`: other moves than trade since."""

    line_id: UUID
    count_id: UUID
    quantity: int
    at: datetime
    booked: int
    besides: int

    @property
    def difference(self) -> int:
        """Counted minus booked."""
        return self.quantity - self.booked


@dataclass(frozen=True)
class MovedBefore:
    """What moved shortly before a line was counted."""

    line_id: UUID
    kind: str
    quantity: int
    at: datetime


def of_stocktake(community_id: UUID, stocktake_id: UUID, shop_id: UUID) -> dict[UUID, Booked]:
    """Of every counted line, by line."""
    rows = _booked().all(community=community_id, stocktake=stocktake_id, shop=shop_id, now=clock.now())
    return {row[0]: Booked(row[0], row[1], row[2], row[3], int(row[4]), int(row[5])) for row in rows}


def stood(community_id: UUID, shop_id: UUID, item_id: UUID, *, at: datetime, now: datetime) -> int:
    """Pieces of an item in a shop at a moment shortly before now. Whoever asks holds them, so that what moved is here.

    Taken back from what stands now, never added up by the hour: after a clock was put back the books hold moves of
    later hours that were made before.
    """
    key = {"community": community_id, "shop": shop_id, "item": item_id}
    return int(_stood().one(at=at, now=now, **key)[0])


def just_before(
    community_id: UUID, stocktake_id: UUID, shop_id: UUID, counted: Collection[Booked]
) -> dict[UUID, list[MovedBefore]]:
    """By line, what moved in the minutes before each of these, its latest count; newest first."""
    found: dict[UUID, list[MovedBefore]] = {}
    if not counted:
        return found
    since = min(one.at for one in counted) - JUST_BEFORE
    for row in _moves().all(community=community_id, stocktake=stocktake_id, shop=shop_id, since=since):
        if row.counted_at - row.at <= JUST_BEFORE:
            found.setdefault(row.line_id, []).append(MovedBefore(row.line_id, row.kind, row.quantity, row.at))
    return found


def hold(community_id: UUID, shop_id: UUID, items: Collection[UUID]) -> None:
    """Hold what stands of these items, so that nobody moves any of it before the COMMIT; then the items, so that no batch
    comes in either."""
    batches = (
        sa.select(Batch.id)
        .where(Batch.community_id == community_id, Batch.item_id.in_(items))
        .where(stands_in(sa.literal(shop_id, sa.Uuid())))
    )
    db.session.execute(batches.order_by(Batch.id).with_for_update()).all()
    held = sa.select(Item.id).where(Item.community_id == community_id, Item.id.in_(items))
    db.session.execute(held.order_by(Item.id).with_for_update()).all()


def correct(
    community_id: UUID, shop_id: UUID, item_id: UUID, difference: int, *, line_id: UUID, actor: Actor
) -> None:
    """Move the difference of a line: what lacks leaves first what expires first, what is over joins what expires first of
    all that is good. An item that never came gets a batch of its own."""
    left = _left().all(community=community_id, item=item_id, shop=shop_id)
    batches = [policy.BatchLeft(*row) for row in left]
    parts = policy.spread(batches, difference, clock.certain_day())
    if parts is None and difference < 0:
        raise CountOvertaken
    for batch_id, part in parts or [(_new_batch(community_id, shop_id, item_id, difference), difference)]:
        stock.correct(community_id, batch_id, part, kind="correction", actor=actor, subject_id=line_id)


def _new_batch(community_id: UUID, shop_id: UUID, item_id: UUID, pieces: int) -> UUID:
    batch_id, today = new_id(), clock.today()
    row = {
        "community_id": community_id,
        "id": batch_id,
        "number": f"PD{today:%y%m%d}-{str(batch_id)[-6:]}",
        "item_id": item_id,
        "source_id": None,
        "shop_id": shop_id,
        "received": pieces,
        "on_hand": 0,
        "received_on": today,
        "expires_on": NEVER,
        "origin": "entered",
        "created_at": clock.now(),
    }
    add_rows(Batch, [row])
    return batch_id


_later = aliased(Count)


def _latest() -> sa.ColumnElement[bool]:
    """Whether a count is the last of its line."""
    after = sa.or_(_later.turn > Count.turn, sa.and_(_later.turn == Count.turn, _later.mend > Count.mend))
    own = (_later.community_id == Count.community_id, _later.line_id == Count.line_id)
    return ~sa.exists().where(*own, after)


def _counted() -> sa.Select[UUID]:
    """Latest counts with the batches that stand there."""
    return (
        sa.select(Count.line_id)
        .join(
            StocktakeLine,
            sa.and_(StocktakeLine.community_id == Count.community_id, StocktakeLine.id == Count.line_id),
        )
        .outerjoin(
            Batch,
            sa.and_(
                Batch.community_id == StocktakeLine.community_id,
                Batch.item_id == StocktakeLine.item_id,
                stands_in(given("shop", Batch.shop_id)),
            ),
        )
        .outerjoin(
            StockMove,
            sa.and_(StockMove.community_id == Batch.community_id, StockMove.batch_id == Batch.id),
        )
        .where(
            Count.community_id == given("community"),
            StocktakeLine.stocktake_id == given("stocktake"),
            _latest(),
        )
    )


@prepared
def _booked() -> sa.Executable:
    before = sa.case((StockMove.at <= Count.counted_at, StockMove.quantity), else_=0)
    # what is later than now was made before the clock was put back
    since = sa.and_(
        StockMove.at > Count.counted_at, StockMove.at <= given("now"), StockMove.kind.not_in(TRADE)
    )
    besides = sa.case((since, 1), else_=0)
    return (
        _counted()
        .with_only_columns(
            Count.line_id,
            Count.id,
            Count.quantity,
            Count.counted_at,
            sa.func.coalesce(Count.stood, sa.func.sum(before), 0),
            sa.func.coalesce(sa.func.sum(besides), 0),
        )
        .group_by(Count.line_id, Count.id, Count.quantity, Count.counted_at, Count.stood)
    )


@prepared
def _stood() -> sa.Executable:
    since = sa.and_(StockMove.at > given("at"), StockMove.at <= given("now"))
    moved = sa.case((since, StockMove.quantity), else_=0)
    there = (
        sa.select(sa.func.coalesce(sa.func.sum(Batch.on_hand), 0))
        .where(Batch.community_id == given("community"), Batch.item_id == given("item"))
        .where(stands_in(given("shop", Batch.shop_id)))
        .scalar_subquery()
    )
    later = (
        sa.select(sa.func.coalesce(sa.func.sum(moved), 0))
        .join(Batch, sa.and_(Batch.community_id == StockMove.community_id, Batch.id == StockMove.batch_id))
        .where(Batch.community_id == given("community"), Batch.item_id == given("item"))
        .where(stands_in(given("shop", Batch.shop_id)))
        .scalar_subquery()
    )
    return sa.select(there - later)


@prepared
def _moves() -> sa.Executable:
    return (
        _counted()
        .with_only_columns(Count.line_id, StockMove.kind, StockMove.quantity, StockMove.at, Count.counted_at)
        .where(StockMove.at <= Count.counted_at, StockMove.at >= given("since"))
        .order_by(StockMove.at.desc(), StockMove.id)
    )


@prepared
def _left() -> sa.Executable:
    return sa.select(
        Batch.id, Batch.item_id, Batch.on_hand, Batch.expires_on, Batch.received_on, Batch.number
    ).where(
        Batch.community_id == given("community"),
        Batch.item_id == given("item"),
        stands_in(given("shop", Batch.shop_id)),
    )
