"""People who were marked as not having come on a day that was none: their sign-ups stand again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, changed, db
from points.volunteering.models import SignUp

#: lists that are handed in on one day
_MOST = 1000


def noted(community_id: UUID, since: datetime, until: datetime) -> Mapping[UUID, int]:
    """By activity whose list was handed in between two instants, how many are marked as not having come."""
    wanted = audit.trail.TrailFilter(actions=("activity.closed",), outcome="done", since=since, until=until)
    closed = {one.subject_id for one in audit.trail.read(community_id, wanted, limit=_MOST)}
    if not closed:
        return {}
    query = (
        sa.select(SignUp.activity_id, sa.func.count())
        .where(SignUp.community_id == community_id, SignUp.activity_id.in_(closed))
        .where(SignUp.status == "no_show")
        .group_by(SignUp.activity_id)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def take_back(community_id: UUID, activity_id: UUID, *, actor: Actor) -> int:
    """They had said they would come, and nothing more is said of them; says how many."""
    back = changed(
        sa.update(SignUp)
        .where(SignUp.community_id == community_id, SignUp.activity_id == activity_id)
        .where(SignUp.status == "no_show")
        .values(status="signed_up")
    )
    if back:
        audit.records.record(
            "activity.no_shows_cleared",
            actor=actor,
            subject_kind="activity",
            subject_id=activity_id,
            facts={"people": back},
        )
    return back
