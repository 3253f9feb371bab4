"""Who decides about whose lists, where nearly all of them were only ticked: a pattern to ask about, not a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.prepared import prepared
from points.oversight.sql import asked

#: so far back, so many lists of one leader that one person decided about, and so many of a hundred only ticked
DAYS, LEAST_LISTS, SHARE = 90, 5, 80


def ticked_pairs(community_id: UUID) -> Sequence[Any]:
    """Leaders and those who decided about their lists, as `leader`, `decider`, `lists`, `ticked`: most lists first."""
    since = clock.today() - timedelta(days=DAYS)
    return _pairs().all(c=community_id, since=since, least=LEAST_LISTS, share=SHARE)


@prepared
def _pairs() -> sa.Executable:
    """A list is ticked where fewer people showed a code of their own than were ticked."""
    return asked(
        """
        WITH lists AS (
          SELECT DISTINCT a.id, a.leader_id, s.decided_by FROM volunteering_service s
          JOIN volunteering_activity a ON a.community_id = :c AND a.id = s.activity_id
          WHERE s.community_id = :c AND s.status IN ('approved', 'in_publicity', 'objected', 'credited')
            AND s.served_on >= :since AND s.decided_by IS NOT NULL AND a.leader_id IS NOT NULL
        ), counted AS (
          SELECT lists.leader_id, lists.decided_by, (
            SELECT sum(CASE WHEN t.method_in IN ('leader_tick', 'leader_added', 'typed') THEN 1 ELSE -1 END)
            FROM volunteering_attendance t WHERE t.community_id = :c AND t.activity_id = lists.id
          ) AS by_hand FROM lists
        ), pairs AS (
          SELECT leader_id, decided_by, count(*) AS lists, sum(CASE WHEN by_hand > 0 THEN 1 ELSE 0 END) AS ticked
          FROM counted GROUP BY leader_id, decided_by
        )
        SELECT l.name AS leader, d.name AS decider, pairs.lists, pairs.ticked FROM pairs
        JOIN people_account k ON k.community_id = :c AND k.id = pairs.decided_by
        JOIN people_identity d ON d.community_id = :c AND d.person_id = k.person_id
        JOIN people_identity l ON l.community_id = :c AND l.person_id = pairs.leader_id
        WHERE pairs.lists >= :least AND pairs.ticked * 100 >= pairs.lists * :share
        ORDER BY pairs.lists DESC, l.name, d.name
        """,
        c=sa.Uuid(),
        since=sa.Date(),
        least=sa.Integer(),
        share=sa.Integer(),
    )
