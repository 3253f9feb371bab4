"""The book of things: items, barcodes, prices with dates, batches by source and last day, stock moves, kits."""

from points.goods import (
    arrivals,
    batches,
    history,
    items,
    kits,
    moves,
    price_proposals,
    prices,
    refusals,
    sources,
    stock,
)

__all__ = [
    "arrivals",
    "batches",
    "history",
    "items",
    "kits",
    "moves",
    "price_proposals",
    "prices",
    "refusals",
    "sources",
    "stock",
]
