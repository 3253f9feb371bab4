"""Nightly rounds that stand as run: begun on their day, none on a day to come, and none without what it did.

The machine's clock may have been wrong once. Then its records of that time are there as well.
"""

from __future__ import annotations

from bisect import bisect_left
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db
from points.foundation.database import UtcTime
from points.foundation.models import Community, Job
from points.oversight.findings import SHOWN, Finding

TITLE = (
    "记为办过的夜间任务都办过",
    "Every nightly round that stands as run was begun on its day, and was run",
)
_CHECKS = (
    sa.text(
        "SELECT at FROM audit_record WHERE community_id = :c AND deed = 'books.checked' AND outcome = 'done' ORDER BY at"
    )
    .bindparams(sa.bindparam("c", type_=sa.Uuid))
    .columns(at=UtcTime())
)
_LAST = (
    sa.text("SELECT max(at) AS at FROM audit_record WHERE community_id = :c")
    .bindparams(sa.bindparam("c", type_=sa.Uuid))
    .columns(at=UtcTime())
)


def were_run(community_id: UUID) -> Finding:
    """One row for each that cannot have been."""
    checks = list(db.session.scalars(_CHECKS, {"c": community_id}))
    last = db.session.scalar(_LAST, {"c": community_id})
    since = db.session.scalar(sa.select(Community.created_at).where(Community.id == community_id))
    asked = sa.select(Job.name, Job.day, Job.started_at, Job.finished_at).where(
        Job.name.startswith("nightly.")
    )
    rows, jobs = list[str](), db.session.execute(asked.order_by(Job.day, Job.name)).all()
    for name, day, started, finished in jobs:
        begun = clock.shanghai(started).date()
        if day > begun or (started > clock.now() and (last is None or last < started)):
            rows.append(f"round={name}, day={day}, not yet")
        elif name == "nightly.check" and finished and day == begun and since is not None and since < started:
            at = bisect_left(checks, started)
            if at == len(checks) or checks[at] > finished:
                rows.append(f"round={name}, day={day}, no check")
    return Finding(
        "rounds_were_run", "as_recorded", *TITLE, "rounds", len(jobs), len(rows), tuple(rows[:SHOWN])
    )
