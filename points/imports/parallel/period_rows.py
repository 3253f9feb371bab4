"""The days side by side as they stand in their table: the ones that go on, those after which the program keeps the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.imports.models import ParallelPeriod, ParallelWeek

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """From `first` on paper is compared and not taken; from `switch` on the program keeps the books, None while both go on."""

    first: date
    switch: date | None


def going(community_id: UUID) -> ParallelPeriod | None:
    """The period that goes on now."""
    return db.session.scalar(_of(community_id).where(ParallelPeriod.ended_at.is_(None)))


def hold(community_id: UUID, period_id: UUID) -> ParallelPeriod | None:
    """One period, held until the transaction ends: what is said of its differences and of its switch comes one by one."""
    query = _of(community_id).where(ParallelPeriod.id == period_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def closed_days(community_id: UUID) -> ClosedDays | None:
    """Which days of paper no import takes in this community; None where it may take all."""
    query = _of(community_id).where(ParallelPeriod.state != "stopped").order_by(ParallelPeriod.first_day)
    found = db.session.scalars(query.limit(1)).first()
    if found is None:
        return None
    return ClosedDays(found.first_day, found.switch_on if found.state == "switched" else None)


def last_day(period: ParallelPeriod) -> date:
    """The last day of paper: the one before the switch."""
    return period.switch_on - DAY


def week(period: ParallelPeriod, number: int) -> ParallelWeek | None:
    """A comparison by its number."""
    query = sa.select(ParallelWeek).where(
        ParallelWeek.community_id == period.community_id, ParallelWeek.period_id == period.id
    )
    return db.session.scalar(query.where(ParallelWeek.number == number))


def _of(community_id: UUID) -> sa.Select[ParallelPeriod]:  # type: ignore[type-var]
    return sa.select(ParallelPeriod).where(ParallelPeriod.community_id == community_id)
