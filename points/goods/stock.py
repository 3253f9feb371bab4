"""Stock of batches: deliveries in, redemptions out, returns, write-offs, corrections; each a stock move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import foundation
from points.foundation import NEVER, Actor, add_rows, add_rows_later, clock, db, new_id
from points.foundation.database import LookAgain
from points.foundation.prepared import given, given_many, prepared
from points.goods import policy
from points.goods.models import Batch, Item, Price, StockMove
from points.goods.policy import choose_batches
from points.goods.refusals import BatchExpired, QuantityWrong, StockShort
from points.goods.stock_rows import change_on_hand, move_row, stands_in, try_on_hand

#: what callers hand in or get back
BATCH_MARK = policy.BATCH_MARK
BatchLeft = policy.BatchLeft
Pick = policy.Pick
HandedOut = policy.HandedOut

#: first to expire goes first
IN_ORDER = (Batch.expires_on, Batch.received_on, Batch.number)


@dataclass(frozen=True)
class Delivery:
    """Goods that came in: a batch with its source and its last day (NEVER where there is none), in a shop; without one it
    stands in every shop."""

    number: str
    item_id: UUID
    quantity: int
    received_on: date
    expires_on: date = NEVER
    source_id: UUID | None = None
    origin: str = "entered"
    shop_id: UUID | None = None
    wish: str = ""
    wish_until: date | None = None


def receive(
    community_id: UUID,
    deliveries: Sequence[Delivery],
    *,
    actor: Actor,
    kind: str = "delivery",
    subject_id: UUID | None = None,
) -> dict[str, UUID]:
    """Put deliveries on the shelf, or what comes in by another `kind` of move; the batch ids by delivery number come back."""
    if any(one.quantity <= 0 for one in deliveries):
        raise QuantityWrong
    ids = {one.number: new_id() for one in deliveries}
    if not deliveries:
        return ids
    add_rows(Batch, [_batch_row(community_id, ids[one.number], one) for one in deliveries])
    moves = [
        {
            **move_row(
                community_id,
                ids[one.number],
                one.item_id,
                kind=kind,
                quantity=one.quantity,
                actor=actor,
                moved_on=one.received_on,
            ),
            "subject_id": subject_id,
        }
        for one in deliveries
    ]
    add_rows(StockMove, moves)
    return ids


def take(
    community_id: UUID,
    wanted: Mapping[UUID, int],
    *,
    subject_id: UUID,
    actor: Actor,
    seen: Sequence[BatchLeft] | None = None,
    shop_id: UUID | None = None,
) -> list[Pick]:
    """Take pieces off the shelf of one shop, or of all, for a redemption: first to expire first, all of it or a refusal.

    Pieces are wanted of an item, or of a batch with a price of its own, by either's id. `seen` are the batches, where
    this transaction read them together with the items. When one of them changed since it was read, so that it lacks
    pieces now, the transaction looks again.
    """
    if not wanted:
        return []
    today = clock.certain_day()
    batches = _left(community_id, list(wanted), shop_id) if seen is None else seen
    picks, lacking = choose_batches(batches, wanted, today)
    if lacking:
        raise _short(community_id, wanted, lacking, shop_id)
    if not try_on_hand(community_id, {pick.batch.id: -pick.quantity for pick in picks}):
        raise LookAgain
    moves = [
        {
            **move_row(
                community_id,
                pick.batch.id,
                pick.batch.item_id,
                kind="redemption",
                quantity=-pick.quantity,
                actor=actor,
                moved_on=today,
            ),
            "subject_id": subject_id,
        }
        for pick in picks
    ]
    add_rows_later(StockMove, moves)
    return picks


def went_since(community_id: UUID, item_id: UUID, day: date) -> int:
    """How many pieces of an item went out since a day; what came back did not."""
    batches = sa.select(Batch.id).where(Batch.community_id == community_id, Batch.item_id == item_id)
    query = sa.select(sa.func.coalesce(-sa.func.sum(StockMove.quantity), 0)).where(
        StockMove.community_id == community_id,
        StockMove.batch_id.in_(batches),
        StockMove.kind.in_(("redemption", "return")),
        StockMove.moved_on >= day,
    )
    return int(db.session.execute(query).scalar_one())


def left_of(community_id: UUID, item_id: UUID) -> list[BatchLeft]:
    """The batches of an item that have pieces left, the first to expire first."""
    found = _left(community_id, [item_id], None)
    return sorted(found, key=lambda one: (one.expires_on, one.received_on, one.number))


def batches_given(
    community_id: UUID, subject_id: UUID, *, prices: Sequence[UUID] = ()
) -> dict[str | UUID, tuple[HandedOut, ...]]:
    """By item code, the batches that a redemption was taken out of, in the order in which they are given; by price (of
    these) that of the batch which has it alone."""
    own = sa.and_(
        Price.community_id == Batch.community_id, Price.batch_id == Batch.id, Price.id.in_(list(prices))
    )
    query = (
        sa.select(Item.code, Price.id, Batch.number, -StockMove.quantity, Batch.expires_on)
        .select_from(StockMove)
        .join(Batch, sa.and_(Batch.community_id == StockMove.community_id, Batch.id == StockMove.batch_id))
        .join(Item, sa.and_(Item.community_id == Batch.community_id, Item.id == Batch.item_id))
        .outerjoin(Price, own)
        .where(StockMove.community_id == community_id, StockMove.subject_id == subject_id)
        .where(StockMove.kind == "redemption")
    )
    found: dict[str | UUID, tuple[HandedOut, ...]] = {}
    for code, price, number, pieces, last_day in db.session.execute(query.order_by(*IN_ORDER)):
        found[price or code] = (*found.get(price or code, ()), HandedOut(number, pieces, last_day))
    return found


def put_back(community_id: UUID, subject_id: UUID, *, actor: Actor) -> None:
    """Give a redemption's pieces back to the batches they came from."""
    query = sa.select(StockMove).where(
        StockMove.community_id == community_id,
        StockMove.subject_id == subject_id,
        StockMove.kind == "redemption",
    )
    taken = db.session.scalars(query).all()
    if not taken:
        return
    amounts: Counter[UUID] = Counter()
    for move in taken:
        amounts[move.batch_id] -= move.quantity
    change_on_hand(community_id, amounts)
    moves = [
        {
            **move_row(
                community_id,
                one.batch_id,
                one.item_id,
                kind="return",
                quantity=-one.quantity,
                actor=actor,
                moved_on=clock.today(),
            ),
            "subject_id": subject_id,
        }
        for one in taken
    ]
    add_rows(StockMove, moves)


def correct(
    community_id: UUID,
    batch_id: UUID,
    quantity: int,
    *,
    kind: str,
    actor: Actor,
    subject_id: UUID | None = None,
) -> None:
    """Write off pieces (`kind` write_off, negative) or correct a count (`kind` correction, either way)."""
    batch = db.session.execute(
        sa.select(Batch.item_id).where(Batch.community_id == community_id, Batch.id == batch_id)
    ).one()
    change_on_hand(community_id, {batch_id: quantity})
    row = move_row(
        community_id,
        batch_id,
        batch.item_id,
        kind=kind,
        quantity=quantity,
        actor=actor,
        moved_on=clock.today(),
    )
    add_rows(StockMove, [{**row, "subject_id": subject_id}])


def _left(community_id: UUID, items: list[UUID], shop_id: UUID | None) -> list[BatchLeft]:
    rows = _batches().all(community=community_id, items=items, shop=shop_id)
    return [BatchLeft(*row) for row in rows]


@prepared
def _batches() -> sa.Executable:
    return sa.select(
        Batch.id, Batch.item_id, Batch.on_hand, Batch.expires_on, Batch.received_on, Batch.number
    ).where(
        Batch.community_id == given("community"),
        Batch.item_id.in_(given_many("items")),
        Batch.on_hand > 0,
        stands_in(given("shop", Batch.shop_id)),
    )


def _short(
    community_id: UUID, wanted: Mapping[UUID, int], lacking: Mapping[UUID, int], shop_id: UUID | None
) -> foundation.Refusal:
    shelf, missing = next(iter(lacking.items()))
    of_batch = sa.select(Batch.item_id).where(Batch.community_id == community_id, Batch.id == shelf)
    query = sa.select(Item.code, Item.name, Item.name_en, Item.unit).where(
        Item.community_id == community_id, sa.or_(Item.id == shelf, Item.id.in_(of_batch))
    )
    code, name, name_en, unit = db.session.execute(query).one()
    left = wanted[shelf] - missing
    old = sa.select(sa.func.coalesce(sa.func.sum(Batch.on_hand), 0)).where(
        Batch.community_id == community_id,
        sa.or_(Batch.item_id == shelf, Batch.id == shelf),
        Batch.expires_on < clock.certain_day(),
        stands_in(sa.literal(shop_id, sa.Uuid())),
    )
    facts: dict[str, object] = {"item": code, "name": name, "name_en": name_en, "unit": unit}
    facts |= {"left": left, "wanted": wanted[shelf]}
    if left == 0 and db.session.execute(old).scalar_one() > 0:
        return BatchExpired(**facts)
    return StockShort(**facts)


def _batch_row(community_id: UUID, batch_id: UUID, one: Delivery) -> dict[str, object]:
    return {
        "community_id": community_id,
        "id": batch_id,
        "number": one.number,
        "item_id": one.item_id,
        "source_id": one.source_id,
        "shop_id": one.shop_id,
        "received": one.quantity,
        "on_hand": one.quantity,
        "received_on": one.received_on,
        "expires_on": one.expires_on,
        "origin": one.origin,
        "wish": one.wish,
        "wish_until": one.wish_until,
        "created_at": clock.now(),
    }


def left_in(community_id: UUID, shop_id: UUID) -> int:
    """Pieces that stand in a shop, those past their day included."""
    query = sa.select(sa.func.coalesce(sa.func.sum(Batch.on_hand), 0))
    return int(
        db.session.scalar(query.where(Batch.community_id == community_id, Batch.shop_id == shop_id)) or 0
    )
