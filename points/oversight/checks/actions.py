"""The book of actions, and references from one book to another that no foreign key may hold."""

from __future__ import annotations

from points import audit
from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import of_deed

_RECORDS = "SELECT count(*) FROM audit_record WHERE community_id = :c"


def _points_recorded(unnamed: str) -> str:
    """Events that moved points, and of which nothing stands in the book of actions: neither the event itself, nor what
    a line of it was for (`unnamed` is true where that is so), nor the service behind its award."""
    return f"""
    WITH unnamed AS MATERIALIZED (
      SELECT x.id, x.deed FROM ledger_txn x WHERE x.community_id = :c AND {unnamed})
    SELECT x.id AS txn, x.deed FROM unnamed x
    WHERE EXISTS (SELECT 1 FROM ledger_transfer t WHERE t.community_id = :c AND t.txn_id = x.id)
      AND NOT EXISTS (SELECT 1 FROM audit_record r WHERE r.community_id = :c AND r.subject_id = x.id)
      AND NOT EXISTS (
        SELECT 1 FROM ledger_transfer t WHERE t.community_id = :c AND t.txn_id = x.id AND EXISTS (
          SELECT 1 FROM ledger_entry e
          JOIN volunteering_award w ON w.community_id = :c AND w.id = e.subject_id
          WHERE e.community_id = :c AND e.transfer_id = t.id AND EXISTS (
            SELECT 1 FROM audit_record r WHERE r.community_id = :c AND r.subject_id = w.service_id)))
    """  # noqa: S608 - our own words


#: from an event to its lines to their records, each by its key: as a join SQLite would begin with all the records
_BY_KEYS = """CASE WHEN EXISTS (
        SELECT 1 FROM ledger_transfer t WHERE t.community_id = :c AND t.txn_id = x.id AND EXISTS (
          SELECT 1 FROM ledger_entry e WHERE e.community_id = :c AND e.transfer_id = t.id AND EXISTS (
            SELECT 1 FROM audit_record r WHERE r.community_id = :c AND r.subject_id = e.subject_id)))
        THEN 0 ELSE 1 END = 1"""
#: PostgreSQL reads each book once
_AT_ONCE = """NOT EXISTS (
        SELECT 1 FROM ledger_transfer t
        JOIN ledger_entry e ON e.community_id = :c AND e.transfer_id = t.id
        WHERE t.community_id = :c AND t.txn_id = x.id
          AND e.subject_id IN (SELECT r.subject_id FROM audit_record r WHERE r.community_id = :c))"""

POINTS_RECORDED = Invariant(
    "points_recorded",
    "audit_complete",
    "每一笔动分都有操作记录",
    "Every event that moved points has an audit record",
    "records",
    _RECORDS,
    _points_recorded(_BY_KEYS),
    _points_recorded(_AT_ONCE),
)

DEEDS_RECORDED = Invariant(
    "deeds_recorded",
    "audit_complete",
    "每次发分、开券、兑换、冲正都有操作记录",
    "Every award, voucher, redemption and undo has an audit record",
    "records",
    _RECORDS,
    f"""
    SELECT 'award' AS deed, w.id AS subject FROM volunteering_award w
    WHERE w.community_id = :c
      AND NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("award.credited")} AND r.subject_id = w.id)
    UNION ALL
    SELECT 'voucher', v.id FROM shop_voucher v
    WHERE v.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("voucher.issued")} AND r.subject_id = v.id)
    UNION ALL
    SELECT 'redemption', d.id FROM shop_redemption d
    WHERE d.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("points.redeemed", "voucher.redeemed")} AND r.subject_id = d.id)
    UNION ALL
    SELECT 'undo', u.id FROM shop_undo u
    WHERE u.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE r.community_id = :c AND r.subject_id IN (u.id, u.redemption_id)
        AND r.at >= u.asked_at AND r.outcome = 'done')
    """,  # noqa: S608 - our own words
)

RECORDS_WAIT = Invariant(
    "records_wait",
    "audit_complete",
    "每条操作记录都等着封存",
    "Every audit record waits in the outbox for the seal",
    "records",
    _RECORDS,
    """
    WITH missing AS MATERIALIZED (
      SELECT r.id FROM audit_record r WHERE r.community_id = :c
        AND NOT EXISTS (SELECT 1 FROM audit_outbox o WHERE o.community_id = :c AND o.record_id = r.id))
    SELECT r.id AS record, r.deed FROM missing m JOIN audit_record r ON r.community_id = :c AND r.id = m.id
    """,
)


def _mentions(dialect: str) -> str:
    """What is named and not noted; and where nothing is missing, how much more is noted than is named."""
    return f"""
    WITH named AS MATERIALIZED ({audit.mentions.named_by_records(dialect)}),
    missing AS MATERIALIZED (
      SELECT n.record_id, n.named_id FROM named n
      WHERE NOT EXISTS (
        SELECT 1 FROM audit_mention m WHERE m.community_id = :c AND m.named_id = n.named_id AND m.at = n.at
          AND m.record_id = n.record_id))
    SELECT CAST(record_id AS TEXT) AS record, CAST(named_id AS TEXT) AS not_noted FROM missing
    UNION ALL
    SELECT 'all', CAST(noted - named AS TEXT) FROM (
      SELECT (SELECT count(*) FROM audit_mention WHERE community_id = :c AND record_id > :through) AS noted,
        (SELECT count(*) FROM named) - (SELECT count(*) FROM missing) AS named) AS counted
    WHERE noted <> named
    """  # noqa: S608 - our own names


MENTIONS_AGREE = Invariant(
    "mentions_agree",
    "audit_complete",
    "每条操作记录涉及谁，都能查到",
    "Whom every audit record names is noted beside it, and nobody else",
    "records",
    _RECORDS,
    _mentions("sqlite"),
    _mentions("postgresql"),
)

PURSES_ARE_OWNED = Invariant(
    "purses_are_owned",
    "references_lead",
    "每个积分账户都有一户或一个人",
    "Every purse belongs to a household or a person, and leads to a purse account",
    "purses",
    "SELECT count(*) FROM people_purse WHERE community_id = :c",
    """
    SELECT a.id AS account, p.id AS purse FROM ledger_account a
    LEFT JOIN people_purse p ON p.community_id = a.community_id AND p.account_id = a.id
    WHERE a.community_id = :c AND (a.kind = 'purse') <> (p.id IS NOT NULL)
    """,
)

LINES_LEAD = Invariant(
    "lines_lead",
    "references_lead",
    "每行明细都能找到人和来历",
    "The person and the subject of every line exist",
    "records",
    "SELECT count(*) FROM ledger_entry WHERE community_id = :c",
    """
    SELECT e.account_id AS purse, e.version AS line, e.what FROM ledger_entry e
    WHERE e.community_id = :c AND e.person_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM people_person p WHERE p.community_id = :c AND p.id = e.person_id)
    UNION
    SELECT e.account_id, e.version, e.what FROM ledger_entry e
    WHERE e.community_id = :c AND e.subject_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM volunteering_award w WHERE w.community_id = :c AND w.id = e.subject_id)
      AND NOT EXISTS (SELECT 1 FROM shop_redemption d WHERE d.community_id = :c AND d.id = e.subject_id)
      AND NOT EXISTS (SELECT 1 FROM shop_voucher v WHERE v.community_id = :c AND v.id = e.subject_id)
      AND NOT EXISTS (SELECT 1 FROM volunteering_service s WHERE s.community_id = :c AND s.id = e.subject_id)
      AND NOT EXISTS (SELECT 1 FROM ledger_lot l WHERE l.community_id = :c AND l.id = e.subject_id)
      AND NOT EXISTS (SELECT 1 FROM shop_undo u WHERE u.community_id = :c AND u.id = e.subject_id)
      AND NOT EXISTS (SELECT 1 FROM people_purse h WHERE h.community_id = :c AND h.id = e.subject_id)
      AND NOT EXISTS (SELECT 1 FROM ledger_old_line o WHERE o.community_id = :c AND o.id = e.subject_id)
    """,
)

GOODS_LEAD = Invariant(
    "goods_lead",
    "references_lead",
    "每批货、每次出库都能找到店和凭条",
    "The shop of a batch and the redemption of a stock move exist",
    "batches",
    "SELECT count(*) FROM goods_batch WHERE community_id = :c",
    """
    SELECT 'batch' AS what, b.id AS row_id FROM goods_batch b
    LEFT JOIN shop_shop s ON s.community_id = b.community_id AND s.id = b.shop_id
    WHERE b.community_id = :c AND b.shop_id IS NOT NULL AND s.id IS NULL
    UNION ALL
    SELECT 'stock move', m.id FROM goods_stock_move m
    LEFT JOIN shop_redemption d ON d.community_id = m.community_id AND d.id = m.subject_id
    WHERE m.community_id = :c AND m.kind IN ('redemption', 'return') AND d.id IS NULL
    UNION ALL
    SELECT 'device', v.id FROM people_device v
    LEFT JOIN shop_shop s ON s.community_id = v.community_id AND s.id = v.shop_id
    WHERE v.community_id = :c AND v.shop_id IS NOT NULL AND s.id IS NULL
    """,
)

DOERS_LEAD = Invariant(
    "doers_lead",
    "references_lead",
    "每条操作记录都能找到是谁、用哪台设备",
    "The account and the device of every record exist",
    "records",
    _RECORDS,
    """
    WITH seen AS MATERIALIZED (SELECT DISTINCT actor_id, device_id FROM audit_record WHERE community_id = :c),
    doers AS (
      SELECT actor_id AS id FROM seen
      UNION SELECT actor_id FROM ledger_txn WHERE community_id = :c
      UNION SELECT decided_by FROM volunteering_service WHERE community_id = :c),
    nobody AS (
      SELECT d.id FROM doers d WHERE d.id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM people_account a WHERE a.community_id = :c AND a.id = d.id)
        AND NOT EXISTS (SELECT 1 FROM people_account a WHERE a.id = d.id)),
    gone AS (
      SELECT d.id FROM (
        SELECT DISTINCT device_id AS id FROM seen WHERE device_id IS NOT NULL) AS d
      WHERE NOT EXISTS (SELECT 1 FROM people_device v WHERE v.community_id = :c AND v.id = d.id)
        AND NOT EXISTS (SELECT 1 FROM people_device v WHERE v.id = d.id))
    SELECT 'record' AS what, r.id AS row_id FROM audit_record r
    WHERE r.community_id = :c AND EXISTS (SELECT 1 FROM nobody) AND r.actor_id IN (SELECT id FROM nobody)
    UNION ALL
    SELECT 'device', r.id FROM audit_record r
    WHERE r.community_id = :c AND EXISTS (SELECT 1 FROM gone) AND r.device_id IN (SELECT id FROM gone)
    UNION ALL
    SELECT 'event', x.id FROM ledger_txn x
    WHERE x.community_id = :c AND EXISTS (SELECT 1 FROM nobody) AND x.actor_id IN (SELECT id FROM nobody)
    UNION ALL
    SELECT 'service', s.id FROM volunteering_service s
    WHERE s.community_id = :c AND EXISTS (SELECT 1 FROM nobody) AND s.decided_by IN (SELECT id FROM nobody)
    """,
)

PROOFS = (
    POINTS_RECORDED,
    DEEDS_RECORDED,
    RECORDS_WAIT,
    MENTIONS_AGREE,
    PURSES_ARE_OWNED,
    LINES_LEAD,
    GOODS_LEAD,
    DOERS_LEAD,
)
