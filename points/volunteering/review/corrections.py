"""Taking an award back by two: one asks with a reason, a second person looks at what is spent of it and says yes or no.

Points move only with the yes (`services.reversals`); what the purse lacks then, the correction account pays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger, people
from points.foundation import Actor, NotFound, Refusal, changed, clock, db, new_id
from points.foundation.prepared import given, prepared
from points.volunteering.access import covers, need
from points.volunteering.models import Award, ReversalAsk
from points.volunteering.review.refusals import (
    OwnReversalAsk,
    ReversalAsked,
    ReversalNotAsked,
    ReversalOfOne,
)
from points.volunteering.services import records, recusal, reversals
from points.volunteering.services.refusals import AlreadyDecided, NotCredited, OwnApproval, ReasonMissing


@dataclass(frozen=True)
class Asked:
    """Somebody asks that an award be taken back; `why_not` is why the reader is not the second person."""

    award_id: UUID
    person_id: UUID
    tenths: int
    reason: str
    asked_by: UUID | None
    asked_at: datetime
    why_not: Refusal | None = None


@dataclass(frozen=True)
class Effect:
    """What taking an award back would do now: `lacking` of its tenths are spent, and the correction account pays them."""

    tenths: int
    available: int

    @property
    def lacking(self) -> int:
        """What the purse does not have any more."""
        return max(0, self.tenths - self.available)

    @property
    def left(self) -> int:
        """What can be spent afterwards."""
        return max(0, self.available - self.tenths)


@audit.records.writes("award.reversal_asked", of="award")
def ask(award_id: UUID, *, reason: str, actor: Actor) -> None:
    """Ask that an award be taken back; nothing moves yet."""
    need(actor, "approve_services")
    if not reason.strip():
        raise ReasonMissing
    award, _record = _credited(actor, award_id)
    if _open(actor.community_id, award_id) is not None:
        raise ReversalAsked
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "award_id": award_id,
        "reason": reason.strip(),
        "asked_by": actor.account_id,
        "asked_at": clock.now(),
        "status": "asked",
    }
    db.session.execute(sa.insert(ReversalAsk), [row])
    _note("award.reversal_asked", award, actor, reason)


@audit.records.writes("award.reversed", of="award")
def confirm(award_id: UUID, *, actor: Actor) -> None:
    """Say yes as a second person: the award is taken back whole."""
    need(actor, "confirm_reversals")
    award, record = _credited(actor, award_id)
    asked = _waiting(actor, award_id)
    if refusal := _why_not(asked.asked_by, award, record, actor):
        raise refusal
    reversals.reverse(award_id, reason=asked.reason, actor=actor)
    _close(asked, "done", actor)


@audit.records.writes("award.reversal_declined", of="award")
def decline(award_id: UUID, *, reason: str, actor: Actor) -> None:
    """Say no, or take the own question back: the award stays as it is."""
    need(actor, "confirm_reversals")
    if not reason.strip():
        raise ReasonMissing
    award, record = _credited(actor, award_id)
    asked = _waiting(actor, award_id)
    refusal = _why_not(asked.asked_by, award, record, actor)
    if refusal is not None and asked.asked_by != actor.account_id:
        raise refusal
    _close(asked, "declined", actor, answer=reason.strip())
    _note("award.reversal_declined", award, actor, reason)


def find(award_id: UUID, *, actor: Actor) -> Asked | None:
    """What is asked about an award and not answered."""
    return next((one for one in waiting(actor) if one.award_id == award_id), None)


def waiting(actor: Actor) -> list[Asked]:
    """Everything that is asked and not answered, the oldest first, with whether this reader may answer."""
    if not covers(actor, "confirm_reversals"):
        return []
    rows = _asks().all(community=actor.community_id)
    known = records.by_ids(actor.community_id, [row.service_id for row in rows])
    return [
        Asked(
            row.award_id,
            row.person_id,
            row.tenths,
            row.reason,
            row.asked_by,
            row.asked_at,
            _why_not(row.asked_by, row, known[row.service_id], actor),
        )
        for row in rows
        if row.service_id in known
    ]


def effect(award_id: UUID, *, actor: Actor) -> Effect:
    """What would happen to the purse if the award were taken back now."""
    award = db.session.get(Award, (actor.community_id, award_id))
    if award is None:
        raise NotFound
    standing = ledger.balances.get(actor.community_id, award.account_id)
    return Effect(award.tenths, standing.available)


def _credited(actor: Actor, award_id: UUID) -> tuple[Award, records.ServiceRecord]:
    """An award that still stands, and its service, which nobody else decides about until this transaction ends."""
    award = db.session.get(Award, (actor.community_id, award_id))
    if award is None:
        raise NotFound
    record = records.locked(actor.community_id, [award.service_id])[award.service_id]
    if record.status == "reversed":
        raise AlreadyDecided
    if record.status != "credited":
        raise NotCredited
    return award, record


def _why_not(
    asked_by: UUID | None, award: Any, record: records.ServiceRecord, actor: Actor
) -> Refusal | None:
    """Why this actor is no second person: they asked, they approved, they made an account of either, or it is family."""
    if actor.account_id is None:
        return None
    deciders = {award.approved_by, record.first_by} - {None}
    involved = {*deciders, *({asked_by} if asked_by else ())}
    persons = people.accounts.persons_of(actor.community_id, involved)
    mine = {actor.account_id, *(one for one, person in persons.items() if person == actor.person_id)}
    if asked_by in mine:
        return OwnReversalAsk()
    if deciders & mine:
        return OwnApproval()
    if any(people.origins.are_of_one(actor.community_id, actor.account_id, other) for other in involved):
        return ReversalOfOne()
    try:
        recusal.refuse_family([record], actor=actor)
    except Refusal as refusal:
        return refusal
    return None


def _open(community_id: UUID, award_id: UUID) -> ReversalAsk | None:
    query = sa.select(ReversalAsk).where(
        ReversalAsk.community_id == community_id, ReversalAsk.award_id == award_id
    )
    found: ReversalAsk | None = db.session.scalar(query.where(ReversalAsk.status == "asked"))
    return found


def _waiting(actor: Actor, award_id: UUID) -> ReversalAsk:
    found = _open(actor.community_id, award_id)
    if found is None:
        raise ReversalNotAsked
    return found


def _close(asked: ReversalAsk, status: str, actor: Actor, **said: str) -> None:
    mine = ReversalAsk.community_id == asked.community_id, ReversalAsk.id == asked.id
    values = {"status": status, "decided_by": actor.account_id, "decided_at": clock.now(), **said}
    if not changed(sa.update(ReversalAsk).where(*mine, ReversalAsk.status == "asked").values(**values)):
        raise AlreadyDecided


def _note(action: str, award: Award, actor: Actor, reason: str) -> None:
    audit.records.record(
        action,
        actor=actor,
        subject_kind="award",
        subject_id=award.id,
        facts={"service_id": award.service_id, "tenths": award.tenths},
        private={"reason": reason.strip()},
    )


@prepared
def _asks() -> sa.Executable:
    joined = sa.and_(Award.community_id == ReversalAsk.community_id, Award.id == ReversalAsk.award_id)
    return (
        sa.select(
            ReversalAsk.award_id,
            ReversalAsk.reason,
            ReversalAsk.asked_by,
            ReversalAsk.asked_at,
            Award.person_id,
            Award.service_id,
            Award.tenths,
            Award.approved_by,
        )
        .join(Award, joined)
        .where(ReversalAsk.community_id == given("community"), ReversalAsk.status == "asked")
        .order_by(ReversalAsk.asked_at, ReversalAsk.id)
    )
