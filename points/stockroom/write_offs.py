"""Writing off by two: one says which pieces and why, with a photo or a note; another looks and confirms, and then they go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, people
from points.foundation import Actor, add_rows, db, new_id
from points.stockroom import by_two
from points.stockroom.models import WRITE_OFF_REASONS, WriteOff
from points.stockroom.refusals import BatchShort, ProofMissing

ACT = "write_off"
REASONS = WRITE_OFF_REASONS
#: so many that wait, and that were settled, are shown
MOST, SETTLED = 100, 20


@dataclass(frozen=True)
class WriteOffInfo:
    """A write-off as pages show it."""

    write_off_id: UUID
    batch: goods.batches.StandingBatch
    quantity: int
    reason: str
    note: str
    photo_id: UUID | None
    status: str
    asked_by: UUID | None
    asked_at: datetime
    asked_by_name: str
    decided_by_name: str
    decided_at: datetime | None
    answer: str | None


@audit.records.writes("write_off.asked", of="write_off")
def ask(
    batch_id: UUID, quantity: int, *, reason: str, note: str = "", photo_id: UUID | None = None, actor: Actor
) -> UUID:
    """Ask that pieces of a batch be written off. They stay on the shelf until another person confirms."""
    people.acting.refuse_first(ACT, actor)
    batch = goods.batches.get(actor.community_id, batch_id)
    if quantity <= 0:
        raise goods.refusals.QuantityWrong
    if quantity > batch.on_hand:
        raise BatchShort(name=batch.name, left=batch.on_hand, unit=batch.unit)
    if not note.strip() and photo_id is None:
        raise ProofMissing
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "batch_id": batch_id,
        "quantity": quantity,
        "reason": reason,
        "note": note.strip(),
        "photo_id": photo_id,
        **by_two.asked_by(actor),
    }
    add_rows(WriteOff, [row])
    _record("write_off.asked", row, batch, actor, {"note": note.strip()} if note.strip() else None)
    return row["id"]  # type: ignore[return-value]


@audit.records.writes("write_off.confirmed", of="write_off")
def confirm(write_off_id: UUID, *, actor: Actor, reason: str = "") -> None:
    """Confirm as another person: the pieces leave the shelf."""
    row = by_two.get(WriteOff, actor.community_id, write_off_id)
    kind = people.acting.refuse_second(ACT, [row.asked_by], actor=actor, reason=reason)
    by_two.close(WriteOff, write_off_id, "confirmed", actor=actor, kind=kind, answer=reason)
    batch = goods.batches.lock(actor.community_id, [row.batch_id])[row.batch_id]
    step = goods.moves.Step(batch.batch_id, batch.item_id, -row.quantity, "write_off")
    if not goods.moves.book(actor.community_id, [step], subject_id=write_off_id, actor=actor):
        raise BatchShort(name=batch.name, left=batch.on_hand, unit=batch.unit)
    _record("write_off.confirmed", row._mapping, batch, actor, {"reason": reason} if reason else None)


@audit.records.writes("write_off.declined", of="write_off")
def decline(write_off_id: UUID, *, reason: str, actor: Actor) -> None:
    """Do not agree, as another person, and say why: the pieces stay."""
    row = by_two.get(WriteOff, actor.community_id, write_off_id)
    kind = people.acting.refuse_second(ACT, [row.asked_by], actor=actor, reason=reason)
    by_two.close(WriteOff, write_off_id, "declined", actor=actor, kind=kind, answer=reason)
    batch = goods.batches.get(actor.community_id, row.batch_id)
    _record("write_off.declined", row._mapping, batch, actor, {"reason": reason})


@audit.records.writes("write_off.withdrawn", of="write_off")
def withdraw(write_off_id: UUID, *, actor: Actor) -> None:
    """Take it back, as the one who asked."""
    row = by_two.withdraw(WriteOff, write_off_id, actor=actor)
    batch = goods.batches.get(actor.community_id, row.batch_id)
    _record("write_off.withdrawn", row._mapping, batch, actor)


def list_lately(community_id: UUID) -> tuple[list[WriteOffInfo], list[WriteOffInfo]]:
    """What waits for another person, the oldest first; and what was settled lately, the newest first."""
    own = WriteOff.community_id == community_id
    asked = sa.select(WriteOff.id).where(own, WriteOff.status == "asked").order_by(WriteOff.asked_at)
    settled = sa.select(WriteOff.id).where(own, WriteOff.status != "asked")
    shown = sa.or_(
        WriteOff.id.in_(asked.limit(MOST)),
        WriteOff.id.in_(settled.order_by(WriteOff.asked_at.desc()).limit(SETTLED)),
    )
    query = _named().where(own, shown).order_by(WriteOff.asked_at, WriteOff.id)
    found = _infos(community_id, db.session.execute(query).all())
    waiting = [one for one in found if one.status == "asked"]
    return waiting, [one for one in reversed(found) if one.status != "asked"]


def _named() -> sa.Select[*tuple[Any, ...]]:
    """Every row with the names of who asked and who decided."""
    asker, decider = people.accounts.named().alias("asker"), people.accounts.named().alias("decider")

    def who(named: sa.FromClause, account: sa.SQLColumnExpression[Any]) -> sa.ColumnElement[bool]:
        return sa.and_(named.c.community_id == WriteOff.community_id, named.c.account_id == account)

    return (
        sa.select(*WriteOff.__table__.c, asker.c.name.label("asker"), decider.c.name.label("decider"))
        .join_from(WriteOff, asker, who(asker, WriteOff.asked_by), isouter=True)
        .join(decider, who(decider, WriteOff.decided_by), isouter=True)
    )


def _infos(community_id: UUID, rows: Sequence[Any]) -> list[WriteOffInfo]:
    batches = goods.batches.get_all(community_id, {row.batch_id for row in rows}) if rows else {}
    return [
        WriteOffInfo(
            row.id,
            batches[row.batch_id],
            row.quantity,
            row.reason,
            row.note,
            row.photo_id,
            row.status,
            row.asked_by,
            row.asked_at,
            row.asker or "",
            row.decider or "",
            row.decided_at,
            row.answer,
        )
        for row in rows
    ]


def _record(
    action: str,
    row: Mapping[str, Any],
    batch: goods.batches.StandingBatch,
    actor: Actor,
    private: dict[str, str] | None = None,
) -> None:
    facts = {"batch": batch.number, "quantity": row["quantity"], "why": row["reason"]}
    audit.records.record(
        action,
        actor=actor,
        subject_kind="write_off",
        subject_id=row["id"],
        facts=facts,
        private=private,
    )
