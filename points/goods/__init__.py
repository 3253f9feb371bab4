"""The book of things: items, barcodes, prices with dates, batches by source and last day, stock moves."""

from points.goods import history, items, prices, refusals, sources, stock, turnover

__all__ = ["history", "items", "prices", "refusals", "sources", "stock", "turnover"]
