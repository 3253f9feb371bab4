"""Service time, which belongs to a person and is never spent; in minutes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from points.volunteering.services import hour_sums


def of_person(community_id: UUID, person_id: UUID) -> int:
    """All minutes of service that were credited to a person and not reversed."""
    return of_people(community_id, [person_id])[person_id]


def of_people(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, int]:
    """The same of several persons; 0 for who has none."""
    return dict.fromkeys(person_ids, 0) | hour_sums.of_people(community_id, person_ids)
