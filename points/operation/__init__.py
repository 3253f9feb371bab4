"""What runs without a person: the nightly round, the clock that starts it, what a restored copy needs."""

from points.operation import nightly, restored, scheduler

__all__ = ["nightly", "restored", "scheduler"]
