"""What an office looks at on a Monday: what waits, what is on this week, what lapses soon, what the shelf lacks. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db
from points.foundation.database import UtcTime

#: what lapses within so many days can still be told to whom it belongs
SOON = timedelta(days=14)
#: so many activities of a week are listed
MOST_LISTED = 12


@dataclass(frozen=True)
class OnThisWeek:
    """A planned activity of this week, and how many will come."""

    public_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    signed_up: int


@dataclass(frozen=True)
class Week:
    """Numbers of a community as of now; `oldest` days are those of the activity that has waited longest."""

    waiting: int
    waiting_since: date | None
    not_handed_in: int
    not_handed_in_since: date | None
    vouchers: int
    voucher_tenths: int
    lapsing_tenths: int
    lapsing_purses: int
    below_the_line: int
    expired_batches: int
    activities: list[OnThisWeek]


_NUMBERS = """
SELECT
  (SELECT count(DISTINCT s.activity_id) FROM volunteering_service s
    WHERE s.community_id = :c AND s.activity_id IS NOT NULL AND s.status = 'submitted') AS waiting,
  (SELECT min(s.served_on) FROM volunteering_service s
    WHERE s.community_id = :c AND s.activity_id IS NOT NULL AND s.status = 'submitted') AS waiting_since,
  (SELECT count(*) FROM volunteering_activity a
    WHERE a.community_id = :c AND a.status = 'open' AND a.ends_at <= :now) AS not_handed_in,
  (SELECT min(a.starts_at) FROM volunteering_activity a
    WHERE a.community_id = :c AND a.status = 'open' AND a.ends_at <= :now) AS not_handed_in_since,
  (SELECT count(*) FROM shop_voucher v
    WHERE v.community_id = :c AND v.status = 'open' AND v.valid_until <= :soon) AS vouchers,
  (SELECT coalesce(sum(v.tenths), 0) FROM shop_voucher v
    WHERE v.community_id = :c AND v.status = 'open' AND v.valid_until <= :soon) AS voucher_tenths,
  (SELECT coalesce(sum(l.remaining), 0) FROM ledger_lot l
    WHERE l.community_id = :c AND l.remaining > 0 AND l.lapses_on <= :soon) AS lapsing_tenths,
  (SELECT count(DISTINCT l.account_id) FROM ledger_lot l
    WHERE l.community_id = :c AND l.remaining > 0 AND l.lapses_on <= :soon) AS lapsing_purses,
  (SELECT count(*) FROM (SELECT i.id FROM goods_item i LEFT JOIN goods_batch b
      ON b.community_id = i.community_id AND b.item_id = i.id AND b.expires_on >= :today
    WHERE i.community_id = :c AND i.kind = 'goods' AND i.status = 'offered' AND i.safety_stock > 0
    GROUP BY i.id, i.safety_stock HAVING coalesce(sum(b.on_hand), 0) < i.safety_stock) AS low) AS below_the_line,
  (SELECT count(*) FROM goods_batch b
    WHERE b.community_id = :c AND b.on_hand > 0 AND b.expires_on < :today) AS expired_batches
"""
_ACTIVITIES = """
SELECT a.public_id, a.title, a.starts_at, a.ends_at, a.capacity,
  (SELECT count(*) FROM volunteering_sign_up u
    WHERE u.community_id = a.community_id AND u.activity_id = a.id AND u.status = 'signed_up') AS signed_up
FROM volunteering_activity a
WHERE a.community_id = :c AND a.origin = 'planned' AND a.status <> 'cancelled'
  AND a.starts_at >= :monday AND a.starts_at < :next_monday
ORDER BY a.starts_at, a.id LIMIT :most
"""


def read(community_id: UUID) -> Week:
    """The week that today is in, in two statements."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    numbers = sa.text(_NUMBERS).columns(waiting_since=sa.Date, not_handed_in_since=UtcTime)
    row = _ask(numbers, community_id, now=clock.now(), soon=today + SOON, today=today).one()
    listed = sa.text(_ACTIVITIES).columns(starts_at=UtcTime, ends_at=UtcTime)
    days = {"monday": clock.instant(monday), "next_monday": clock.instant(monday + timedelta(weeks=1))}
    since = row["not_handed_in_since"]
    numbers_read = {**row, "not_handed_in_since": clock.shanghai(since).date() if since else None}
    rows = _ask(listed, community_id, **days, most=MOST_LISTED).all()
    return Week(**numbers_read, activities=[OnThisWeek(**one) for one in rows])


def _ask(statement: Any, community_id: UUID, **facts: Any) -> Any:
    types: dict[type, Any] = {datetime: UtcTime, date: sa.Date, int: sa.Integer}
    bound = [sa.bindparam(name, type_=types[type(value)]) for name, value in facts.items()]
    asked = statement.bindparams(sa.bindparam("c", type_=sa.Uuid), *bound)
    return db.session.execute(asked, {"c": community_id, **facts}).mappings()
