"""Differences and what was said of them, as they stand in their tables: of one comparison, with the last word of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import db
from points.imports.models import ParallelDifference, ParallelPeriod, ParallelVerdict


def last_word() -> Any:
    """The last verdict of a difference, as another name for its table, and how it is joined."""
    word, later = aliased(ParallelVerdict), aliased(ParallelVerdict)
    nothing_later = ~sa.exists().where(
        later.community_id == word.community_id,
        later.difference_id == word.difference_id,
        later.nth > word.nth,
    )
    on = sa.and_(
        word.community_id == ParallelDifference.community_id,
        word.difference_id == ParallelDifference.id,
        nothing_later,
    )
    return word, on


def count_undecided(period: ParallelPeriod, week: int) -> int:
    """How many that stand in a comparison nobody has decided."""
    word, on = last_word()
    query = (
        sa.select(sa.func.count())
        .select_from(ParallelDifference)
        .outerjoin(word, on)
        .where(*of_period(period.community_id, period.id), ParallelDifference.last_week == week)
        .where(sa.func.coalesce(word.verdict, "") == "")
    )
    return int(db.session.scalar(query) or 0)


def said_of(period: ParallelPeriod, week: int) -> list[tuple[str, str, str]]:
    """Key, verdict and who said it, of each difference of a comparison."""
    word, on = last_word()
    query = (
        sa.select(ParallelDifference.line_key, word.verdict, word.by)
        .outerjoin(word, on)
        .where(*of_period(period.community_id, period.id), ParallelDifference.last_week == week)
    )
    return [(key, verdict or "", str(by or "")) for key, verdict, by in db.session.execute(query)]


def of_period(community_id: UUID, period_id: UUID) -> tuple[Any, ...]:
    """The differences of one period."""
    return ParallelDifference.community_id == community_id, ParallelDifference.period_id == period_id
