"""What runs without a person: the nightly round, the clock that starts it, what a restored copy needs; and how it stands."""

from points.operation import nightly, restored, scheduler, standing

__all__ = ["nightly", "restored", "scheduler", "standing"]
