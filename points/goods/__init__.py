"""The book of things: items, barcodes, pictures, prices with dates, batches by source and last day, stock moves, cover."""

from points.goods import (
    barcodes,
    cover,
    differences,
    history,
    items,
    pictures,
    price_proposals,
    prices,
    refusals,
    sources,
    stock,
    stocktakes,
    wares,
)

__all__ = [
    "barcodes",
    "cover",
    "differences",
    "history",
    "items",
    "pictures",
    "price_proposals",
    "prices",
    "refusals",
    "sources",
    "stock",
    "stocktakes",
    "wares",
]
