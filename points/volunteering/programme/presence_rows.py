"""Who came and who is expected, as attendance stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.foundation.prepared import given, prepared
from points.volunteering.models import Attendance, SignUp


@dataclass(frozen=True)
class Presence:
    """A person at an activity. `method_in` and `method_out` are of METHODS."""

    person_id: UUID
    in_at: datetime
    out_at: datetime | None
    method_in: str
    method_out: str
    checked_by: UUID | None


def presences(community_id: UUID, activity_id: UUID) -> dict[UUID, Presence]:
    """Everybody who was there, by person."""
    query = sa.select(
        Attendance.person_id,
        Attendance.in_at,
        Attendance.out_at,
        Attendance.method_in,
        Attendance.method_out,
        Attendance.checked_by,
    ).where(Attendance.community_id == community_id, Attendance.activity_id == activity_id)
    found = [Presence(*row) for row in db.session.execute(query.order_by(Attendance.in_at, Attendance.id))]
    return {one.person_id: one for one in found}


def expected(community_id: UUID, activity_id: UUID) -> list[UUID]:
    """Everybody who signed up and did not withdraw, in the order of signing up."""
    query = (
        sa.select(SignUp.person_id)
        .where(SignUp.community_id == community_id, SignUp.activity_id == activity_id)
        .where(SignUp.status != "withdrawn")
        .order_by(SignUp.at, SignUp.id)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Expected:
    """A person who said they would come. `status` is signed_up, or no_show once the list was confirmed without them."""

    person_id: UUID
    status: str


def signed_up(community_id: UUID, activity_id: UUID) -> list[Expected]:
    """Everybody who signed up and did not withdraw, in the order of signing up, with what came of it."""
    rows = _signed_up().all(community=community_id, activity=activity_id)
    return [Expected(*row) for row in rows]


@prepared
def _signed_up() -> sa.Executable:
    return (
        sa.select(SignUp.person_id, SignUp.status)
        .where(SignUp.community_id == given("community"), SignUp.activity_id == given("activity"))
        .where(SignUp.status != "withdrawn")
        .order_by(SignUp.at, SignUp.id)
    )
