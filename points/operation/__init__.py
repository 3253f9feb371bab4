"""What runs without a person: the nightly round, the clock that starts it, what a restored copy needs, whether the books are
those this machine kept; closing a place,
somebody leaving; and how it stands."""

from points.operation import closing, known_books, leaving, nightly, restored, scheduler, standing

__all__ = ["closing", "known_books", "leaving", "nightly", "restored", "scheduler", "standing"]
