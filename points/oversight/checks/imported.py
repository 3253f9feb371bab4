"""What only old books have: balances carried over, deductions, what was in stock when they began, goods that left."""

from __future__ import annotations

from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import RULE, of_deed, says

_NO_LINE = (
    "NOT EXISTS (SELECT 1 FROM foundation_import_line i WHERE i.community_id = :c AND i.subject_id = {0})"
)

OLD_LINES_AS_RECORDED = Invariant(
    "old_lines_as_recorded",
    RULE,
    "结转和以前扣的分，原来的账上都有，分是这样动的",
    "What was carried over or taken off came in with a line of an old book, moved its points, and is what its record says",
    "records",
    "SELECT count(*) FROM ledger_old_line WHERE community_id = :c",
    f"""
    SELECT o.kind, o.tenths, o.asked FROM ledger_old_line o WHERE o.community_id = :c AND (
      NOT EXISTS (SELECT 1 FROM ledger_transfer t
        JOIN ledger_account a ON a.community_id = :c
          AND a.id = CASE o.kind WHEN 'opening' THEN t.source_id ELSE t.target_id END
          AND a.kind = CASE o.kind WHEN 'opening' THEN 'issued' ELSE 'correction' END
        WHERE t.community_id = :c AND t.id = o.transfer_id AND t.tenths = o.tenths AND t.reverses IS NULL
          AND o.account_id = CASE o.kind WHEN 'opening' THEN t.target_id ELSE t.source_id END)
      OR NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("points.carried_over", "points.deducted")}
        AND r.subject_id = o.id AND r.deed = CASE o.kind WHEN 'opening' THEN 'points.carried_over' ELSE 'points.deducted' END
        AND {" AND ".join(says(one, f"o.{one}") for one in ("account_id", "person_id", "tenths", "asked", "transfer_id"))})
      OR {_NO_LINE.format("o.id")})
    """,  # noqa: S608 - our own words, as in all of this module
)

OLD_GOODS_MOVED = Invariant(
    "old_goods_moved",
    "moves_together",
    "期初的货和以前出库的货，原来的账上都有，一件不多一件不少",
    "What was in stock when the old books began, and what left by them, came in with a line of them, piece by piece",
    "batches",
    "SELECT count(*) FROM goods_stock_move WHERE community_id = :c AND kind IN ('opening', 'old_out')",
    f"""
    SELECT 'opening' AS what, m.id AS row_id FROM goods_stock_move m
    JOIN goods_batch b ON b.community_id = :c AND b.id = m.batch_id
    WHERE m.community_id = :c AND m.kind = 'opening' AND (
      b.source_id IS NOT NULL OR b.received <> m.quantity OR {_NO_LINE.format("b.id")})
    UNION ALL
    SELECT 'stock move', m.id FROM goods_stock_move m
    LEFT JOIN goods_old_out o ON o.community_id = :c AND o.id = m.subject_id AND o.item_id = m.item_id
      AND o.moved_on = m.moved_on
    WHERE m.community_id = :c AND m.kind = 'old_out' AND o.id IS NULL
    UNION ALL
    SELECT 'left', o.id FROM goods_old_out o
    WHERE o.community_id = :c AND ({_NO_LINE.format("o.id")}
      OR o.quantity <> (SELECT coalesce(-sum(m.quantity), 0) FROM goods_stock_move m
        WHERE m.community_id = :c AND m.subject_id = o.id AND m.kind = 'old_out'))
    """,  # noqa: S608
)

_GONE = {
    ("earned", "attendance"): "volunteering_award w JOIN volunteering_service s ON s.community_id = :c"
    " AND s.id = w.service_id AND s.status = 'reversed' WHERE w.community_id = :c AND w.id = i.subject_id",
    (
        "handout",
    ): "shop_undo u WHERE u.community_id = :c AND u.redemption_id = i.subject_id AND u.status = 'confirmed'",
    ("opening", "deduction"): "ledger_old_line o JOIN ledger_transfer t ON t.community_id = :c"
    " AND t.reverses = o.transfer_id WHERE o.community_id = :c AND o.id = i.subject_id",
    (
        "out",
    ): "goods_stock_move m WHERE m.community_id = :c AND m.kind = 'taken_back' AND m.subject_id = i.subject_id",
}
_GONE_CASES = "\n".join(
    f"        WHEN i.kind IN ({', '.join(repr(one) for one in kinds)}) THEN NOT EXISTS (SELECT 1 FROM {there})"  # noqa: S608
    for kinds, there in _GONE.items()
)

LINES_OUT = Invariant(
    "lines_out",
    "moves_together",
    "收回的明细，分和货都退了；没收回的，没有退",
    "A line of old books that went out was taken back, points and pieces; and nothing else of old books was",
    "records",
    "SELECT count(*) FROM foundation_import_line WHERE community_id = :c AND out_by IS NOT NULL",
    f"""
    SELECT i.file AS file, i.row AS line FROM foundation_import_line i
    WHERE i.community_id = :c AND i.out_by IS NOT NULL AND (
      NOT EXISTS (SELECT 1 FROM foundation_import b WHERE b.community_id = :c AND b.id = i.out_by)
      OR CASE
{_GONE_CASES}
        WHEN i.kind IN ('delivery', 'opening_stock') THEN NOT EXISTS (SELECT 1 FROM foundation_import_line n
            WHERE n.community_id = :c AND n.subject_id = i.subject_id AND n.batch_id = i.out_by AND n.key <> i.key)
          AND NOT EXISTS (SELECT 1 FROM goods_stock_move m WHERE m.community_id = :c AND m.batch_id = i.subject_id
            AND m.kind = 'taken_back' AND m.subject_id = i.out_by)
        ELSE FALSE END)
    UNION ALL
    SELECT i.file, i.row FROM foundation_import_line i
    WHERE i.community_id = :c AND i.beside IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM foundation_import b WHERE b.community_id = :c AND b.id = i.beside)
    UNION ALL
    SELECT 'stock move', m.quantity FROM goods_stock_move m
    WHERE m.community_id = :c AND m.kind = 'taken_back' AND NOT EXISTS (
      SELECT 1 FROM foundation_import_line i WHERE i.community_id = :c AND i.out_by IS NOT NULL
        AND i.subject_id = m.subject_id) AND NOT EXISTS (
      SELECT 1 FROM foundation_import_line i WHERE i.community_id = :c
        AND i.subject_id = m.batch_id AND i.out_by = m.subject_id)
    UNION ALL
    SELECT o.kind, o.tenths FROM ledger_old_line o
    JOIN ledger_transfer t ON t.community_id = :c AND t.reverses = o.transfer_id
    WHERE o.community_id = :c AND NOT EXISTS (SELECT 1 FROM foundation_import_line i
      WHERE i.community_id = :c AND i.subject_id = o.id AND i.out_by IS NOT NULL)
    """,  # noqa: S608
)

PROOFS = (OLD_LINES_AS_RECORDED, OLD_GOODS_MOVED, LINES_OUT)
