"""Service time, which belongs to a person and is never spent; in minutes."""

from __future__ import annotations

from uuid import UUID

from points.volunteering.services.hour_sums import of_people


def of_person(community_id: UUID, person_id: UUID) -> int:
    """All minutes of service that were credited to a person and not reversed."""
    return of_people(community_id, [person_id]).get(person_id, 0)
