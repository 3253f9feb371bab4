"""The communities of a street side by side: households, hours, points given and spent, what waits, what expired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, clock
from points.foundation.database import UtcTime
from points.foundation.prepared import prepared
from points.oversight.sql import asked

SPANS = ("month", "last_month", "year")


@dataclass(frozen=True)
class CommunityLine:
    """One community, or all of them together where there is no id; points in tenths, hours in minutes."""

    community_id: UUID | None
    name: str
    name_en: str
    households: int
    minutes: int
    given: int
    spent: int
    waiting: int
    expired: int


def span(word: str, today: date) -> tuple[date, date]:
    """The first day of a span of time, and the day after its last."""
    month = today.replace(day=1)
    if word == "last_month":
        return (month - timedelta(days=1)).replace(day=1), month
    return (today.replace(month=1, day=1) if word == "year" else month), today + timedelta(days=1)


def compare(actor: Actor, word: str) -> tuple[Sequence[CommunityLine], CommunityLine]:
    """Every community under the places where the actor may compare, by name, and their sums.

    Hours and points by the day of the service. Without what was taken back: a reversed service gives none, an undone
    sale spends none.
    """
    roles = people.permissions.roles_for("compare_communities")
    held = {grant.place_id for grant in actor.grants if grant.role in roles}
    ids = people.places.communities_under(held)
    first, behind = span(word, clock.today())
    facts = {
        # old books were written down later, never before the day itself
        "since": clock.instant(first),
        "first": first,
        "last": behind - timedelta(days=1),
        "today": clock.today(),
    }
    rows = _compared().all(communities=ids, **facts) if ids else []
    lines = [CommunityLine(row.id, row.name, row.name_en, *(int(one) for one in row[3:])) for row in rows]
    sums = [
        sum(getattr(one, name) for one in lines)
        for name in ("households", "minutes", "given", "spent", "waiting", "expired")
    ]
    return lines, CommunityLine(None, "", "", *sums)


@prepared
def _compared() -> sa.Executable:
    return asked(
        """
        SELECT f.id, f.name, f.name_en,
          (SELECT count(*) FROM people_household h WHERE h.community_id = f.id AND h.status = 'active') AS households,
          (SELECT coalesce(sum(w.minutes), 0) FROM volunteering_service s
            JOIN volunteering_award w ON w.community_id = f.id AND w.service_id = s.id
            WHERE s.community_id = f.id AND s.status = 'credited' AND s.served_on BETWEEN :first AND :last) AS minutes,
          (SELECT coalesce(sum(w.tenths), 0) FROM volunteering_service s
            JOIN volunteering_award w ON w.community_id = f.id AND w.service_id = s.id
            WHERE s.community_id = f.id AND s.status = 'credited' AND s.served_on BETWEEN :first AND :last) AS given,
          (SELECT coalesce(sum(d.tenths), 0) FROM shop_redemption d
            LEFT JOIN shop_undo n ON n.community_id = d.community_id AND n.redemption_id = d.id
              AND n.status = 'confirmed'
            WHERE d.community_id = f.id AND d.at >= :since AND d.redeemed_on BETWEEN :first AND :last
              AND coalesce(n.status, '') <> 'confirmed') AS spent,
          (SELECT count(*) FROM volunteering_service s
            WHERE s.community_id = f.id AND s.status IN ('submitted', 'verified')) AS waiting,
          (SELECT count(*) FROM goods_batch b
            WHERE b.community_id = f.id AND b.on_hand > 0 AND b.expires_on < :today) AS expired
        FROM foundation_community f WHERE f.id IN :communities ORDER BY f.number
        """,
        communities=[sa.Uuid()],
        first=sa.Date(),
        last=sa.Date(),
        since=UtcTime(),
        today=sa.Date(),
    ).columns(id=sa.Uuid)
