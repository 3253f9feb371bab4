"""The book of things: items, barcodes, prices with dates, batches by source and last day, stock moves."""

from points.goods import (
    differences,
    history,
    items,
    price_proposals,
    prices,
    refusals,
    sources,
    stock,
    stocktakes,
)

__all__ = [
    "differences",
    "history",
    "items",
    "price_proposals",
    "prices",
    "refusals",
    "sources",
    "stock",
    "stocktakes",
]
