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
from points.shop.office import assortment, founding, special_days

__all__ = [
    "asides",
    "assortment",
    "catalogue",
    "doubts",
    "founding",
    "history",
    "lapsed_vouchers",
    "payers",
    "receipt_marks",
    "receipts",
    "references",
    "refusals",
    "sales",
    "shops",
    "special_days",
    "undo",
    "vouchers",
]
