"""Taking deliveries in: one paper, its lines, a batch each, all or none; what looks odd has to be said twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, people
from points.foundation import NEVER, Actor, NotAllowed, add_rows, clock, db, new_id, run
from points.foundation.database import LookAgain, upsert
from points.stockroom import delivery_rows, expected_rows, policy
from points.stockroom.models import DeliveryNote, DeliveryNoteLine
from points.stockroom.refusals import (
    DayAhead,
    DeliveryEmpty,
    DeliveryThere,
    ExpiredOnArrival,
    QuantityDoubted,
    SumDoubted,
)

#: what callers get back
DeliveryInfo = delivery_rows.DeliveryInfo
DeliveryLineInfo = delivery_rows.DeliveryLineInfo
get = delivery_rows.get
lines_of = delivery_rows.lines_of
whole = delivery_rows.whole
page = delivery_rows.page


@dataclass(frozen=True)
class Paper:
    """What stands on the paper. `again` is its sum typed once more; `another` says that this is not the paper of the same
    number that was taken in before."""

    shop_id: UUID
    source: str
    source_kind: str
    number: str
    came_on: date
    sum_fen: int | None = None
    sum_again: int | None = None
    photo_id: UUID | None = None
    wish: str = ""
    wish_until: date | None = None
    another: bool = False


@dataclass(frozen=True)
class ArrivedLine:
    """One line: which goods, how many (`again`: typed once more), the batch number on the box, the last day."""

    item: goods.arrivals.Arriving
    quantity: int
    number: str = ""
    expires_on: date = NEVER
    unit_fen: int | None = None
    again: int | None = None


@dataclass(frozen=True)
class Doubts:
    """What has to be said twice: line → how many would fit the paper, where that comes out even; and by how much the sum
    is off (None where it is not)."""

    lines: Mapping[int, int | None] = field(default_factory=dict)
    off_fen: int | None = None


def doubts(paper: Paper, lines: Sequence[ArrivedLine]) -> Doubts:
    """What looks odd in a delivery and was not said twice."""
    counted = [policy.LineSum(one.quantity, one.unit_fen) for one in lines]
    odd = {
        at: policy.fits_paper(counted, paper.sum_fen, at)
        for at, one in enumerate(lines)
        if policy.is_odd(one.quantity, one.item.most) and one.again != one.quantity
    }
    made = policy.sum_of(counted)
    off = None if made is None or paper.sum_fen is None else made - paper.sum_fen
    return Doubts(odd, off if off and paper.sum_again != paper.sum_fen else None)


def short_lives(came_on: date, lines: Sequence[ArrivedLine]) -> list[int]:
    """The lines whose goods have little of their life left."""
    return [
        at for at, one in enumerate(lines) if policy.is_short(one.expires_on, came_on, one.item.shelf_days)
    ]


@audit.records.writes("delivery.received", of="delivery")
def receive(
    paper: Paper, lines: Sequence[ArrivedLine], *, came_of: Collection[UUID] = (), actor: Actor
) -> UUID:
    """Take a delivery in: every line onto the shelf of its shop, or none; `came_of` are expectations it ends."""
    if not people.permissions.may(actor, "keep_stock"):
        raise NotAllowed
    _refuse_unfit(paper, lines)
    delivery_id = new_id()
    source_id = goods.sources.ensure(actor.community_id, paper.source, paper.source_kind)
    _enter(paper, delivery_id, source_id, actor)
    numbers, rows = _take_in(paper, lines, delivery_id, source_id, actor)
    awaited = expected_rows.bring(actor.community_id, came_of, rows)
    facts = {
        "number": paper.number,
        "shop_id": paper.shop_id,
        "lines": len(lines),
        "quantity": sum(one.quantity for one in lines),
        "batches": numbers,
        **({"expected": awaited} if awaited else {}),
    }
    audit.records.record(
        "delivery.received", actor=actor, subject_kind="delivery", subject_id=delivery_id, facts=facts
    )
    return delivery_id


def _take_in(
    paper: Paper, lines: Sequence[ArrivedLine], delivery_id: UUID, source_id: UUID, actor: Actor
) -> tuple[list[str], list[dict[str, Any]]]:
    """A batch for each line, and the lines that say so; the numbers of the batches, and these lines."""
    made = [one.number or f"{paper.came_on:%y%m%d}-{one.item.code}" for one in lines]
    numbers = goods.batches.free_numbers(actor.community_id, made)
    came = [
        goods.stock.Delivery(
            number,
            one.item.item_id,
            one.quantity,
            paper.came_on,
            one.expires_on,
            source_id,
            shop_id=paper.shop_id,
            wish=paper.wish,
            wish_until=paper.wish_until,
        )
        for number, one in zip(numbers, lines, strict=True)
    ]
    batches = goods.stock.receive(actor.community_id, came, actor=actor, subject_id=delivery_id)
    rows = [
        {
            "community_id": actor.community_id,
            "id": new_id(),
            "delivery_id": delivery_id,
            "line": at,
            "item_id": one.item.item_id,
            "batch_id": batches[number],
            "quantity": one.quantity,
            "expires_on": one.expires_on,
            "unit_fen": one.unit_fen,
        }
        for at, (number, one) in enumerate(zip(numbers, lines, strict=True), 1)
    ]
    add_rows(DeliveryNoteLine, rows)
    return numbers, rows


def _refuse_unfit(paper: Paper, lines: Sequence[ArrivedLine]) -> None:
    if not lines:
        raise DeliveryEmpty
    if paper.came_on > clock.today():
        raise DayAhead
    for one in lines:
        if one.quantity <= 0:
            raise goods.refusals.QuantityWrong
        if one.expires_on < max(paper.came_on, clock.today()):
            raise ExpiredOnArrival(name=one.item.name)
    found = doubts(paper, lines)
    for at in found.lines:
        raise QuantityDoubted(name=lines[at].item.name, quantity=lines[at].quantity)
    if found.off_fen is not None:
        raise SumDoubted


def _enter(paper: Paper, delivery_id: UUID, source_id: UUID, actor: Actor) -> None:
    """The paper as a row; where it is there already, whoever took it in is named."""
    row: dict[str, Any] = {
        "community_id": actor.community_id,
        "id": delivery_id,
        "shop_id": paper.shop_id,
        "source_id": source_id,
        "number": paper.number,
        "part": 1,
        "came_on": paper.came_on,
        "sum_fen": paper.sum_fen,
        "photo_id": paper.photo_id,
        "entered_by": actor.account_id,
        "created_at": clock.now(),
    }
    beside = paper.another or not paper.number
    if beside:
        same = sa.select(sa.func.max(DeliveryNote.part)).where(
            DeliveryNote.community_id == actor.community_id,
            DeliveryNote.source_id == source_id,
            DeliveryNote.number == paper.number,
        )
        row["part"] = (db.session.scalar(same) or 0) + 1
    # of two who take the same paper in at once, the second waits here for the first
    entered = upsert(DeliveryNote).values(row).on_conflict_do_nothing().returning(DeliveryNote.id)
    if run(entered).first():
        return
    if beside:
        raise LookAgain
    there = delivery_rows.find(actor.community_id, source_id, paper.number)
    if there is None:
        raise LookAgain
    raise DeliveryThere(at=there.entered_at, name=there.entered_by_name)
