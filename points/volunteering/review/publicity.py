"""What hangs out in public, and crediting it when its days are over: lock, read, count, credit. It approves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from points.foundation import clock, system_actor
from points.volunteering.models import Service
from points.volunteering.services import counting, records
from points.volunteering.services.crediting import Awarded, credit
from points.volunteering.services.policy import count
from points.volunteering.services.records import move_on, select_records

#: what a reading gives back
ServiceRecord = records.ServiceRecord

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
    due = records.records(query)
    inputs = counting.read(community_id, due)
    counted = count(inputs, due)
    move_on(community_id, due, expect_from=["in_publicity"], status="credited")
    approved_by = {one.service_id: one.decided_by for one in due}
    given = credit(inputs, counted, approved_by=approved_by, actor=actor)
    return Credited(given, len(due) == limit)


def posted(community_id: UUID, *, after: UUID | None = None, limit: int = 50) -> list[ServiceRecord]:
    """What hangs out now, in order of being recorded; paged by the last service's id."""
    query = select_records(community_id).where(Service.status.in_(("in_publicity", "objected")))
    if after is not None:
        query = query.where(Service.id > after)
    return records.records(query.order_by(Service.id).limit(limit))
