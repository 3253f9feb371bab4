"""Adds up what awards gave under a cap of their rule over a day, a month or a life; what a cap means is not for a query.

What was taken back leaves room again, and old books say what they gave. A version from before the words of caps were
read by one reader is held only to words that were always read so.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import volunteering
from points.foundation import db
from points.oversight.findings import SHOWN, Finding

TITLE = ("发分没有超过规则的上限", "No awards together gave more than the cap of their rule")
_CAPPED = (
    sa.text(
        "SELECT u.code, u.cap, u.unit, u.tenths, u.not_counted, u.credits_to, w.account_id, w.person_id,"
        " coalesce(p.household_id, o.household_id, w.person_id) AS household_id,"
        " s.served_on, sum(w.tenths) AS given, count(*) AS times, max(w.tenths) AS most"
        " FROM volunteering_award w"
        " JOIN volunteering_service s ON s.community_id = :c AND s.id = w.service_id AND s.status = 'credited'"
        " JOIN volunteering_rule u ON u.community_id = :c AND u.id = w.rule_id AND u.cap <> ''"
        " LEFT JOIN people_purse p ON p.community_id = :c AND p.account_id = w.account_id"
        " LEFT JOIN people_person o ON o.community_id = :c AND o.id = w.person_id"
        " WHERE w.community_id = :c AND w.origin <> 'imported' AND w.tenths > 0"
        " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
    )
    .bindparams(sa.bindparam("c", type_=sa.Uuid))
    .columns(served_on=sa.Date())
)


def kept(community_id: UUID) -> Finding:
    """One row for each person or household and window in which more was given than the highest cap allowed."""
    given, allowed, looked_at = Counter[tuple[str, ...]](), dict[tuple[str, ...], int](), 0
    for one in db.session.connection().execute(_CAPPED, {"c": community_id}):
        looked_at += one.times
        limit = volunteering.rules.read_cap(one.cap, unit=one.unit, tenths=one.tenths).limit
        if limit is None or (one.not_counted is None and not volunteering.rules.always_read_so(one.cap)):
            continue
        key = (one.code, limit.measure, _whose(one, limit.whose), _window(limit.window, one.served_on))
        if limit.window == "each":
            given[key] = max(given[key], 1 if limit.measure == "times" else one.most)
        else:
            given[key] += int(one.times if limit.measure == "times" else one.given)
        allowed[key] = max(allowed.get(key, 0), limit.allowed)
    rows = [
        f"rule={rule}, of={whose}, in={window}, {measure}={given[rule, measure, whose, window]}"
        for (rule, measure, whose, window), most in allowed.items()
        if given[rule, measure, whose, window] > most
    ]
    return Finding(
        "awards_within_caps", "one_award", *TITLE, "services", looked_at, len(rows), tuple(rows[:SHOWN])
    )


def _whose(one: Any, whose: str) -> str:
    """Whom the cap counts: the one it names, else whom the rule credits."""
    if whose == "household":
        return str(one.household_id)
    credited = one.account_id if (whose or one.credits_to) == "household" else one.person_id
    return str(credited)


def _window(window: str, day: date) -> str:
    return day.isoformat() if window == "each" else volunteering.rules.period_of(day, window)
