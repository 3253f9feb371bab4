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
    vouchers,
)
from points.shop.closing import day_close, liability, shifts
from points.shop.counting import signed_counts, signers, stocktakes
from points.shop.office import assortment, founding, special_days
from points.shop.undoing import attempts, search, undo

__all__ = [
    "asides",
    "assortment",
    "attempts",
    "catalogue",
    "day_close",
    "doubts",
    "founding",
    "history",
    "lapsed_vouchers",
    "liability",
    "payers",
    "price_setting",
    "receipt_marks",
    "receipts",
    "references",
    "refusals",
    "sales",
    "search",
    "shifts",
    "shops",
    "signed_counts",
    "signers",
    "special_days",
    "stocktakes",
    "undo",
    "vouchers",
]
