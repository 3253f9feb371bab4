"""Goods: stock of batches is the sum of its moves, and what is out of date stays on the shelf."""

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

PROOFS = (
    STOCK_IS_MOVES,
    MOVES_ARE_OF_THEIR_ITEM,
    EXPIRED_STAYS,
)
