"""What was typed after the event, by the month it was typed in: who did it, for whom, on what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, paging
from points.foundation.database import UtcTime
from points.foundation.prepared import prepared
from points.oversight.sql import asked

PAGE = 50


@dataclass(frozen=True)
class BackFillsFound:
    """One page, and the key of the next."""

    rows: Sequence[Any]
    next_key: str | None


def month_of(text: str) -> date:
    """The first day of a month as an address names it (2026-11); this month where it names none."""
    today = clock.today()
    try:
        found = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        found = today.replace(day=1)
    return found if date(2000, 1, 1) <= found <= today else today.replace(day=1)


def month_after(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def in_month(community_id: UUID, first: date, *, after: str = "") -> BackFillsFound:
    """What was typed in this month, newest first."""
    at, key = paging.read_key(after) or (clock.instant(month_after(first)), UUID(int=0))
    rows = _typed().all(c=community_id, since=clock.instant(first), at=at, key=key, limit=PAGE + 1)
    more = len(rows) > PAGE
    return BackFillsFound(
        rows[:PAGE], paging.make_key(rows[PAGE - 1].created_at, rows[PAGE - 1].id) if more else None
    )


@prepared
def _typed() -> sa.Executable:
    return asked(
        """
        SELECT s.id, s.created_at, s.served_on, s.minutes, s.status, s.evidence, s.reason,
          coalesce(a.title, s.what) AS title, a.public_id AS activity, i.name, p.public_id, d.name AS entered_by
        FROM volunteering_service s
        JOIN people_person p ON p.community_id = :c AND p.id = s.person_id
        LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id = s.person_id
        LEFT JOIN volunteering_activity a ON a.community_id = :c AND a.id = s.activity_id
        LEFT JOIN people_account k ON k.community_id = :c AND k.id = s.entered_by
        LEFT JOIN people_identity d ON d.community_id = :c AND d.person_id = k.person_id
        WHERE s.community_id = :c AND s.origin = 'back_filled' AND s.created_at >= :since
          AND (s.created_at, s.id) < (:at, :key)
        ORDER BY s.created_at DESC, s.id DESC LIMIT :limit
        """,
        c=sa.Uuid(),
        since=UtcTime(),
        at=UtcTime(),
        key=sa.Uuid(),
        limit=sa.Integer(),
    ).columns(id=sa.Uuid, created_at=UtcTime, served_on=sa.Date)
