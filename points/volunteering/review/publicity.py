"""What hangs out in public, and crediting it when its days are over. It approves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from points.foundation import NotFound, clock
from points.volunteering.models import Service
from points.volunteering.review import giving
from points.volunteering.review.refusals import NotInPublicity
from points.volunteering.services import counting, records
from points.volunteering.services.policy import count
from points.volunteering.services.records import select_records

#: what everybody can read; what is objected to stays there, marked
HANGING = ("in_publicity", "objected")
#: what a reading gives back
ServiceRecord = records.ServiceRecord


def credit_due(
    community_id: UUID, today: date | None = None, *, limit: int = giving.AT_ONCE
) -> giving.Credited:
    """Credit what hung out long enough, at most `limit` at a time; run it again while there is more."""
    query = select_records(community_id).where(
        Service.status == "in_publicity", Service.publicity_until < (today or clock.today())
    )
    query = query.order_by(Service.publicity_until, Service.id).limit(limit).with_for_update()
    due = records.records(query)
    return giving.Credited(giving.give(community_id, due), len(due) == limit)


def posted(community_id: UUID, *, after: UUID | None = None, limit: int = 50) -> list[ServiceRecord]:
    """What hangs out now, in order of being recorded; paged by the last service's id."""
    query = select_records(community_id).where(Service.status.in_(HANGING))
    if after is not None:
        query = query.where(Service.id > after)
    return records.records(query.order_by(Service.id).limit(limit))


def get(community_id: UUID, public_id: str) -> ServiceRecord:
    """One line that hangs out, by its public id; refused where it does so no more."""
    query = select_records(community_id).where(Service.public_id == public_id.strip().lower())
    found = records.records(query)
    if not found:
        raise NotFound
    if found[0].status not in HANGING:
        raise NotInPublicity
    return found[0]


def expected(community_id: UUID, hanging: Sequence[ServiceRecord]) -> dict[UUID, int]:
    """By service, the tenths that what hangs out will give as things stand."""
    counted = count(counting.read(community_id, hanging), hanging)
    return {one.record.service_id: one.tenths for one in counted}
