"""What came to a shop and what left it without a sale: deliveries, write-offs, transfers, kits, with who put a hand to it."""

from points.stockroom import deliveries, kits, mending, photos, refusals, transfers, write_offs

__all__ = ["deliveries", "kits", "mending", "photos", "refusals", "transfers", "write_offs"]
