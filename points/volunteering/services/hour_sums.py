"""Minutes credited to persons, summed; for counting and for what is shown."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.volunteering.models import Award, Service


def of_people(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, int]:
    """The same of several persons."""
    query = (
        sa.select(Award.person_id, sa.func.sum(Award.minutes))
        .join(Service, sa.and_(Service.community_id == Award.community_id, Service.id == Award.service_id))
        .where(Award.community_id == community_id, Award.person_id.in_(set(person_ids)))
        .where(Service.status == "credited")
        .group_by(Award.person_id)
    )
    return {person: int(minutes) for person, minutes in db.session.execute(query)}
