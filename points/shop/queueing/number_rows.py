"""Queues and numbers as they stand in their tables, and who holds a queue until their transaction ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db, new_id, run
from points.foundation.database import upsert
from points.foundation.prepared import given, prepared
from points.shop.queueing.models import QueueDay, QueueNumber
from points.shop.queueing.policy import NumberInfo


@dataclass(frozen=True)
class HeldQueue:
    """A queue that nobody else changes until this transaction ends."""

    queue_id: UUID
    given: int
    calls: int


def hold(community_id: UUID, shop_id: UUID, day: date) -> HeldQueue:
    """Hold a shop's queue of a day, begun now where there is none: of two at once the second waits."""
    row = {
        "community_id": community_id,
        "id": new_id(),
        "shop_id": shop_id,
        "day": day,
        "given": 0,
        "calls": 0,
    }
    run(upsert(QueueDay).on_conflict_do_nothing(), [row])
    mine = QueueDay.community_id == community_id, QueueDay.shop_id == shop_id, QueueDay.day == day
    query = sa.select(QueueDay.id, QueueDay.given, QueueDay.calls).where(*mine).with_for_update()
    return HeldQueue(*db.session.execute(query).one())


def count(held: HeldQueue, community_id: UUID, **more: int) -> None:
    """Count one more number or call of a queue that is held."""
    values = {name: getattr(held, name) + step for name, step in more.items()}
    mine = QueueDay.community_id == community_id, QueueDay.id == held.queue_id
    run(sa.update(QueueDay).where(*mine).values(**values))


def change(community_id: UUID, number_id: UUID, **values: Any) -> None:
    """Change a number whose queue is held."""
    mine = QueueNumber.community_id == community_id, QueueNumber.id == number_id
    run(sa.update(QueueNumber).where(*mine).values(**values))


def find(community_id: UUID, number_id: UUID) -> NumberInfo | None:
    """One number."""
    row = _one().first(community=community_id, number=number_id)
    return NumberInfo(*row) if row else None


def of_holder(
    community_id: UUID, *, household_id: UUID | None, person_id: UUID | None, since: date
) -> list[NumberInfo]:
    """The numbers a household has from a day on, or a person without one, day by day."""
    if household_id is None and person_id is None:
        return []
    by_household = household_id is not None
    rows = _held_by(by_household).all(
        community=community_id, holder=household_id if by_household else person_id, day=since
    )
    return [NumberInfo(*row) for row in rows]


def of_day(community_id: UUID, shop_id: UUID, day: date) -> tuple[list[NumberInfo], int]:
    """Every number of a shop's day, and how often somebody was called."""
    rows: Sequence[Any] = _of_day().all(community=community_id, shop=shop_id, day=day)
    return [NumberInfo(*row[1:]) for row in rows], rows[0][0] if rows else 0


def _numbers(*more: Any) -> sa.Select[*tuple[Any, ...]]:
    of_queue = sa.and_(QueueDay.community_id == QueueNumber.community_id, QueueDay.id == QueueNumber.queue_id)
    return (
        sa.select(
            *more,
            QueueNumber.id,
            QueueDay.shop_id,
            QueueNumber.day,
            QueueNumber.number,
            QueueNumber.origin,
            QueueNumber.elder,
            QueueNumber.slot_at,
            QueueNumber.taken_at,
            QueueNumber.status,
            QueueNumber.after,
            QueueNumber.misses,
            QueueNumber.till,
            QueueNumber.called_by,
            QueueNumber.called_at,
        )
        .join_from(QueueNumber, QueueDay, of_queue)
        .where(QueueNumber.community_id == given("community"))
    )


@prepared
def _one() -> sa.Executable:
    return _numbers().where(QueueNumber.id == given("number"))


@prepared
def _held_by(household: bool) -> sa.Executable:
    holder = QueueNumber.household_id if household else QueueNumber.person_id
    return (
        _numbers()
        .where(holder == given("holder"), QueueNumber.day >= given("day"))
        .where(QueueNumber.status != "given_back")
        .order_by(QueueNumber.day)
    )


@prepared
def _of_day() -> sa.Executable:
    return (
        _numbers(QueueDay.calls)
        .where(QueueDay.shop_id == given("shop"), QueueDay.day == given("day"))
        .order_by(QueueNumber.number)
    )
