"""Minutes credited to persons, summed; for counting and for what is shown."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Award, Service


def of_people(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, int]:
    """The same of several persons."""
    rows = _sums().all(community=community_id, persons=list(set(person_ids)))
    return {person: int(minutes) for person, minutes in rows}


@prepared
def _sums() -> sa.Executable:
    return (
        sa.select(Award.person_id, sa.func.sum(Award.minutes))
        .join(Service, sa.and_(Service.community_id == Award.community_id, Service.id == Award.service_id))
        .where(Award.community_id == given("community"), Award.person_id.in_(given_many("persons")))
        .where(Service.status == "credited")
        .group_by(Award.person_id)
    )
