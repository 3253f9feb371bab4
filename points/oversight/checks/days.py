"""Days of a shop that were closed, and shifts that were looked at: by two, as the books say, as the records say."""

from __future__ import annotations

from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import RULE, differs, of_deed

_DAYS = "SELECT count(*) FROM shop_day_close WHERE community_id = :c"

DAYS_BY_TWO = Invariant(
    "days_by_two",
    "nobody_approves_own",
    "日结和交班的差，都是另一个人签的",
    "A day and a difference at hand-over were signed by somebody else than who handed them in",
    "days",
    _DAYS,
    """
    SELECT d.id AS id, d.signed_by AS signed_by FROM shop_day_close d
    JOIN people_account f ON f.id = d.handed_by JOIN people_account s ON s.id = d.signed_by
    WHERE d.community_id = :c AND f.person_id = s.person_id
    UNION ALL
    SELECT h.id, h.second_id FROM shop_shift h
    JOIN people_account f ON f.id = h.clerk_id JOIN people_account s ON s.id = h.second_id
    WHERE h.community_id = :c AND f.person_id = s.person_id
    """,
)

_WINDOW = "{0} >= d.starts_at AND {0} < d.until_at"
# what a close says is in the shop is what the one before it said, and what was moved since
DAYS_AS_BOOKS = Invariant(
    "days_as_books",
    "moves_together",
    "结的日子和账上的兑换、冲正、货一样",
    "A closed day says what the books say of its time: sales, what was taken back, goods",
    "days",
    _DAYS,
    f"""
    SELECT d.day AS day, 'sold' AS what FROM shop_day_close d
    WHERE d.community_id = :c AND d.status = 'closed' AND (d.sold, d.sold_tenths) <> (
      SELECT count(*), coalesce(sum(r.tenths), 0) FROM shop_redemption r
      WHERE r.community_id = :c AND r.shop_id = d.shop_id AND r.origin = 'counter' AND {_WINDOW.format("r.at")})
    UNION ALL
    SELECT d.day, 'undone' FROM shop_day_close d
    WHERE d.community_id = :c AND d.status = 'closed' AND (d.undone, d.undone_tenths) <> (
      SELECT count(*), coalesce(sum(r.tenths), 0) FROM shop_undo u
      JOIN shop_redemption r ON r.community_id = :c AND r.id = u.redemption_id
      WHERE u.community_id = :c AND u.status = 'confirmed' AND r.shop_id = d.shop_id AND r.origin = 'counter'
        AND {_WINDOW.format("u.decided_at")})
    UNION ALL
    SELECT d.day, 'pieces' FROM shop_day_close d
    WHERE d.community_id = :c AND d.status = 'closed' AND d.pieces <> coalesce(
      (SELECT max(p.pieces) FROM shop_day_close p WHERE p.community_id = :c AND p.digest = d.previous),
      (SELECT sum(m.quantity) FROM goods_stock_move m JOIN goods_batch b ON b.community_id = :c AND b.id = m.batch_id
       WHERE m.community_id = :c AND coalesce(b.shop_id, d.shop_id) = d.shop_id AND m.at < d.starts_at), 0)
      + (SELECT coalesce(sum(m.quantity), 0) FROM goods_stock_move m
         JOIN goods_batch b ON b.community_id = :c AND b.id = m.batch_id
         WHERE m.community_id = :c AND coalesce(b.shop_id, d.shop_id) = d.shop_id AND {_WINDOW.format("m.at")})
    """,  # noqa: S608 - our own words, as in all of this module
)


def _as_recorded(sealed: str) -> str:
    return f"""
    SELECT d.day AS day, d.signed_by AS signed_by FROM shop_day_close d
    WHERE d.community_id = :c AND d.status = 'closed' AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("day.closed")} AND r.subject_id = d.id
        AND r.actor_id IS NOT DISTINCT FROM d.signed_by AND NOT {differs("seal", sealed)})
    """  # noqa: S608


DAYS_AS_RECORDED = Invariant(
    "days_as_recorded",
    RULE,
    "每天的封存号和签字的人，和操作记录一致",
    "A day was signed by whom its record names, and bears the seal that was recorded",
    "days",
    _DAYS,
    _as_recorded("lower(hex(d.digest))"),
    _as_recorded("encode(d.digest, 'hex')"),
)

PROOFS = (DAYS_BY_TWO, DAYS_AS_BOOKS, DAYS_AS_RECORDED)
