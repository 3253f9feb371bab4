"""Daily rounds: each once a day, again after a crash, and caught up after nights switched off; it knows no round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.database import db, reading, transact, upsert
from points.foundation.models import Job

#: a round that was begun and neither finished nor failed is taken to have died with its process after this
DEAD_AFTER = timedelta(hours=1)
#: further back nothing is caught up: a machine that slept for a year need not write 365 lines
LONGEST_GAP = 31

Outcome = Mapping[str, Any]


def run_daily(name: str, day: date, work: Callable[[], Outcome]) -> Outcome | None:
    """Run `work` unless this day's round was finished or is running elsewhere; None where it was not run.

    `work` commits for itself and goes on where it stopped; what it hands back is kept. Whatever a night
    switched off has left undone, the next round does: the days between are marked as caught up by this one.
    """
    if not transact(lambda: _begin(name, day)):
        return None
    try:
        outcome = dict(work())
    except Exception as error:
        failed = {"failed": type(error).__name__}
        transact(lambda: _note(name, day, failed))
        raise
    transact(lambda: _finish(name, day, outcome))
    return outcome


def was_run(name: str, day: date) -> bool:
    """Whether this day's round was finished."""
    query = sa.select(Job.name).where(Job.name == name, Job.day == day, Job.finished_at.is_not(None))
    return reading(lambda: db.session.scalar(query)) is not None


def last_run(name: str) -> date | None:
    """The last day whose round was finished."""
    query = sa.select(sa.func.max(Job.day)).where(Job.name == name, Job.finished_at.is_not(None))
    found: date | None = reading(lambda: db.session.scalar(query))
    return found


def _begin(name: str, day: date) -> bool:
    """Take the day, if nobody has it: the key decides between two processes."""
    now = clock.now()
    new = upsert(Job).values(name=name, day=day, started_at=now, finished_at=None, outcome=sa.null())
    taken = db.session.execute(
        new.on_conflict_do_update(
            index_elements=["name", "day"],
            set_={"started_at": now, "outcome": sa.null()},
            where=sa.and_(
                Job.finished_at.is_(None),
                sa.or_(Job.outcome.is_not(None), Job.started_at <= now - DEAD_AFTER),
            ),
        ).returning(Job.name)
    ).scalar_one_or_none()
    return taken is not None


def _note(name: str, day: date, outcome: Outcome) -> None:
    db.session.execute(_this(name, day).values(outcome=dict(outcome)))


def _finish(name: str, day: date, outcome: Outcome) -> None:
    now = clock.now()
    db.session.execute(_this(name, day).values(finished_at=now, outcome=dict(outcome)))
    before = db.session.scalar(
        sa.select(sa.func.max(Job.day)).where(Job.name == name, Job.day < day, Job.finished_at.is_not(None))
    )
    missed = _between(before, day)
    if not missed:
        return
    caught_up = {"caught_up_on": day.isoformat()}
    rows = [
        {"name": name, "day": one, "started_at": now, "finished_at": now, "outcome": caught_up}
        for one in missed
    ]
    marking = upsert(Job).values(rows)
    db.session.execute(
        marking.on_conflict_do_update(
            index_elements=["name", "day"], set_={"finished_at": now, "outcome": marking.excluded.outcome}
        )
    )


def _between(before: date | None, day: date) -> list[date]:
    if before is None:
        return []
    gap = min((day - before).days - 1, LONGEST_GAP)
    return [day - timedelta(days=ago) for ago in range(1, gap + 1)]


def _this(name: str, day: date) -> sa.Update:
    return sa.update(Job).where(Job.name == name, Job.day == day)
