"""Goods to come: what somebody is to bring by a day, withdrawn with a reason, ended by the delivery that brought it. It moves
nothing, so one person does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, people
from points.foundation import Actor, NotAllowed, NotFound, add_rows, changed, clock, db, new_id
from points.stockroom import expected_rows
from points.stockroom.models import Expectation
from points.stockroom.refusals import DayOver, SettledBefore

#: what callers get back
ExpectedInfo = expected_rows.ExpectedInfo

#: so many that are open, and that were ended, are shown
MOST, ENDED = 100, 20


@dataclass(frozen=True)
class ToCome:
    """What somebody is to bring."""

    item: goods.arrivals.Arriving
    quantity: int
    source: str
    source_kind: str
    due_on: date
    note: str = ""


@audit.records.writes("goods.expected", of="expectation")
def note(one: ToCome, *, actor: Actor) -> UUID:
    """Note what is to come."""
    _refuse_others(actor)
    if one.quantity <= 0:
        raise goods.refusals.QuantityWrong
    if one.due_on < clock.today():
        raise DayOver
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "item_id": one.item.item_id,
        "source_id": goods.sources.ensure(actor.community_id, one.source, one.source_kind),
        "quantity": one.quantity,
        "came": 0,
        "due_on": one.due_on,
        "note": one.note,
        "status": "open",
        "noted_by": actor.account_id,
        "noted_at": clock.now(),
    }
    add_rows(Expectation, [row])
    _record("goods.expected", row, one.item.code, actor)
    return row["id"]  # type: ignore[return-value]


@audit.records.writes("goods.not_expected", of="expectation")
def withdraw(expected_id: UUID, *, reason: str, actor: Actor) -> None:
    """Say that what has not come yet does not come any more, and why."""
    _refuse_others(actor)
    row = _get(actor.community_id, expected_id)
    _change(row, "open", status="withdrawn", by=actor, at=clock.now(), why=reason)
    _record("goods.not_expected", row._mapping, row.code, actor, {"reason": reason})


@audit.records.writes("goods.expected_again", of="expectation")
def put_back(expected_id: UUID, *, actor: Actor) -> None:
    """Undo a withdrawal, while its day is not over."""
    _refuse_others(actor)
    row = _get(actor.community_id, expected_id)
    if row.due_on < clock.today():
        raise DayOver
    _change(row, "withdrawn", status="open", by=None, at=None, why=None)
    _record("goods.expected_again", row._mapping, row.code, actor)


def list_open(community_id: UUID) -> list[ExpectedInfo]:
    """What is to come, the earliest day first."""
    query = expected_rows.select(community_id).where(Expectation.status == "open")
    return expected_rows.infos(query.order_by(*expected_rows.IN_TURN).limit(MOST))


def list_ended(community_id: UUID) -> list[ExpectedInfo]:
    """What came or was withdrawn, the newest first."""
    query = expected_rows.select(community_id).where(Expectation.status != "open")
    return expected_rows.infos(
        query.order_by(Expectation.noted_at.desc(), Expectation.id.desc()).limit(ENDED)
    )


def pieces(community_id: UUID) -> dict[UUID, int]:
    """How many pieces of each item are to come and not overdue."""
    query = (
        sa.select(Expectation.item_id, sa.func.sum(Expectation.quantity - Expectation.came))
        .where(Expectation.community_id == community_id, Expectation.status == "open")
        .where(Expectation.due_on >= clock.today())
        .group_by(Expectation.item_id)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def _refuse_others(actor: Actor) -> None:
    if not people.permissions.may(actor, "expect_goods"):
        raise NotAllowed


def _get(community_id: UUID, expected_id: UUID) -> Any:
    item = goods.items.named()
    of_it = sa.and_(item.c.community_id == Expectation.community_id, item.c.item_id == Expectation.item_id)
    query = sa.select(*Expectation.__table__.c, item.c.code).join_from(Expectation, item, of_it)
    row = db.session.execute(
        query.where(Expectation.community_id == community_id, Expectation.id == expected_id)
    ).first()
    if row is None:
        raise NotFound
    return row


def _change(
    row: Any, stands: str, *, status: str, by: Actor | None, at: datetime | None, why: str | None
) -> None:
    """Of two at once the second is refused."""
    met = changed(
        sa.update(Expectation)
        .where(Expectation.community_id == row.community_id, Expectation.id == row.id)
        .where(Expectation.status == stands)
        .values(status=status, withdrawn_by=by.account_id if by else None, withdrawn_at=at, why=why)
    )
    if not met:
        raise SettledBefore


def _record(
    action: str, row: Mapping[str, Any], code: str, actor: Actor, private: dict[str, str] | None = None
) -> None:
    facts = {"item": code, "quantity": row["quantity"], "due_on": row["due_on"]}
    audit.records.record(
        action,
        actor=actor,
        subject_kind="expectation",
        subject_id=row["id"],
        facts=facts,
        private=private,
    )
