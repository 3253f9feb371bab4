"""Goods from one shop to another: signed out, on the way, signed in by somebody else; a difference is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, people
from points.foundation import Actor, add_rows, changed, clock, db, new_id
from points.stockroom import by_two
from points.stockroom.models import GoodsTransfer, GoodsTransferLine
from points.stockroom.refusals import (
    BatchShort,
    DifferenceUnsaid,
    ExpiredStaysHere,
    NotYours,
    SameShop,
    SettledBefore,
    TransferEmpty,
)

ACT = "move_goods"
#: so many are shown
MOST = 100


@dataclass(frozen=True)
class TransferLine:
    """Pieces of one batch that go along; `arrived` is None while they are on the way."""

    line_id: UUID
    batch: goods.batches.StandingBatch
    quantity: int
    arrived: int | None


@dataclass(frozen=True)
class TransferInfo:
    """A transfer as pages show it."""

    transfer_id: UUID
    from_shop_id: UUID
    to_shop_id: UUID
    status: str
    note: str
    sent_by: UUID | None
    sent_at: datetime
    received_at: datetime | None
    answer: str | None
    sent_by_name: str
    received_by_name: str
    lines: Sequence[TransferLine]


@audit.records.writes("goods.sent", of="goods_transfer")
def send(
    to_shop_id: UUID, pieces: Mapping[UUID, int], *, from_shop_id: UUID, note: str = "", actor: Actor
) -> UUID:
    """Sign goods out: so many pieces of each batch leave the shop and are on the way."""
    people.acting.refuse_first(ACT, actor)
    if to_shop_id == from_shop_id:
        raise SameShop
    wanted = {batch: number for batch, number in pieces.items() if number}
    if not wanted:
        raise TransferEmpty
    if min(wanted.values()) < 0:
        raise goods.refusals.QuantityWrong
    community_id, transfer_id = actor.community_id, new_id()
    batches = goods.batches.lock(community_id, wanted)
    for key, one in batches.items():
        if one.expired:
            raise ExpiredStaysHere(name=one.name)
        if one.on_hand < wanted[key] or one.shop_id not in (None, from_shop_id):
            raise BatchShort(name=one.name, left=one.on_hand, unit=one.unit)
    add_rows(GoodsTransfer, [_row(transfer_id, from_shop_id, to_shop_id, note, actor)])
    lines = [
        {
            "community_id": community_id,
            "id": new_id(),
            "transfer_id": transfer_id,
            "batch_id": key,
            "quantity": number,
            "arrived": None,
            "arrived_batch_id": None,
        }
        for key, number in wanted.items()
    ]
    add_rows(GoodsTransferLine, lines)
    steps = [
        goods.moves.Step(key, batches[key].item_id, -number, "transfer_out") for key, number in wanted.items()
    ]
    goods.moves.book(community_id, steps, subject_id=transfer_id, actor=actor)
    _record("goods.sent", transfer_id, sum(wanted.values()), actor, note)
    return transfer_id


@audit.records.writes("goods.arrived", of="goods_transfer")
def receive(transfer_id: UUID, arrived: Mapping[UUID, int], *, note: str = "", actor: Actor) -> None:
    """Sign goods in, by line, as somebody else: each becomes a batch of this shop with the same last day and source. What
    is missing, or too many, is corrected there and said."""
    row = by_two.get(GoodsTransfer, actor.community_id, transfer_id)
    kind = people.acting.refuse_second(ACT, [row.sent_by], actor=actor, reason=note)
    lines = _lines(actor.community_id, [transfer_id])
    counts = {one.line_id: arrived.get(one.line_id, one.quantity) for one in lines}
    if min(counts.values()) < 0:
        raise goods.refusals.QuantityWrong
    off = any(counts[one.line_id] != one.quantity for one in lines)
    if off and not note.strip():
        raise DifferenceUnsaid
    _close(transfer_id, "arrived", actor, kind, note)
    for one in lines:
        _arrive(one, counts[one.line_id], row, actor)
    _record("goods.arrived", transfer_id, sum(counts.values()), actor, note)


@audit.records.writes("goods.called_back", of="goods_transfer")
def call_back(transfer_id: UUID, *, note: str, actor: Actor) -> None:
    """Take back what is still on the way, as the one who sent it: it stands where it stood."""
    row = by_two.get(GoodsTransfer, actor.community_id, transfer_id)
    if row.sent_by != actor.account_id and actor.kind != "system":
        raise NotYours
    _close(transfer_id, "called_back", actor, "", note)
    lines = _lines(actor.community_id, [transfer_id])
    steps = [
        goods.moves.Step(one.batch.batch_id, one.batch.item_id, one.quantity, "transfer_in") for one in lines
    ]
    goods.moves.book(actor.community_id, steps, subject_id=transfer_id, actor=actor)
    _record("goods.called_back", transfer_id, sum(one.quantity for one in lines), actor, note)


def get(community_id: UUID, transfer_id: UUID) -> TransferInfo:
    """One transfer."""
    return _infos(community_id, [by_two.get(GoodsTransfer, community_id, transfer_id)])[0]


def pieces_between(community_id: UUID, shop_id: UUID) -> int:
    """Pieces on the way that left this shop or are to come into it."""
    line, sent = GoodsTransferLine, GoodsTransfer
    query = (
        sa.select(sa.func.coalesce(sa.func.sum(line.quantity), 0))
        .join(sent, sa.and_(sent.community_id == line.community_id, sent.id == line.transfer_id))
        .where(line.community_id == community_id, sent.status == "sent")
        .where(sa.or_(sent.from_shop_id == shop_id, sent.to_shop_id == shop_id))
    )
    return int(db.session.scalar(query) or 0)


def list_all(community_id: UUID) -> list[TransferInfo]:
    """What is on the way, then what came lately."""
    open_first = sa.case((GoodsTransfer.status == "sent", 0), else_=1)
    query = sa.select(*GoodsTransfer.__table__.c).where(GoodsTransfer.community_id == community_id)
    query = query.order_by(open_first, GoodsTransfer.sent_at.desc(), GoodsTransfer.id).limit(MOST)
    return _infos(community_id, db.session.execute(query).all())


def _row(transfer_id: UUID, from_shop_id: UUID, to_shop_id: UUID, note: str, actor: Actor) -> dict[str, Any]:
    return {
        "community_id": actor.community_id,
        "id": transfer_id,
        "from_shop_id": from_shop_id,
        "to_shop_id": to_shop_id,
        "status": "sent",
        "note": note,
        "sent_by": actor.account_id,
        "sent_at": clock.now(),
        "received_by": None,
        "received_at": None,
        "received_as": None,
        "answer": None,
    }


def _close(transfer_id: UUID, status: str, actor: Actor, kind: str, note: str) -> None:
    met = changed(
        sa.update(GoodsTransfer)
        .where(GoodsTransfer.community_id == actor.community_id, GoodsTransfer.id == transfer_id)
        .where(GoodsTransfer.status == "sent")
        .values(status=status, received_by=actor.account_id, received_at=clock.now())
        .values(received_as=kind or None, answer=note or None)
    )
    if not met:
        raise SettledBefore


def _arrive(line: TransferLine, count: int, row: Any, actor: Actor) -> None:
    """The pieces that were sent come in whole, so that out and in are even; the difference is a correction of its own."""
    batch, community_id = line.batch, actor.community_id
    [number] = goods.batches.free_numbers(community_id, [batch.number])
    one = goods.stock.Delivery(
        number,
        batch.item_id,
        line.quantity,
        clock.today(),
        batch.expires_on,
        batch.source_id,
        shop_id=row.to_shop_id,
        wish=batch.wish,
        wish_until=batch.wish_until,
    )
    came = goods.stock.receive(community_id, [one], actor=actor, kind="transfer_in", subject_id=row.id)
    if count != line.quantity:
        step = goods.moves.Step(came[number], batch.item_id, count - line.quantity, "correction")
        goods.moves.book(community_id, [step], subject_id=line.line_id, actor=actor)
    changed(
        sa.update(GoodsTransferLine)
        .where(GoodsTransferLine.community_id == community_id, GoodsTransferLine.id == line.line_id)
        .values(arrived=count, arrived_batch_id=came[number])
    )


def _lines(community_id: UUID, transfers: Sequence[UUID]) -> list[TransferLine]:
    return [one for some in _lines_by(community_id, transfers).values() for one in some]


def _lines_by(community_id: UUID, transfers: Sequence[UUID]) -> dict[UUID, list[TransferLine]]:
    line = GoodsTransferLine
    query = sa.select(line.transfer_id, line.id, line.batch_id, line.quantity, line.arrived).where(
        line.community_id == community_id, line.transfer_id.in_(transfers)
    )
    rows = db.session.execute(query.order_by(line.id)).all()
    batches = goods.batches.get_all(community_id, {row.batch_id for row in rows}) if rows else {}
    found: dict[UUID, list[TransferLine]] = {}
    for row in rows:
        one = TransferLine(row.id, batches[row.batch_id], row.quantity, row.arrived)
        found.setdefault(row.transfer_id, []).append(one)
    return found


def _infos(community_id: UUID, rows: Sequence[Any]) -> list[TransferInfo]:
    lines = _lines_by(community_id, [row.id for row in rows])
    hands = {one for row in rows for one in (row.sent_by, row.received_by) if one}
    names = people.accounts.names_behind(community_id, hands, ())
    return [
        TransferInfo(
            row.id,
            row.from_shop_id,
            row.to_shop_id,
            row.status,
            row.note,
            row.sent_by,
            row.sent_at,
            row.received_at,
            row.answer,
            names.get(row.sent_by, ""),
            names.get(row.received_by, ""),
            lines.get(row.id, []),
        )
        for row in rows
    ]


def _record(action: str, transfer_id: UUID, quantity: int, actor: Actor, note: str) -> None:
    audit.records.record(
        action,
        actor=actor,
        subject_kind="goods_transfer",
        subject_id=transfer_id,
        facts={"quantity": quantity},
        private={"note": note} if note else None,
    )
