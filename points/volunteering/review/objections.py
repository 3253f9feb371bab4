"""Objections to what is in publicity: raised, then upheld or dismissed by somebody else."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, Refusal, clock, db, new_id
from points.foundation.calendar import add_working_days
from points.volunteering.access import need
from points.volunteering.models import Objection
from points.volunteering.review.objection_rows import close, open_of, own_days, why_not
from points.volunteering.review.refusals import NotInPublicity, NotObjected, ObjectedBefore, ObjectionsMany
from points.volunteering.services.records import ServiceRecord, locked, move_on
from points.volunteering.services.refusals import ReasonMissing

#: so many of one person wait at once: who doubts more says it at the office
MOST_OPEN = 5


@audit.records.writes("service.objected", of="service")
def raise_one(
    service_id: UUID, *, reason: str, actor: Actor, person_id: UUID | None = None, orally: bool = False
) -> None:
    """Stop a line that hangs out until it is decided about.

    A resident objects for themselves; `orally` said to staff it is written down by them, with the `person_id` of who
    objects where they gave their name.
    """
    if orally or actor.person_id is None:
        need(actor, "enter_services")
    else:
        person_id = actor.person_id
    if not reason.strip():
        raise ReasonMissing
    record = _in_state(actor, service_id, "in_publicity", NotInPublicity)
    if person_id is not None:
        _refuse_again(actor.community_id, service_id, person_id)
    move_on(actor.community_id, [record], expect_from=["in_publicity"], status="objected")
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "service_id": service_id,
        "person_id": person_id,
        "reason": reason.strip(),
        "raised_by": actor.account_id,
        "raised_at": clock.now(),
        "status": "open",
    }
    db.session.execute(sa.insert(Objection), [row])
    _record("service.objected", record, actor, reason)


@audit.records.writes("objection.upheld", "objection.dismissed", of="service")
def decide(service_id: UUID, *, upheld: bool, reason: str, actor: Actor) -> None:
    """Decide about an objection: upheld, the line is rejected; else it goes back into publicity. Both with a reason.

    The days of publicity ran on; a line that goes back hangs out one more working day at least.
    """
    need(actor, "decide_objections")
    if not reason.strip():
        raise ReasonMissing
    record = _in_state(actor, service_id, "objected", NotObjected)
    found = open_of(actor.community_id, service_id)
    if found is None:
        raise NotObjected
    if refusal := why_not(found, record, actor):
        raise refusal
    values: dict[str, Any] = {
        "status": "in_publicity",
        "publicity_until": _hangs_until(record, actor.community_id),
    }
    if upheld:
        said = {"decided_by": actor.account_id, "decided_at": clock.now(), "decision_reason": reason.strip()}
        values = {"status": "rejected", **said}
    move_on(actor.community_id, [record], expect_from=["objected"], **values)
    close(found, "upheld" if upheld else "dismissed", reason.strip(), actor)
    _record("objection.upheld" if upheld else "objection.dismissed", record, actor, reason)


def _refuse_again(community_id: UUID, service_id: UUID, person_id: UUID) -> None:
    """One line is objected to once by the same person, and nobody stops a whole publicity."""
    mine = sa.select(Objection.service_id, Objection.status).where(
        Objection.community_id == community_id, Objection.person_id == person_id
    )
    rows = db.session.execute(mine).all()
    if any(row.service_id == service_id for row in rows):
        raise ObjectedBefore
    if sum(row.status == "open" for row in rows) >= MOST_OPEN:
        raise ObjectionsMany(most=MOST_OPEN)


def _in_state(actor: Actor, service_id: UUID, status: str, otherwise: type[Refusal]) -> ServiceRecord:
    found = locked(actor.community_id, [service_id]).get(service_id)
    if found is None or found.status != status:
        raise otherwise
    return found


def _hangs_until(record: ServiceRecord, community_id: UUID) -> date:
    again = add_working_days(clock.today(), 1, own_days(community_id)).day
    return max(record.publicity_until or again, again)


def _record(action: str, record: ServiceRecord, actor: Actor, reason: str) -> None:
    audit.records.record(
        action,
        actor=actor,
        subject_kind="service",
        subject_id=record.service_id,
        facts={"activity_id": record.activity_id, "person_id": record.person_id},
        private={"reason": reason.strip()},
    )
