"""Old and monthly workbooks: read, balanced against what the paper says, compared with the books, written in one piece."""

from points.imports import (
    blank,
    bringing,
    differing,
    founding,
    importing,
    intakes,
    kept,
    looking,
    mappings,
    openings,
    proposing,
    side_by_side,
    typed_times,
    working,
)

__all__ = [
    "blank",
    "bringing",
    "differing",
    "founding",
    "importing",
    "intakes",
    "kept",
    "looking",
    "mappings",
    "openings",
    "proposing",
    "side_by_side",
    "typed_times",
    "working",
]
