"""The stockroom: what came in, left or was put together without a sale stands on a paper, by two where it takes two."""

from __future__ import annotations

from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import same_person

DELIVERIES_CAME = Invariant(
    "deliveries_came",
    "moves_together",
    "每张收货单上的货都进了它那一批",
    "Every line of a delivery came into its batch",
    "batches",
    "SELECT count(*) FROM stockroom_delivery_line WHERE community_id = :c",
    """
    SELECT l.id AS line, l.quantity FROM stockroom_delivery_line l
    LEFT JOIN goods_stock_move m ON m.community_id = l.community_id AND m.batch_id = l.batch_id
      AND m.kind = 'delivery' AND m.subject_id = l.delivery_id AND m.quantity = l.quantity
      AND m.item_id = l.item_id
    WHERE l.community_id = :c AND m.id IS NULL
    """,
)

EXPECTED_CAME = Invariant(
    "expected_came",
    "moves_together",
    "说到了的要来的货，收货单上都有，一个不算两次",
    "What was expected and is said to have come is on a delivery, and no piece of it counts twice",
    "batches",
    "SELECT count(*) FROM stockroom_expectation WHERE community_id = :c",
    """
    SELECT 'expectation' AS what, e.id AS row_id FROM stockroom_expectation e
    WHERE e.community_id = :c AND e.came <> coalesce((SELECT sum(a.quantity) FROM stockroom_expected_arrival a
        WHERE a.community_id = e.community_id AND a.expectation_id = e.id), 0)
    UNION ALL
    SELECT 'arrival', a.id FROM stockroom_expected_arrival a
    LEFT JOIN stockroom_expectation e ON e.community_id = a.community_id AND e.id = a.expectation_id
    LEFT JOIN stockroom_delivery_line l ON l.community_id = a.community_id AND l.id = a.line_id
      AND l.item_id = e.item_id
    WHERE a.community_id = :c AND l.id IS NULL
    UNION ALL
    SELECT 'line', l.id FROM stockroom_delivery_line l
    WHERE l.community_id = :c AND l.quantity < (SELECT sum(a.quantity) FROM stockroom_expected_arrival a
        WHERE a.community_id = l.community_id AND a.line_id = l.id)
    """,
)

STOCK_BY_TWO = Invariant(
    "stock_by_two",
    "nobody_approves_own",
    "报损、改收货、调货都是两个人办的",
    "Nobody confirmed their own write-off, mending or transfer",
    "batches",
    "SELECT count(*) FROM stockroom_write_off WHERE community_id = :c",
    f"""
    SELECT 'write off' AS what, w.id AS row_id FROM stockroom_write_off w
    WHERE w.community_id = :c AND w.status = 'confirmed' AND {same_person("w.decided_by", "w.asked_by")}
    UNION ALL
    SELECT 'mending', d.id FROM stockroom_mending d
    WHERE d.community_id = :c AND d.status = 'confirmed' AND {same_person("d.decided_by", "d.asked_by")}
    UNION ALL
    SELECT 'transfer', t.id FROM stockroom_transfer t
    WHERE t.community_id = :c AND t.status = 'arrived' AND {same_person("t.received_by", "t.sent_by")}
    """,  # noqa: S608 - our own words
)

WRITE_OFFS_MOVED = Invariant(
    "write_offs_moved",
    "moves_together",
    "报掉的货都有确认过的报损，一个不多一个不少",
    "What was written off is what was confirmed, piece by piece",
    "batches",
    "SELECT count(*) FROM stockroom_write_off WHERE community_id = :c",
    """
    SELECT 'stock move' AS what, m.id AS row_id FROM goods_stock_move m
    LEFT JOIN stockroom_write_off w ON w.community_id = m.community_id AND w.id = m.subject_id
      AND w.status = 'confirmed' AND w.batch_id = m.batch_id AND w.quantity = -m.quantity
    WHERE m.community_id = :c AND m.kind = 'write_off' AND w.id IS NULL
    UNION ALL
    SELECT 'write off', w.id FROM stockroom_write_off w
    LEFT JOIN goods_stock_move m ON m.community_id = w.community_id AND m.subject_id = w.id
      AND m.kind = 'write_off'
    WHERE w.community_id = :c AND w.status = 'confirmed' AND m.id IS NULL
    """,
)

TRANSFERS_ARRIVE = Invariant(
    "transfers_arrive",
    "moves_together",
    "送出的货要么到了，要么还在路上",
    "What left one shop came into the other, or is still on the way",
    "batches",
    "SELECT count(*) FROM stockroom_transfer_line WHERE community_id = :c",
    """
    SELECT 'transfer' AS what, t.id AS row_id FROM stockroom_transfer t
    WHERE t.community_id = :c AND coalesce((SELECT sum(m.quantity) FROM goods_stock_move m
        WHERE m.community_id = t.community_id AND m.subject_id = t.id
        AND m.kind IN ('transfer_out', 'transfer_in')), 0)
      <> CASE WHEN t.status = 'sent' THEN -coalesce((SELECT sum(l.quantity) FROM stockroom_transfer_line l
        WHERE l.community_id = t.community_id AND l.transfer_id = t.id), 0) ELSE 0 END
    UNION ALL
    SELECT 'stock move', m.id FROM goods_stock_move m
    LEFT JOIN stockroom_transfer t ON t.community_id = m.community_id AND t.id = m.subject_id
    WHERE m.community_id = :c AND m.kind IN ('transfer_out', 'transfer_in') AND t.id IS NULL
    """,
)

KITS_ARE_PARTS = Invariant(
    "kits_are_parts",
    "moves_together",
    "礼包的份数和里面的货一样多",
    "There are as many kits as pieces went into them",
    "batches",
    "SELECT count(*) FROM stockroom_kit_part WHERE community_id = :c",
    """
    SELECT 'kit part' AS what, p.id AS row_id FROM stockroom_kit_part p
    JOIN stockroom_kit k ON k.community_id = p.community_id AND k.id = p.kit_id
    WHERE p.community_id = :c AND coalesce((SELECT sum(m.quantity) FROM goods_stock_move m
        WHERE m.community_id = p.community_id AND m.subject_id = k.id AND m.batch_id = p.batch_id), 0)
      <> -p.quantity * coalesce((SELECT sum(m.quantity) FROM goods_stock_move m
        WHERE m.community_id = p.community_id AND m.subject_id = k.id AND m.batch_id = k.batch_id), 0)
    UNION ALL
    SELECT 'kit', k.id FROM stockroom_kit k
    LEFT JOIN goods_stock_move m ON m.community_id = k.community_id AND m.subject_id = k.id
      AND m.batch_id = k.batch_id AND m.kind = 'kit_in' AND m.quantity = k.count
    WHERE k.community_id = :c AND m.id IS NULL
    UNION ALL
    SELECT 'stock move', m.id FROM goods_stock_move m
    LEFT JOIN stockroom_kit k ON k.community_id = m.community_id AND k.id = m.subject_id
    LEFT JOIN stockroom_kit_part p ON p.community_id = m.community_id AND p.kit_id = m.subject_id
      AND p.batch_id = m.batch_id
    WHERE m.community_id = :c AND m.kind IN ('kit_out', 'kit_in') AND k.batch_id IS DISTINCT FROM m.batch_id
      AND p.id IS NULL
    """,
)

PROOFS = (
    DELIVERIES_CAME,
    EXPECTED_CAME,
    STOCK_BY_TWO,
    WRITE_OFFS_MOVED,
    TRANSFERS_ARRIVE,
    KITS_ARE_PARTS,
)
