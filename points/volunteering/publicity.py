"""What happens while a list hangs out: objections; and crediting when its days are over. It approves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from points import audit
from points.foundation import Actor, clock, system_actor
from points.volunteering.access import need
from points.volunteering.awards import Awarded, credit
from points.volunteering.models import Service
from points.volunteering.records import Record, locked, move_on, records, select_records
from points.volunteering.recusal import refuse_family
from points.volunteering.refusals import NotInPublicity, ReasonMissing

AT_ONCE = 200


@dataclass(frozen=True)
class Credited:
    """One step of the nightly round: what was given, and whether more is due."""

    awards: list[Awarded]
    more: bool


def credit_due(community_id: UUID, today: date | None = None, *, limit: int = AT_ONCE) -> Credited:
    """Credit what hung out long enough, at most `limit` at a time; run it again while there is more."""
    actor = system_actor(community_id)
    query = select_records(community_id).where(
        Service.status == "in_publicity", Service.publicity_until < (today or clock.today())
    )
    query = query.order_by(Service.publicity_until, Service.id).limit(limit).with_for_update()
    due = records(query)
    move_on(community_id, due, expect_from=["in_publicity"], status="credited")
    given = credit(due, approved_by={one.service_id: one.decided_by for one in due}, actor=actor)
    return Credited(given, len(due) == limit)


def in_publicity(community_id: UUID, *, after: UUID | None = None, limit: int = 50) -> list[Record]:
    """What hangs out now, in order of being recorded; paged by the last service's id."""
    query = select_records(community_id).where(Service.status.in_(("in_publicity", "objected")))
    if after is not None:
        query = query.where(Service.id > after)
    return records(query.order_by(Service.id).limit(limit))


def object_to(service_id: UUID, *, reason: str, actor: Actor) -> None:
    """Stop a line that hangs out until it is decided about; said orally it is entered by staff."""
    if not reason.strip():
        raise ReasonMissing
    if actor.person_id is None:
        need(actor, "enter_services")
    chosen = _in_state(actor, service_id, "in_publicity")
    move_on(actor.community_id, chosen, expect_from=["in_publicity"], status="objected")
    _record("service.objected", chosen, actor, reason)


def settle_objection(service_id: UUID, *, upheld: bool, reason: str, actor: Actor) -> None:
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


def _in_state(actor: Actor, service_id: UUID, status: str) -> list[Record]:
    found = locked(actor.community_id, [service_id]).get(service_id)
    if found is None or found.status != status:
        raise NotInPublicity
    return [found]


def _record(deed: str, chosen: Sequence[Record], actor: Actor, reason: str) -> None:
    for one in chosen:
        facts = {"activity_id": one.activity_id, "person_id": one.person_id}
        private = {"reason": reason.strip()}
        audit.records.record(
            deed, actor=actor, subject_kind="service", subject_id=one.service_id, facts=facts, private=private
        )
