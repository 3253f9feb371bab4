"""Putting a delivery right: one asks, another confirms; the old line stays, the difference is a move of its own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from points import audit, goods, people
from points.foundation import Actor, add_rows, new_id
from points.stockroom import by_two, delivery_rows
from points.stockroom.delivery_rows import DeliveryLineInfo
from points.stockroom.models import Mending
from points.stockroom.refusals import MendingWaits, NothingMended, PiecesGone

ACT = "mend_delivery"
#: what callers get back
MendingInfo = delivery_rows.MendingInfo
get = delivery_rows.mending
waiting = delivery_rows.waiting


@audit.records.writes("delivery.mending_asked", of="delivery")
def ask(line_id: UUID, quantity: int, expires_on: date, *, reason: str, actor: Actor) -> UUID:
    """Ask that a line be put right: so many came, good until that day. Nothing moves yet."""
    people.acting.refuse_first(ACT, actor)
    found = delivery_rows.line(actor.community_id, line_id)
    if (quantity, expires_on) == (found.now_quantity, found.now_expires_on):
        raise NothingMended
    if found.waiting is not None:
        raise MendingWaits
    _refuse_gone(found, quantity)
    mending_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": mending_id,
        "line_id": line_id,
        "quantity": quantity,
        "expires_on": expires_on,
        "reason": reason,
        "batch_id": None,
        **by_two.asked_by(actor),
    }
    add_rows(Mending, [row])
    _record("delivery.mending_asked", mending_id, found, quantity, actor=actor, reason=reason)
    return mending_id


@audit.records.writes("delivery.mended", of="delivery")
def confirm(mending_id: UUID, *, actor: Actor, reason: str = "") -> None:
    """Confirm as another person: pieces come or go by correction moves, and a line with another last day becomes a batch
    of its own, so that what went out before keeps the day it went out with."""
    asked = delivery_rows.mending(actor.community_id, mending_id)
    kind = people.acting.refuse_second(ACT, [asked.asked_by], actor=actor, reason=reason)
    found = delivery_rows.line(actor.community_id, asked.line_id)
    batch = goods.batches.lock(actor.community_id, [found.batch.batch_id])[found.batch.batch_id]
    gone = found.now_quantity - batch.on_hand
    if asked.quantity < gone:
        raise PiecesGone(gone=gone, wanted=asked.quantity, unit=batch.unit)
    stands = batch.batch_id
    if asked.expires_on == batch.expires_on:
        steps = _step(batch, asked.quantity - found.now_quantity)
    else:
        steps = _step(batch, -batch.on_hand)
        stands = _anew(batch, asked, asked.quantity - gone, mending_id, actor)
    if not goods.moves.book(actor.community_id, steps, subject_id=mending_id, actor=actor):
        raise PiecesGone(gone=gone, wanted=asked.quantity, unit=batch.unit)
    by_two.close(Mending, mending_id, "confirmed", actor=actor, kind=kind, answer=reason, batch_id=stands)
    _record("delivery.mended", mending_id, found, asked.quantity, actor=actor, reason=reason)


@audit.records.writes("delivery.mending_declined", of="delivery")
def decline(mending_id: UUID, *, reason: str, actor: Actor) -> None:
    """Do not agree, as another person, and say why: the line stays."""
    asked = delivery_rows.mending(actor.community_id, mending_id)
    kind = people.acting.refuse_second(ACT, [asked.asked_by], actor=actor, reason=reason)
    by_two.close(Mending, mending_id, "declined", actor=actor, kind=kind, answer=reason)
    found = delivery_rows.line(actor.community_id, asked.line_id)
    _record("delivery.mending_declined", mending_id, found, asked.quantity, actor=actor, reason=reason)


@audit.records.writes("delivery.mending_withdrawn", of="delivery")
def withdraw(mending_id: UUID, *, actor: Actor) -> None:
    """Take it back, as the one who asked."""
    row = by_two.withdraw(Mending, mending_id, actor=actor)
    found = delivery_rows.line(actor.community_id, row.line_id)
    _record("delivery.mending_withdrawn", mending_id, found, row.quantity, actor=actor)


def _refuse_gone(found: DeliveryLineInfo, quantity: int) -> None:
    gone = found.now_quantity - found.batch.on_hand
    if quantity < gone:
        raise PiecesGone(gone=gone, wanted=quantity, unit=found.batch.unit)


def _step(batch: goods.batches.StandingBatch, quantity: int) -> list[goods.moves.Step]:
    return [goods.moves.Step(batch.batch_id, batch.item_id, quantity, "correction")] if quantity else []


def _anew(
    batch: goods.batches.StandingBatch, asked: MendingInfo, quantity: int, mending_id: UUID, actor: Actor
) -> UUID:
    """The pieces that are left as a batch with the right day; where none are left the old batch stays."""
    if not quantity:
        return batch.batch_id
    [number] = goods.batches.free_numbers(actor.community_id, [batch.number])
    one = goods.stock.Delivery(
        number,
        batch.item_id,
        quantity,
        batch.received_on,
        asked.expires_on,
        batch.source_id,
        shop_id=batch.shop_id,
        wish=batch.wish,
        wish_until=batch.wish_until,
    )
    return goods.stock.receive(
        actor.community_id, [one], actor=actor, kind="correction", subject_id=mending_id
    )[number]


def _record(
    action: str,
    mending_id: UUID,
    found: DeliveryLineInfo,
    quantity: int,
    *,
    actor: Actor,
    reason: str = "",
) -> None:
    facts = {"batch": found.batch.number, "before": found.now_quantity, "quantity": quantity}
    audit.records.record(
        action,
        actor=actor,
        subject_kind="delivery",
        subject_id=mending_id,
        facts=facts,
        private={"reason": reason} if reason else None,
    )
