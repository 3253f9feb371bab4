"""Goods: stock of batches is the sum of its moves, and what is out of date stays on the shelf; what a count changed was signed."""

from __future__ import annotations

from points.oversight.checks.form import Invariant

_ITEMS = "SELECT count(DISTINCT item_id) FROM goods_batch WHERE community_id = :c"


STOCK_IS_MOVES = Invariant(
    "stock_is_moves",
    "stock_not_negative",
    "每批存货等于进出之和，不为负",
    "What is left of a batch is the sum of its moves, and never below zero",
    "kinds",
    _ITEMS,
    """
    SELECT b.number AS batch, b.on_hand, coalesce(sum(m.quantity), 0) AS moves FROM goods_batch b
    LEFT JOIN goods_stock_move m ON m.community_id = b.community_id AND m.batch_id = b.id
    WHERE b.community_id = :c GROUP BY b.id, b.number, b.on_hand
    HAVING b.on_hand <> coalesce(sum(m.quantity), 0) OR b.on_hand < 0
    """,
)

MOVES_ARE_OF_THEIR_ITEM = Invariant(
    "moves_are_of_their_item",
    "stock_not_negative",
    "出入库的货和批次是同一样",
    "A stock move is of the item of its batch",
    "kinds",
    _ITEMS,
    """
    SELECT m.id AS stock_move, b.number AS batch FROM goods_stock_move m
    LEFT JOIN goods_batch b ON b.community_id = m.community_id AND b.id = m.batch_id
    WHERE m.community_id = :c AND (b.id IS NULL OR b.item_id <> m.item_id)
    """,
)

EXPIRED_STAYS = Invariant(
    "expired_stays",
    "stock_not_negative",
    "过期的货没有兑出去",
    "Nothing expired left the shelf as a redemption",
    "kinds",
    _ITEMS,
    """
    SELECT b.number AS batch, b.expires_on, m.moved_on FROM goods_stock_move m
    JOIN goods_batch b ON b.community_id = m.community_id AND b.id = m.batch_id
    WHERE m.community_id = :c AND m.kind = 'redemption' AND b.expires_on < m.moved_on
    """,
)

_SIGNED = "SELECT count(*) FROM goods_signed_count WHERE community_id = :c"

CORRECTIONS_SIGNED = Invariant(
    "corrections_signed",
    "stock_not_negative",
    "盘点改的账都签过字，不多不少",
    "Stock is corrected by what was signed for, no more and no less",
    "kinds",
    _SIGNED,
    """
    SELECT s.line_id AS line, s.difference, coalesce(sum(m.quantity), 0) AS moved FROM goods_signed_count s
    LEFT JOIN goods_stock_move m ON m.community_id = :c AND m.subject_id = s.line_id AND m.kind = 'correction'
    WHERE s.community_id = :c GROUP BY s.line_id, s.difference
    HAVING s.difference <> coalesce(sum(m.quantity), 0)
    UNION ALL SELECT m.subject_id, 0, m.quantity FROM goods_stock_move m
    WHERE m.community_id = :c AND m.kind = 'correction'
      AND NOT EXISTS (SELECT 1 FROM goods_signed_count s WHERE s.community_id = :c AND s.line_id = m.subject_id)
      AND NOT EXISTS (SELECT 1 FROM stockroom_mending d WHERE d.community_id = :c AND d.id = m.subject_id
        AND d.status = 'confirmed')
      AND NOT EXISTS (SELECT 1 FROM stockroom_transfer_line l WHERE l.community_id = :c AND l.id = m.subject_id
        AND l.arrived - l.quantity = m.quantity)
    """,
)

SIGNED_AS_COUNTED = Invariant(
    "signed_as_counted",
    "stock_not_negative",
    "签的差等于数到的减那时账上的",
    "A signed difference is what was counted minus what the books said then",
    "kinds",
    _SIGNED,
    """
    SELECT s.line_id AS line, s.booked, s.difference, c.quantity AS counted FROM goods_signed_count s
    LEFT JOIN goods_count c ON c.community_id = :c AND c.id = s.count_id
    WHERE s.community_id = :c AND (c.id IS NULL OR c.line_id <> s.line_id OR c.quantity - s.booked <> s.difference
      OR c.stood <> s.booked)
    """,
)

SIGNER_COUNTED_NOTHING = Invariant(
    "signer_counted_nothing",
    "nobody_approves_own",
    "盘点签字的人没有数过这张单",
    "Whoever signs a stocktake counted nothing of it",
    "kinds",
    _SIGNED,
    """
    SELECT s.line_id AS line, s.signed_by AS signer FROM goods_signed_count s
    JOIN goods_stocktake_line l ON l.community_id = :c AND l.id = s.line_id
    JOIN goods_stocktake_line o ON o.community_id = :c AND o.stocktake_id = l.stocktake_id
    JOIN goods_count c ON c.community_id = :c AND c.line_id = o.id AND c.counted_by = s.signed_by
    WHERE s.community_id = :c
    """,
)

PROOFS = (
    STOCK_IS_MOVES,
    MOVES_ARE_OF_THEIR_ITEM,
    EXPIRED_STAYS,
    CORRECTIONS_SIGNED,
    SIGNED_AS_COUNTED,
    SIGNER_COUNTED_NOTHING,
)
