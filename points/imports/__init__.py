"""Old and monthly workbooks: read, balanced against what the paper says, compared with the books, written in one piece."""

from points.imports import (
    blank,
    bringing,
    differing,
    importing,
    intakes,
    kept,
    looking,
    mappings,
    typed_times,
    working,
)
from points.imports.parallel import periods, sides, verdicts

__all__ = [
    "blank",
    "bringing",
    "differing",
    "importing",
    "intakes",
    "kept",
    "looking",
    "mappings",
    "periods",
    "sides",
    "typed_times",
    "verdicts",
    "working",
]
