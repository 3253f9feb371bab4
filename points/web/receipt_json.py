"""A receipt as the counter and other programs get it; it asks no book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from points import shop
from points.foundation import wording


def receipt_data(found: shop.receipts.Receipt, language: str) -> dict[str, Any]:
    """A redemption that stands, the same for a first answer and a repeated one."""
    return {
        "receipt": found.receipt,
        "tenths": found.tenths,
        "balance_before": found.balance_before,
        "balance_after": found.balance_after,
        "at": utc(found.at),
        "items": items_data(found.lines, language),
    }


def items_data(lines: Iterable[shop.receipts.ReceiptLine], language: str) -> list[dict[str, Any]]:
    """The items of a receipt, or some of them."""
    return [
        {
            "item": line.item,
            "name": wording.named(line, language),
            "unit": line.unit if language == "zh" else "",
            "quantity": line.quantity,
            "tenths": line.tenths,
        }
        for line in lines
    ]


def utc(at: datetime) -> str:
    """An instant as the API writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
