"""The book of things: items, barcodes, prices with dates, batches by source and last day, stock moves."""

from points.goods import history, items, price_proposals, prices, refusals, sources, stock

__all__ = ["history", "items", "price_proposals", "prices", "refusals", "sources", "stock"]
