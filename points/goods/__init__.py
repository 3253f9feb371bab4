"""The book of things: items, barcodes, pictures, prices with dates, batches by source and last day, stock moves, cover."""

from points.goods import barcodes, cover, history, items, pictures, prices, refusals, sources, stock, wares

__all__ = [
    "barcodes",
    "cover",
    "history",
    "items",
    "pictures",
    "prices",
    "refusals",
    "sources",
    "stock",
    "wares",
]
