"""Minutes credited to persons, summed; for counting and for what is shown."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from points.foundation.prepared import each, given, given_each, prepared
from points.volunteering.models import Award, Service


def of_people(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, int]:
    """The same of several persons."""
    persons = set(person_ids)
    rows = _sums(len(persons)).all(community=community_id, **each("person", persons))
    return {person: int(minutes) for person, minutes in rows}


@prepared
def _sums(persons: int) -> sa.Executable:
    return (
        sa.select(Award.person_id, sa.func.sum(Award.minutes))
        .join(Service, sa.and_(Service.community_id == Award.community_id, Service.id == Award.service_id))
        .where(
            Award.community_id == given("community"),
            Award.person_id.in_(given_each("person", persons, Award.person_id)),
        )
        .where(Service.status == "credited")
        .group_by(Award.person_id)
    )
