"""What supervisors, the street office and the administrator see: the books, the trail, what to look at, how the house stands."""

from points.web.oversight import (
    back_fills,
    batches,
    books,
    communities,
    installation,
    lapses,
    receipts,
    spot_check,
    trail,
    undoings,
)
from points.web.oversight.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = [
    "back_fills",
    "batches",
    "blueprint",
    "books",
    "communities",
    "installation",
    "lapses",
    "receipts",
    "spot_check",
    "trail",
    "undoings",
]
