"""The counter of the shop: scan, pick goods, done; receipts and their undoing."""

from points.web.counter import asides, counter, keys, own_pin, practice, queue, receipts, undo, ways
from points.web.counter.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = [
    "asides",
    "blueprint",
    "counter",
    "keys",
    "own_pin",
    "practice",
    "queue",
    "receipts",
    "undo",
    "ways",
]
