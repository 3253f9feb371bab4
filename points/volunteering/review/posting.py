"""Posting what was approved, once nobody can take it back any more. It approves nothing.

Where nothing hangs out first, an approval waits a moment in which it can be taken back; whoever comes next posts it:
a page, the serving process, the nightly round.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.prepared import given, prepared
from points.volunteering.models import Service
from points.volunteering.review import giving
from points.volunteering.services import records
from points.volunteering.services.records import select_records

#: what a step gives back
Credited = giving.Credited


def post_due(community_id: UUID, *, limit: int = giving.AT_ONCE) -> Credited:
    """Credit what nobody took back in time, at most `limit` at a time; run it again while there is more."""
    rows = _due().all(community=community_id, now=clock.now(), limit=limit)
    due = [records.ServiceRecord(*row) for row in rows]
    return Credited(giving.give(community_id, due), len(due) == limit)


def first_due(community_id: UUID) -> datetime | None:
    """When the next approval of a community falls due; None where none waits."""
    found: datetime | None = _first_due().value(community=community_id)
    return found


def communities_due() -> list[UUID]:
    """In which communities something is due now."""
    return list(_communities().values(now=clock.now()))


@prepared
def _due() -> sa.Executable:
    query = select_records(given("community")).where(
        Service.status == sa.literal_column("'approved'"), Service.due_at <= given("now")
    )
    query = query.order_by(Service.due_at, Service.id).limit(sa.bindparam("limit", type_=sa.Integer()))
    return query.with_for_update()


@prepared
def _first_due() -> sa.Executable:
    # the oldest of few rows, found by the index of what waits
    return (
        sa.select(Service.due_at)
        .where(Service.status == sa.literal_column("'approved'"), Service.community_id == given("community"))
        .order_by(Service.due_at)
        .limit(1)
    )


@prepared
def _communities() -> sa.Executable:
    due = sa.select(Service.community_id).where(
        Service.status == sa.literal_column("'approved'"), Service.due_at <= given("now")
    )
    return due.distinct()
