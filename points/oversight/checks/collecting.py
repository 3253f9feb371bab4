"""What was collected for somebody: by a permission that stood, within its limit, and as its record says."""

from __future__ import annotations

from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import of_deed

COLLECTED_AS_ALLOWED = Invariant(
    "collected_as_allowed",
    "as_recorded",
    "代领都有人准过，没过期、没停、没超过每月的数，和操作记录一致",
    "Whatever was collected for somebody was allowed then, within the month's limit, and is as its record says",
    "redemptions",
    "SELECT count(*) FROM shop_collected WHERE community_id = :c",
    f"""
    SELECT d.receipt, 'not allowed' AS what FROM shop_collected k
    JOIN shop_redemption d ON d.community_id = :c AND d.id = k.redemption_id
    LEFT JOIN people_collector o ON o.community_id = :c AND o.id = k.collector_id AND o.person_id = k.person_id
      AND o.confirmed_at <= d.at AND o.until >= d.redeemed_on
      AND CASE WHEN d.scan_id LIKE 'kept:%' THEN d.at ELSE coalesce(o.ended_at, d.at) END >= d.at
    LEFT JOIN people_purse p ON p.community_id = :c AND p.id = o.purse_id AND p.account_id = d.account_id
    WHERE k.community_id = :c AND p.id IS NULL
    UNION ALL
    SELECT min(d.receipt), 'too much' FROM people_collector o
    JOIN shop_collected k ON k.community_id = :c AND k.collector_id = o.id
    JOIN shop_redemption d ON d.community_id = :c AND d.id = k.redemption_id
    LEFT JOIN shop_undo u ON u.community_id = :c AND u.redemption_id = d.id AND u.status = 'confirmed'
    WHERE o.community_id = :c GROUP BY o.id, o.month_tenths, substr(CAST(d.redeemed_on AS TEXT), 1, 7)
    HAVING sum(CASE WHEN u.id IS NULL THEN d.tenths ELSE 0 END) > o.month_tenths
    UNION ALL
    SELECT d.receipt, 'recorded' FROM audit_record r
    JOIN shop_redemption d ON d.community_id = :c AND d.id = r.subject_id
    LEFT JOIN shop_collected k ON k.community_id = :c AND k.redemption_id = d.id
    WHERE {of_deed("points.redeemed")} AND replace(r.facts ->> 'collector_id', '-', '')
      IS DISTINCT FROM replace(CAST(k.collector_id AS TEXT), '-', '')
    """,  # noqa: S608 - our own words
)

PROOFS = (COLLECTED_AS_ALLOWED,)
