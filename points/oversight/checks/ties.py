"""Every line, every lot and every price by the action that made it; and the house's own checks and lives."""

from __future__ import annotations

from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import RULE, differs, of_deed, says

_SALE = """EXISTS (SELECT 1 FROM shop_redemption d WHERE d.community_id = :c AND d.id = e.subject_id
        AND d.transfer_id = e.transfer_id AND d.person_id IS NOT DISTINCT FROM e.person_id)"""


def _held(hold: str) -> str:
    """Whether a hold is that of a voucher `v`, or was before the voucher ended and was opened again."""
    again = f"{of_deed('voucher.opened_again')} AND r.subject_id = v.id AND {says('transfer_id', hold)}"
    return f"(v.hold_id = {hold} OR EXISTS (SELECT 1 FROM audit_record r WHERE {again}))"  # noqa: S608 - our own words


_OLD_LINE = """EXISTS (SELECT 1 FROM ledger_old_line o WHERE o.community_id = :c AND o.id = e.subject_id
        AND o.transfer_id = e.transfer_id AND o.kind = e.what AND o.account_id = e.account_id AND o.tenths = abs(e.tenths)
        AND o.happened_on = e.happened_on AND o.person_id IS NOT DISTINCT FROM e.person_id)"""


_ENDED = """EXISTS (SELECT 1 FROM ledger_transfer t JOIN shop_voucher v ON v.community_id = :c AND v.id = e.subject_id
        WHERE t.community_id = :c AND t.id = e.transfer_id AND {0})"""
LINES_AS_DONE = Invariant(
    "lines_as_done",
    "references_lead",
    "每行明细都是它写的那件事动的分",
    "What a line says it was for is what moved its points, and for that person",
    "records",
    "SELECT count(*) FROM ledger_entry WHERE community_id = :c",
    f"""
    SELECT e.account_id AS purse, e.version AS line, e.what FROM ledger_entry e
    WHERE e.community_id = :c AND NOT CASE e.what
      WHEN 'award' THEN NOT EXISTS (SELECT 1 FROM volunteering_award w WHERE w.community_id = :c
        AND w.id = e.subject_id AND w.transfer_id = e.transfer_id AND w.person_id <> e.person_id)
      WHEN 'redemption' THEN {_SALE}
      WHEN 'voucher_used' THEN {_SALE}
      WHEN 'opening' THEN {_OLD_LINE}
      WHEN 'deduction' THEN {_OLD_LINE}
      WHEN 'voucher' THEN EXISTS (SELECT 1 FROM shop_voucher v WHERE v.community_id = :c AND v.id = e.subject_id
        AND {_held("e.transfer_id")} AND v.person_id IS NOT DISTINCT FROM e.person_id)
      WHEN 'voucher_returned' THEN {_ENDED.format("v.hold_id = t.resolves")}
      WHEN 'voucher_lapsed' THEN {_ENDED.format(_held("t.resolves"))}
      WHEN 'lapse' THEN EXISTS (SELECT 1 FROM ledger_lot l WHERE l.community_id = :c AND l.id = e.subject_id
        AND l.account_id = e.account_id AND l.lapses_on = e.happened_on)
      WHEN 'lapse_back' THEN EXISTS (SELECT 1 FROM ledger_transfer t
        JOIN ledger_entry g ON g.community_id = :c AND g.transfer_id = t.reverses AND g.what = 'lapse'
          AND g.subject_id = e.subject_id AND g.account_id = e.account_id
        JOIN audit_record r ON {of_deed("points.given_back")} AND r.subject_id = t.reverses
        WHERE t.community_id = :c AND t.id = e.transfer_id)
      WHEN 'reversal' THEN EXISTS (SELECT 1 FROM ledger_transfer t WHERE t.community_id = :c AND t.id = e.transfer_id
        AND (EXISTS (SELECT 1 FROM volunteering_award w WHERE w.community_id = :c AND w.id = e.subject_id
            AND w.transfer_id = t.reverses)
          OR EXISTS (SELECT 1 FROM ledger_old_line o WHERE o.community_id = :c AND o.id = e.subject_id
            AND o.transfer_id = t.reverses)
          OR EXISTS (SELECT 1 FROM shop_redemption d WHERE d.community_id = :c AND d.id = e.subject_id
            AND d.transfer_id = t.reverses)))
      WHEN 'correction' THEN (EXISTS (SELECT 1 FROM volunteering_award w WHERE w.community_id = :c AND w.id = e.subject_id)
        OR EXISTS (SELECT 1 FROM ledger_old_line o WHERE o.community_id = :c AND o.id = e.subject_id))
      WHEN 'gift' THEN EXISTS (SELECT 1 FROM ledger_transfer t WHERE t.community_id = :c AND t.id = e.transfer_id
        AND t.point_kind = 'gifted')
      ELSE FALSE END
    """,  # noqa: S608 - our own words, as in all of this module
)

LOTS_AS_GIVEN = Invariant(
    "lots_as_given",
    "lots_once",
    "每批积分的种类和到期日，和发的时候一致",
    "A lot is of the kind, the purse and the last day with which its points were given",
    "lots",
    "SELECT count(*) FROM ledger_lot WHERE community_id = :c",
    f"""
    WITH given AS (
      SELECT id FROM ledger_account WHERE community_id = :c AND kind IN ('issued', 'pool')),
    lapsed AS (SELECT id FROM ledger_account WHERE community_id = :c AND kind = 'lapsed')
    SELECT l.id AS lot, l.kind, l.lapses_on FROM ledger_transfer t
    JOIN ledger_lot_use u ON u.community_id = :c AND u.transfer_id = t.id
    JOIN ledger_lot l ON l.community_id = :c AND l.id = u.lot_id
    WHERE t.community_id = :c AND t.reverses IS NULL AND CASE
        WHEN t.source_id IN (SELECT id FROM given) THEN NOT (l.account_id = t.target_id AND l.kind = t.point_kind)
        WHEN t.target_id IN (SELECT id FROM lapsed) THEN NOT (l.account_id = t.source_id AND l.kind = t.point_kind)
        ELSE FALSE END
    UNION
    SELECT l.id, l.kind, l.lapses_on FROM volunteering_award w
    JOIN audit_record r ON {of_deed("award.credited")} AND r.subject_id = w.id
    JOIN ledger_lot_use u ON u.community_id = :c AND u.transfer_id = w.transfer_id
    JOIN ledger_lot l ON l.community_id = :c AND l.id = u.lot_id
    WHERE w.community_id = :c AND {differs("lapses_on", "l.lapses_on")}
    """,  # noqa: S608
)

# imported books say what things cost then; of a price that began on the very day, the one before it held until somebody set it;
# a sale in place of another is of that one's day, and what is taken with it costs what it does when it is paid
LINES_PRICED = Invariant(
    "lines_priced",
    "moves_together",
    "凭条上的单价是那时定的价，批的价只用在那一批",
    "What a line of a redemption cost is what the item cost then, and a batch's own price was of pieces of that batch",
    "redemptions",
    "SELECT count(*) FROM shop_redemption WHERE community_id = :c",
    """
    SELECT d.receipt, l.unit_tenths FROM shop_redemption d
    JOIN shop_redemption_line l ON l.community_id = :c AND l.redemption_id = d.id
    WHERE d.community_id = :c AND d.origin = 'counter' AND (NOT EXISTS (
      SELECT 1 FROM goods_price p WHERE p.community_id = :c AND p.item_id = l.item_id AND p.tenths = l.unit_tenths
        AND p.id = coalesce(l.price_id, p.id) AND p.effective_on <= coalesce((
          SELECT max(e.happened_on) FROM shop_undo u JOIN ledger_entry e ON e.community_id = :c AND e.transfer_id = d.transfer_id
          WHERE u.community_id = :c AND u.replaced_by = d.id), d.redeemed_on)
        AND p.batch_id IS NOT DISTINCT FROM CASE WHEN l.price_id IS NULL THEN NULL ELSE p.batch_id END
        AND NOT EXISTS (SELECT 1 FROM goods_price q WHERE q.community_id = :c AND q.item_id = l.item_id AND
          q.batch_id IS NOT DISTINCT FROM p.batch_id AND q.effective_on > p.effective_on AND q.effective_on < d.redeemed_on))
      OR EXISTS (SELECT 1 FROM goods_price p WHERE p.community_id = :c AND p.id = l.price_id AND (p.effective_at > d.at
        OR (p.batch_id IS NOT NULL AND l.quantity <> (SELECT coalesce(-sum(m.quantity), 0) FROM goods_stock_move m
          WHERE m.community_id = :c AND m.batch_id = p.batch_id AND m.subject_id = d.id AND m.kind = 'redemption')))))
    """,
)


CHECKS_AS_RECORDED = Invariant(
    "checks_as_recorded",
    RULE,
    "每次查账的结果和操作记录一致",
    "What a check of the books found, and what it proved, is what its record says",
    "checks",
    "SELECT count(*) FROM oversight_check WHERE community_id = :c",
    f"""
    SELECT k.id AS "check", k.outcome FROM oversight_check k
    WHERE k.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("books.checked")} AND r.subject_id = k.id
        AND (k.outcome = 'balanced') = (CAST(r.facts -> 'broken' AS TEXT) = '[]')
        AND NOT {differs("proved", "coalesce(k.findings -> 'proved' ->> 'digest', '')")})
    """,  # noqa: S608
)

LIVES_AS_RECORDED = Invariant(
    "lives_as_recorded",
    RULE,
    "数据库每次恢复都有记录",
    "Every life of this database but the first began with a restore that was written down, and none is missing",
    "lives",
    "SELECT 1 + count(*) FROM foundation_epoch",
    """
    SELECT p.number AS life FROM foundation_epoch p
    JOIN foundation_community k ON k.id = :c AND k.created_at < p.started_at
    WHERE p.number > 1 AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE r.community_id = :c AND r.deed = 'books.restored'
        AND r.facts ->> 'epoch' = CAST(p.number AS TEXT))
    UNION ALL
    SELECT CAST(r.facts ->> 'epoch' AS INTEGER) FROM audit_record r
    WHERE r.community_id = :c AND r.deed = 'books.restored' AND r.outcome = 'done' AND NOT EXISTS (
      SELECT 1 FROM foundation_epoch p WHERE CAST(p.number AS TEXT) = r.facts ->> 'epoch')
    """,
)

PROOFS = (
    LINES_AS_DONE,
    LOTS_AS_GIVEN,
    LINES_PRICED,
    CHECKS_AS_RECORDED,
    LIVES_AS_RECORDED,
)
