"""Objections to what is in publicity: raised, then upheld or dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from points import audit
from points.foundation import Actor, clock
from points.volunteering.access import need
from points.volunteering.review.refusals import NotInPublicity
from points.volunteering.services.records import ServiceRecord, locked, move_on
from points.volunteering.services.recusal import refuse_family
from points.volunteering.services.refusals import ReasonMissing


def raise_one(service_id: UUID, *, reason: str, actor: Actor) -> None:
    """Stop a line that hangs out until it is decided about; said orally it is entered by staff."""
    if not reason.strip():
        raise ReasonMissing
    if actor.person_id is None:
        need(actor, "enter_services")
    chosen = _in_state(actor, service_id, "in_publicity")
    move_on(actor.community_id, chosen, expect_from=["in_publicity"], status="objected")
    _record("service.objected", chosen, actor, reason)


def decide(service_id: UUID, *, upheld: bool, reason: str, actor: Actor) -> None:
    """Decide about an objection: upheld, the line is rejected; else it goes on to be credited. Both with a reason."""
    need(actor, "approve_services")
    if not reason.strip():
        raise ReasonMissing
    chosen = _in_state(actor, service_id, "objected")
    refuse_family(chosen, actor=actor)
    if upheld:
        said = {"decided_by": actor.account_id, "decided_at": clock.now(), "decision_reason": reason.strip()}
        move_on(actor.community_id, chosen, expect_from=["objected"], status="rejected", **said)
    else:
        move_on(actor.community_id, chosen, expect_from=["objected"], status="in_publicity")
    _record("objection.upheld" if upheld else "objection.dismissed", chosen, actor, reason)


def _in_state(actor: Actor, service_id: UUID, status: str) -> list[ServiceRecord]:
    found = locked(actor.community_id, [service_id]).get(service_id)
    if found is None or found.status != status:
        raise NotInPublicity
    return [found]


def _record(action: str, chosen: Sequence[ServiceRecord], actor: Actor, reason: str) -> None:
    for one in chosen:
        facts = {"activity_id": one.activity_id, "person_id": one.person_id}
        private = {"reason": reason.strip()}
        audit.records.record(
            action,
            actor=actor,
            subject_kind="service",
            subject_id=one.service_id,
            facts=facts,
            private=private,
        )
