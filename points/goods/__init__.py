"""The book of things: items, barcodes, pictures, prices with dates, batches by source and last day, stock moves, cover."""

from points.goods import (
    arrivals,
    barcodes,
    batches,
    cover,
    history,
    items,
    kits,
    model_goods,
    moves,
    pictures,
    price_proposals,
    prices,
    refusals,
    sources,
    stock,
    turnover,
    wares,
)
from points.goods.counting import differences, stocktakes

__all__ = [
    "arrivals",
    "barcodes",
    "batches",
    "cover",
    "differences",
    "history",
    "items",
    "kits",
    "model_goods",
    "moves",
    "pictures",
    "price_proposals",
    "prices",
    "refusals",
    "sources",
    "stock",
    "stocktakes",
    "turnover",
    "wares",
]
