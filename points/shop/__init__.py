"""Where points go: vouchers, the counter's redemptions, receipts, undoing, the catalogue as a payer sees it."""

from points.shop import (
    asides,
    catalogue,
    doubts,
    history,
    lapsed_vouchers,
    payers,
    receipt_marks,
    receipts,
    references,
    refusals,
    sales,
    shops,
    undo,
    vouchers,
)
from points.shop.closing import day_close, liability, shifts

__all__ = [
    "asides",
    "catalogue",
    "day_close",
    "doubts",
    "history",
    "lapsed_vouchers",
    "liability",
    "payers",
    "receipt_marks",
    "receipts",
    "references",
    "refusals",
    "sales",
    "shifts",
    "shops",
    "undo",
    "vouchers",
]
