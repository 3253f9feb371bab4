"""One sale and what is behind it: whose purse, which batches, who sold it, and who asked for it to be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points import shop
from points.foundation.prepared import prepared
from points.oversight.naming import Said, beside
from points.oversight.sql import asked


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
