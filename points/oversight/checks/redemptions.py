"""Where points go: vouchers and their holds, redemptions with goods, receipts and undoing."""

from __future__ import annotations

from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import of_deed, says

_REDEMPTIONS = "SELECT count(*) FROM shop_redemption WHERE community_id = :c"


_VOUCHERS = "SELECT count(*) FROM shop_voucher WHERE community_id = :c"


VOUCHERS_ARE_HOLDS = Invariant(
    "vouchers_are_holds",
    "held_has_reason",
    "每张没用的券冻着同样多的分，用掉或退掉的都结清",
    "An open voucher has its amount set aside; a used one was captured, an ended one released",
    "vouchers",
    _VOUCHERS,
    """
    SELECT v.public_id AS voucher, v.status FROM shop_voucher v
    LEFT JOIN ledger_transfer h ON h.community_id = v.community_id AND h.id = v.hold_id AND h.phase = 'pending'
    LEFT JOIN ledger_transfer s ON s.community_id = v.community_id AND s.resolves = v.hold_id
    WHERE v.community_id = :c AND (
      h.id IS NULL OR h.tenths <> v.tenths OR h.source_id <> v.account_id
      OR coalesce(s.phase, 'none') <> CASE v.status WHEN 'open' THEN 'none' WHEN 'redeemed' THEN 'post' ELSE 'void' END)
    """,
)


HOLDS_ARE_VOUCHERS = Invariant(
    "holds_are_vouchers",
    "held_has_reason",
    "每笔冻结都有一张券",
    "Every hold belongs to a voucher",
    "transfers",
    "SELECT count(*) FROM ledger_transfer WHERE community_id = :c AND phase = 'pending'",
    f"""
    SELECT h.id AS hold, h.tenths FROM ledger_transfer h
    LEFT JOIN shop_voucher v ON v.community_id = h.community_id AND v.hold_id = h.id
    WHERE h.community_id = :c AND h.phase = 'pending' AND v.id IS NULL AND NOT EXISTS (
      -- one that had ended and was opened again has a hold of its own since
      SELECT 1 FROM ledger_entry e
      JOIN shop_voucher o ON o.community_id = :c AND o.id = e.subject_id AND (o.tenths, o.account_id) = (h.tenths, h.source_id)
      JOIN ledger_transfer s ON s.community_id = e.community_id AND s.resolves = h.id AND s.phase = 'void'
      JOIN audit_record r ON {of_deed("voucher.opened_again")} AND r.subject_id = o.id AND {says("transfer_id", "h.id")}
      WHERE e.community_id = h.community_id AND e.transfer_id = h.id)
    """,  # noqa: S608 - our own words
)


REDEMPTION_PAID = Invariant(
    "redemption_paid",
    "moves_together",
    "每笔兑换扣了同样多的分",
    "Every redemption is one transfer of its amount from the purse it names",
    "redemptions",
    _REDEMPTIONS,
    """
    SELECT r.receipt, r.tenths FROM shop_redemption r
    LEFT JOIN ledger_transfer t ON t.community_id = r.community_id AND t.id = r.transfer_id
      AND t.phase IN ('single', 'post')
    LEFT JOIN ledger_account a ON a.community_id = t.community_id AND a.id = t.target_id AND a.kind = 'shop'
    LEFT JOIN shop_voucher v ON v.community_id = r.community_id AND v.id = r.voucher_id
    WHERE r.community_id = :c AND (
      a.id IS NULL OR t.tenths <> r.tenths OR t.source_id <> r.account_id
      OR t.txn_id <> r.txn_id OR (v.id IS NOT NULL AND t.resolves <> v.hold_id))
    """,
)


SPENT_IS_REDEEMED = Invariant(
    "spent_is_redeemed",
    "moves_together",
    "扣到超市的每一分都有凭条",
    "Every transfer to the shop has its redemption",
    "redemptions",
    _REDEMPTIONS,
    """
    SELECT t.id AS transfer, t.tenths FROM ledger_transfer t
    LEFT JOIN shop_redemption r ON r.community_id = t.community_id AND r.transfer_id = t.id
    WHERE t.community_id = :c AND t.phase IN ('single', 'post') AND t.reverses IS NULL AND r.id IS NULL
      AND t.target_id IN (SELECT id FROM ledger_account WHERE community_id = :c AND kind = 'shop')
    """,
)


REDEMPTION_LINES = Invariant(
    "redemption_lines",
    "moves_together",
    "凭条上各样相加等于扣的分",
    "The lines of a redemption add up to what was paid",
    "redemptions",
    _REDEMPTIONS,
    """
    SELECT r.receipt, r.tenths, coalesce(sum(l.tenths), 0) AS lines FROM shop_redemption r
    LEFT JOIN shop_redemption_line l ON l.community_id = r.community_id AND l.redemption_id = r.id
    WHERE r.community_id = :c GROUP BY r.id, r.receipt, r.tenths HAVING coalesce(sum(l.tenths), 0) <> r.tenths
    """,
)


REDEMPTION_GOODS = Invariant(
    "redemption_goods",
    "moves_together",
    "凭条上的货和出库的货一样",
    "What left the shelf for a redemption is what its lines say; a service has no stock",
    "redemptions",
    _REDEMPTIONS,
    """
    SELECT redemption_id AS redemption, item_id AS item, sum(quantity) AS pieces_off FROM (
      SELECT l.redemption_id, l.item_id, l.quantity FROM shop_redemption_line l
      JOIN goods_item i ON i.community_id = l.community_id AND i.id = l.item_id AND i.kind = 'goods'
      WHERE l.community_id = :c
      UNION ALL
      SELECT subject_id, item_id, quantity FROM goods_stock_move
      WHERE community_id = :c AND kind = 'redemption'
    ) AS both_sides GROUP BY redemption_id, item_id HAVING sum(quantity) <> 0
    """,
)


UNDO_WHOLE = Invariant(
    "undo_whole",
    "moves_together",
    "冲正的兑换，分和货都退了",
    "An undone redemption gave back its points and its goods, and none else did",
    "redemptions",
    "SELECT count(*) FROM shop_undo WHERE community_id = :c AND status = 'confirmed'",
    """
    SELECT r.receipt FROM shop_redemption r
    LEFT JOIN shop_undo u ON u.community_id = r.community_id AND u.redemption_id = r.id AND u.status = 'confirmed'
    LEFT JOIN ledger_transfer t ON t.community_id = r.community_id AND t.reverses = r.transfer_id
    LEFT JOIN (
      SELECT subject_id, sum(quantity) AS back FROM goods_stock_move
      WHERE community_id = :c AND kind = 'return' GROUP BY subject_id) AS b ON b.subject_id = r.id
    LEFT JOIN (
      SELECT subject_id, sum(-quantity) AS gone FROM goods_stock_move
      WHERE community_id = :c AND kind = 'redemption' GROUP BY subject_id) AS g ON g.subject_id = r.id
    WHERE r.community_id = :c AND (
      (u.id IS NULL) <> (t.id IS NULL) OR t.txn_id <> u.txn_id
      OR coalesce(b.back, 0) <> CASE WHEN u.id IS NULL THEN 0 ELSE coalesce(g.gone, 0) END)
    """,
)


# what a column of JSON says by key is spelled differently; the rest is the same
_KEPT_AS_ASKED = """
    WITH kept AS (
      SELECT u.replaced_by AS made, l.item_id, l.price_id, l.unit_tenths, CAST(j.value AS INTEGER) AS pieces
      FROM shop_undo u CROSS JOIN json_each(u.keeps) AS j
      JOIN shop_redemption_line l ON l.community_id = :c AND l.redemption_id = u.redemption_id
      JOIN goods_item i ON i.community_id = :c AND i.id = l.item_id
        AND replace(j.key, '-', '') = replace(coalesce(CAST(l.price_id AS TEXT), i.code), '-', '')
      WHERE u.community_id = :c AND u.replaced_by IS NOT NULL),
    taken AS (
      SELECT u.replaced_by AS made, i.id AS item_id, CAST(j.value AS INTEGER) AS pieces
      FROM shop_undo u CROSS JOIN json_each(u.takes) AS j
      LEFT JOIN goods_batch b ON b.community_id = :c AND b.number = substr(j.key, 3) AND substr(j.key, 1, 2) = 'B-'
      JOIN goods_item i ON i.community_id = :c AND i.id = coalesce(b.item_id, (
        SELECT g.id FROM goods_item g WHERE g.community_id = :c AND g.code = j.key))
      WHERE u.community_id = :c AND u.replaced_by IS NOT NULL),
    lines AS (
      SELECT u.replaced_by AS made, k.item_id, k.price_id, k.unit_tenths, k.quantity FROM shop_undo u
      JOIN shop_redemption_line k ON k.community_id = :c AND k.redemption_id = u.replaced_by
      WHERE u.community_id = :c)
    SELECT o.receipt, 'not made' AS what FROM shop_undo u
    JOIN shop_redemption o ON o.community_id = :c AND o.id = u.redemption_id
    WHERE u.community_id = :c
      AND (u.status = 'confirmed' AND (u.keeps IS NOT NULL OR u.takes IS NOT NULL)) <> (u.replaced_by IS NOT NULL)
    UNION ALL
    SELECT o.receipt, 'of another' FROM shop_undo u
    JOIN shop_redemption o ON o.community_id = :c AND o.id = u.redemption_id
    JOIN shop_redemption n ON n.community_id = :c AND n.id = u.replaced_by
    WHERE u.community_id = :c AND (n.txn_id <> u.txn_id
      OR n.tenths > o.tenths OR (n.tenths = o.tenths AND u.takes IS NULL)
      OR (n.account_id, n.shop_id, n.redeemed_on) <> (o.account_id, o.shop_id, o.redeemed_on))
    UNION ALL
    SELECT n.receipt, 'other goods' FROM (
      SELECT made, item_id, pieces FROM kept
      UNION ALL SELECT made, item_id, pieces FROM taken
      UNION ALL SELECT made, item_id, -quantity FROM lines) AS w
    JOIN shop_redemption n ON n.community_id = :c AND n.id = w.made
    GROUP BY n.receipt, w.item_id HAVING sum(w.pieces) <> 0
    UNION ALL
    SELECT n.receipt, 'not at the price of then' FROM kept w
    JOIN shop_redemption n ON n.community_id = :c AND n.id = w.made
    WHERE NOT EXISTS (SELECT 1 FROM lines k WHERE k.made = w.made AND k.item_id = w.item_id
      AND k.price_id IS NOT DISTINCT FROM w.price_id AND k.unit_tenths = w.unit_tenths AND k.quantity >= w.pieces)
    UNION ALL
    SELECT n.receipt, 'not at the price of now' FROM lines k
    JOIN shop_redemption n ON n.community_id = :c AND n.id = k.made
    JOIN ledger_entry e ON e.community_id = :c AND e.transfer_id = n.transfer_id
    JOIN goods_price p ON p.community_id = :c AND p.id = k.price_id
    JOIN goods_price q ON q.community_id = :c AND q.item_id = p.item_id AND q.batch_id IS NOT DISTINCT FROM p.batch_id
      AND q.effective_on > p.effective_on AND q.effective_on < e.happened_on
    LEFT JOIN kept w ON w.made = k.made AND w.item_id = k.item_id AND w.price_id IS NOT DISTINCT FROM k.price_id
    WHERE k.quantity > coalesce(w.pieces, 0)
    UNION ALL
    SELECT n.receipt, 'of nothing' FROM shop_redemption n
    WHERE n.community_id = :c AND n.scan_id LIKE 'kept:%' AND NOT EXISTS (
      SELECT 1 FROM shop_undo u WHERE u.community_id = :c AND u.replaced_by = n.id)
    """
KEPT_AS_ASKED = Invariant(
    "kept_as_asked",
    "moves_together",
    "冲正时留下的和换走的，另开一张凭条：同一家、同一天，留下的原价，换走的当时的价，不多不少",
    "What was kept of an undone redemption, and what was taken instead, is one redemption made with the undoing, of the same"
    " purse and day: what was kept at the prices of then, the rest at those of that moment",
    "redemptions",
    "SELECT count(*) FROM shop_undo WHERE community_id = :c AND status = 'confirmed'",
    _KEPT_AS_ASKED,
    postgresql=_KEPT_AS_ASKED.replace("json_each", "jsonb_each_text"),
)


SCAN_ONCE = Invariant(
    "scan_once",
    "same_request_once",
    "同一次扫码、同一张券、同一个凭条号只兑一回",
    "A scan, a voucher, an event and a receipt number belong to one redemption",
    "redemptions",
    _REDEMPTIONS,
    """
    SELECT scan_id AS twice FROM shop_redemption WHERE community_id = :c GROUP BY scan_id HAVING count(*) > 1
    UNION ALL
    SELECT receipt FROM shop_redemption WHERE community_id = :c GROUP BY receipt HAVING count(*) > 1
    UNION ALL
    SELECT CAST(voucher_id AS TEXT) FROM shop_redemption WHERE community_id = :c AND voucher_id IS NOT NULL
    GROUP BY voucher_id HAVING count(*) > 1
    UNION ALL
    SELECT CAST(transfer_id AS TEXT) FROM shop_redemption WHERE community_id = :c
    GROUP BY transfer_id HAVING count(*) > 1
    """,
)


PROOFS = (
    VOUCHERS_ARE_HOLDS,
    HOLDS_ARE_VOUCHERS,
    REDEMPTION_PAID,
    SPENT_IS_REDEEMED,
    REDEMPTION_LINES,
    REDEMPTION_GOODS,
    UNDO_WHOLE,
    KEPT_AS_ASKED,
    SCAN_ONCE,
)
