"""What came to a shop, is to come, or left it without a sale: deliveries, write-offs, transfers, kits, with who put a hand to it."""

from points.stockroom import deliveries, expected, kits, mending, photos, refusals, transfers, write_offs

__all__ = ["deliveries", "expected", "kits", "mending", "photos", "refusals", "transfers", "write_offs"]
