"""One sale and what is behind it: whose purse, which batches, who sold it, and who asked for it to be undone; and
those that two people took back where three are usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import shop
from points.foundation import clock, paging
from points.foundation.database import UtcTime
from points.foundation.prepared import prepared
from points.oversight.naming import Said, beside
from points.oversight.sql import asked

#: so many of those that two took back are shown at once
PAGE = 50


@dataclass(frozen=True)
class UndoingsFound:
    """One page, and the key of the next."""

    rows: Sequence[Any]
    next_key: str | None


@dataclass(frozen=True)
class ReceiptHistory:
    """A receipt; `batches` are the numbers its goods came from, by item code."""

    receipt: shop.receipts.Receipt
    batches: Mapping[str, Sequence[str]]
    purse: Said | None
    voucher: Said | None
    clerk: str | None
    asked_by: str | None


def story(community_id: UUID, number: str) -> ReceiptHistory:
    """A receipt by its number."""
    found = shop.receipts.get(community_id, number)
    purse, voucher = ("points_account", found.account_id), ("voucher", found.voucher_id)
    seen = beside(
        community_id,
        [purse, *([voucher] if found.voucher_id else [])],
        accounts=[one for one in (found.clerk_id, found.asked_by) if one],
    )
    return ReceiptHistory(
        receipt=found,
        batches=batches_of(community_id, found.redemption_id),
        purse=seen.things.get(purse),
        voucher=seen.things.get(voucher),
        clerk=seen.names.get(found.clerk_id) if found.clerk_id else None,
        asked_by=seen.names.get(found.asked_by) if found.asked_by else None,
    )


def batches_of(community_id: UUID, redemption_id: UUID) -> dict[str, list[str]]:
    """By item code, the numbers of the batches a sale took from."""
    found: dict[str, list[str]] = {}
    for row in _given().all(c=community_id, redemption=redemption_id):
        found.setdefault(row.code, []).append(row.number)
    return found


@prepared
def _given() -> sa.Executable:
    return asked(
        """
        SELECT DISTINCT t.code, b.number FROM goods_stock_move m
        JOIN goods_batch b ON b.community_id = :c AND b.id = m.batch_id
        JOIN goods_item t ON t.community_id = :c AND t.id = m.item_id
        WHERE m.community_id = :c AND m.subject_id = :redemption ORDER BY t.code, b.number
        """,
        c=sa.Uuid(),
        redemption=sa.Uuid(),
    )


def undone_by_two(community_id: UUID, *, after: str = "") -> UndoingsFound:
    """What payer, asker and confirmer took back as two, with the reason they gave."""
    at, key = paging.read_key(after) or (clock.instant(clock.NEVER), UUID(int=2**128 - 1))
    rows = _by_two().all(c=community_id, at=at, key=key, limit=PAGE + 1)
    more = len(rows) > PAGE
    return UndoingsFound(
        rows[:PAGE], paging.make_key(rows[PAGE - 1].decided_at, rows[PAGE - 1].id) if more else None
    )


@prepared
def _by_two() -> sa.Executable:
    return asked(
        """
        SELECT n.id, n.decided_at, n.reason, n.two_reason, d.receipt, d.tenths, i.name, p.public_id,
          x.name AS asked_by, y.name AS confirmed_by
        FROM shop_undo n
        JOIN shop_redemption d ON d.community_id = :c AND d.id = n.redemption_id
        LEFT JOIN people_person p ON p.community_id = :c AND p.id = d.person_id
        LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id = d.person_id
        LEFT JOIN people_account a ON a.community_id = :c AND a.id = n.asked_by
        LEFT JOIN people_identity x ON x.community_id = :c AND x.person_id = a.person_id
        LEFT JOIN people_account b ON b.community_id = :c AND b.id = n.decided_by
        LEFT JOIN people_identity y ON y.community_id = :c AND y.person_id = b.person_id
        WHERE n.community_id = :c AND n.two_reason IS NOT NULL AND (n.decided_at, n.id) < (:at, :key)
        ORDER BY n.decided_at DESC, n.id DESC LIMIT :limit
        """,
        c=sa.Uuid(),
        at=UtcTime(),
        key=sa.Uuid(),
        limit=sa.Integer(),
    ).columns(id=sa.Uuid, decided_at=UtcTime)
