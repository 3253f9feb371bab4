"""What stands under a receipt: the digest that is printed with it, and a mark that only this instance's key makes.

The digest shows that paper and book say the same; whoever changes the book can make it anew. The mark they cannot.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import db
from points.foundation.keys import purpose_key
from points.shop.models import Redemption
from points.shop.policy import receipt_digest

#: code, pieces and tenths of each line
Items = Iterable[tuple[str, int, int]]
#: what a mark covers beside the lines: the whole row
MARKED = (
    "community_id", "id", "shop_id", "account_id", "person_id", "voucher_id", "card_id", "txn_id", "transfer_id",
    "scan_id", "receipt", "tenths", "balance_after", "proof", "clerk_id", "device_id", "origin", "redeemed_on", "at",
)  # fmt: skip


def key() -> bytes:
    """The key marks are made with."""
    return purpose_key("receipt")


def count(community_id: UUID) -> int:
    """How many receipts have a mark."""
    query = sa.select(sa.func.count()).select_from(Redemption)
    query = query.where(Redemption.community_id == community_id, Redemption.mark.is_not(None))
    return int(db.session.scalar(query) or 0)


def mark(row: Mapping[str, Any], items: Items, own: bytes) -> bytes:
    """32 bytes over a redemption as its row and its lines have it."""
    covered = {name: row[name] for name in MARKED}
    covered["items"] = sorted(map(list, items))
    return hmac.digest(own, audit.canonical.canonical_bytes(covered), "sha256")


def digest(row: Mapping[str, Any], items: Items) -> bytes:
    """What a receipt's printed code covers; nothing personal."""
    lines = sorted(map(list, items))
    return receipt_digest(
        {
            "receipt": row["receipt"],
            "community": str(row["community_id"]),
            "tenths": sum(line[2] for line in lines),
            "balance_after": row["balance_after"],
            "items": lines,
            "at": row["at"].isoformat(),
            "day": row["redeemed_on"].isoformat(),
        }
    )
