"""How people came, counted; for the queue and for one activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from points.volunteering.services.records import ServiceRecord

#: what would have to be looked at one by one
TO_LOOK_AT = ("overlap", "long_day", "no_check_out", "brief", "added", "relative")


@dataclass(frozen=True)
class MethodCount:
    """How many were established in this way."""

    method: str
    people: int


def by_method(found: Sequence[ServiceRecord]) -> list[MethodCount]:
    """How these were established, the most trusted first."""
    order = ("leader_scan", "self_scan", "leader_tick", "leader_added", "typed", "imported")
    counted = Counter("imported" if one.origin == "imported" else one.method for one in found)
    return [MethodCount(method, counted[method]) for method in order if counted[method]]
