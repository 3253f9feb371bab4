"""What runs without a person: the nightly round, the clock that starts it, what a restored copy needs, whether the books are
those this machine kept; beginning a community, closing a place, somebody leaving; and how it stands."""

from points.operation import (
    closing,
    founding,
    giving_back,
    known_books,
    lapses,
    leaving,
    nightly,
    opening,
    refusals,
    restored,
    scheduler,
    sealing,
    standing,
    stolen,
    timekeeping,
)

__all__ = [
    "closing",
    "founding",
    "giving_back",
    "known_books",
    "lapses",
    "leaving",
    "nightly",
    "opening",
    "refusals",
    "restored",
    "scheduler",
    "sealing",
    "standing",
    "stolen",
    "timekeeping",
]
