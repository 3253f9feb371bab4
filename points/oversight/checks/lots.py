"""The book of points, beside its balances: lots, reversals, request keys."""

from __future__ import annotations

from points.oversight.checks.form import Invariant

_PURSES = "SELECT count(*) FROM ledger_account WHERE community_id = :c AND kind = 'purse'"
_LOTS = "SELECT count(*) FROM ledger_lot WHERE community_id = :c"

REVERSAL_WHOLE = Invariant(
    "reversal_whole",
    "reversal_whole",
    "冲正是整笔退回，一笔只冲一次",
    "A reversal undoes one posted transfer whole, and once",
    "transfers",
    "SELECT count(*) FROM ledger_transfer WHERE community_id = :c AND reverses IS NOT NULL",
    """
    SELECT r.id AS transfer, r.reverses FROM ledger_transfer r
    LEFT JOIN ledger_transfer o ON o.community_id = r.community_id AND o.id = r.reverses
    WHERE r.community_id = :c AND r.reverses IS NOT NULL AND (
      o.id IS NULL OR o.phase NOT IN ('single', 'post') OR o.tenths <> r.tenths
      OR o.source_id <> r.target_id OR o.target_id <> r.source_id)
    """,
)

REVERSED_ONCE = Invariant(
    "reversed_once",
    "reversal_whole",
    "一笔只冲一次",
    "No transfer is reversed twice",
    "transfers",
    "SELECT count(*) FROM ledger_transfer WHERE community_id = :c AND reverses IS NOT NULL",
    """
    SELECT reverses AS transfer, count(*) AS times FROM ledger_transfer
    WHERE community_id = :c AND reverses IS NOT NULL GROUP BY reverses HAVING count(*) > 1
    """,
)

CORRECTION_NOTED = Invariant(
    "correction_noted",
    "reversal_whole",
    "更正账户垫的分都记了待追回",
    "What the correction account paid is noted as recoverable",
    "transfers",
    "SELECT count(*) FROM ledger_recoverable WHERE community_id = :c",
    """
    SELECT t.id AS transfer, t.tenths FROM ledger_transfer t
    LEFT JOIN ledger_recoverable n ON n.community_id = t.community_id AND n.transfer_id = t.id
      AND n.account_id = t.target_id AND n.tenths = t.tenths
    WHERE t.community_id = :c AND t.reverses IS NULL AND n.id IS NULL
      AND t.source_id IN (SELECT id FROM ledger_account WHERE community_id = :c AND kind = 'correction')
    """,
)

LOTS_ARE_USES = Invariant(
    "lots_are_uses",
    "lots_once",
    "每批积分剩下的等于进出之和",
    "What is left of a lot is what came and went",
    "lots",
    _LOTS,
    """
    SELECT lot_id AS lot, sum(tenths) AS tenths_off FROM (
      SELECT id AS lot_id, remaining AS tenths FROM ledger_lot WHERE community_id = :c
      UNION ALL
      SELECT lot_id, -sum(tenths) FROM ledger_lot_use WHERE community_id = :c GROUP BY lot_id
    ) AS both_sides GROUP BY lot_id HAVING sum(tenths) <> 0
    """,
)

LOTS_COVER_PURSE = Invariant(
    "lots_cover_purse",
    "lots_once",
    "每户各批积分相加等于可用",
    "The lots of a purse add up to what it can spend",
    "purses",
    _PURSES,
    """
    SELECT account_id AS purse, sum(tenths) AS tenths_off FROM (
      SELECT l.account_id, u.tenths FROM (
        SELECT lot_id, sum(tenths) AS tenths FROM ledger_lot_use WHERE community_id = :c GROUP BY lot_id) AS u
      JOIN ledger_lot l ON l.community_id = :c AND l.id = u.lot_id
      UNION ALL
      SELECT account_id, sum(held - tenths) FROM ledger_entry WHERE community_id = :c GROUP BY account_id
    ) AS both_sides GROUP BY account_id HAVING sum(tenths) <> 0
    """,
)

LOT_LAPSES_ONCE = Invariant(
    "lot_lapses_once",
    "lots_once",
    "每批积分只到期一次",
    "A lot lapses once, unless that was taken back or points came back to it since",
    "lots",
    "SELECT count(*) FROM ledger_lot WHERE community_id = :c AND lapses_on < '9999-12-31'",
    """
    WITH lapses AS (
      SELECT u.lot_id, t.id, t.at FROM ledger_transfer t
      JOIN ledger_lot_use u ON u.community_id = :c AND u.transfer_id = t.id
      WHERE t.community_id = :c AND t.reverses IS NULL
        AND t.target_id IN (SELECT id FROM ledger_account WHERE community_id = :c AND kind = 'lapsed')
        AND NOT EXISTS (
          SELECT 1 FROM ledger_transfer b WHERE b.community_id = t.community_id AND b.reverses = t.id))
    SELECT DISTINCT a.lot_id AS lot FROM lapses a
    JOIN lapses b ON b.lot_id = a.lot_id AND b.id <> a.id AND b.at >= a.at
    WHERE NOT EXISTS (
      SELECT 1 FROM ledger_lot_use p JOIN ledger_transfer r ON r.community_id = :c AND r.id = p.transfer_id
      WHERE p.community_id = :c AND p.lot_id = a.lot_id AND p.tenths > 0 AND r.at BETWEEN a.at AND b.at)
    """,
)

# a grace is what a return gave to a lot that its points had not come from
_GRACE = """
      SELECT t.id AS transfer_id, t.at, u.lot_id, l.kind, u.tenths, t.resolves, t.reverses, o.resolves AS held_by,
        o.target_id AS paid_to
      FROM ledger_transfer t
      JOIN ledger_lot_use u ON u.community_id = :c AND u.transfer_id = t.id AND u.tenths > 0
      JOIN ledger_lot l ON l.community_id = :c AND l.id = u.lot_id
      LEFT JOIN ledger_transfer o ON o.community_id = :c AND o.id = t.reverses
      WHERE t.community_id = :c AND coalesce(t.resolves, t.reverses) IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_lot_use s WHERE s.community_id = :c AND s.lot_id = u.lot_id AND s.tenths < 0
          AND s.transfer_id IN (t.resolves, t.reverses, o.resolves))"""

GRACE_ONCE = Invariant(
    "grace_once",
    "lots_once",
    "宽限每批积分只给一次，退回来的不会变新",
    "A grace is given once: what came of one gives none, so that points that return do not stay young",
    "lots",
    _LOTS,
    f"""
    WITH graces AS ({_GRACE})
    SELECT g.transfer_id AS transfer, sum(g.tenths) AS tenths FROM graces g
    WHERE NOT EXISTS (
      SELECT 1 FROM ledger_account a WHERE a.community_id = :c AND a.id = g.paid_to AND a.kind = 'lapsed')
    GROUP BY g.transfer_id, g.kind, g.at, g.resolves, g.reverses, g.held_by
    HAVING sum(g.tenths) > (
      SELECT coalesce(-sum(s.tenths), 0) FROM ledger_lot_use s
      JOIN ledger_lot l ON l.community_id = :c AND l.id = s.lot_id AND l.kind = g.kind
      WHERE s.community_id = :c AND s.transfer_id IN (g.resolves, g.reverses, g.held_by) AND s.tenths < 0
        AND NOT EXISTS (SELECT 1 FROM graces b WHERE b.lot_id = s.lot_id AND b.at < g.at))
    """,  # noqa: S608 - our own words
)

REQUEST_ONCE = Invariant(
    "request_once",
    "same_request_once",
    "同一个请求编号只办一回",
    "A request key belongs to one event",
    "requests",
    "SELECT count(*) FROM ledger_txn WHERE community_id = :c",
    """
    SELECT request_key, count(*) AS times FROM ledger_txn
    WHERE community_id = :c GROUP BY request_key HAVING count(*) > 1
    """,
)

PROOFS = (
    REVERSAL_WHOLE,
    REVERSED_ONCE,
    CORRECTION_NOTED,
    LOTS_ARE_USES,
    LOTS_COVER_PURSE,
    LOT_LAPSES_ONCE,
    GRACE_ONCE,
    REQUEST_ONCE,
)
