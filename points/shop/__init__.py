"""Where points go: vouchers, the counter's redemptions, receipts, undoing, the catalogue as a payer sees it."""

from points.shop import (
    asides,
    catalogue,
    doubts,
    history,
    lapsed_vouchers,
    payers,
    price_setting,
    receipt_marks,
    receipts,
    references,
    refusals,
    sales,
    shops,
    undo,
    vouchers,
)

__all__ = [
    "asides",
    "catalogue",
    "doubts",
    "history",
    "lapsed_vouchers",
    "payers",
    "price_setting",
    "receipt_marks",
    "receipts",
    "references",
    "refusals",
    "sales",
    "shops",
    "undo",
    "vouchers",
]
