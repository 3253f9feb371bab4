"""Posting approvals that nobody took back in time, everywhere, step by step."""

from __future__ import annotations

from collections.abc import Callable

from points import volunteering
from points.foundation import reading, transact


def post_due() -> int:
    """Credit what is due in all communities; where nothing is, it is one small question."""
    found = reading(volunteering.posting.communities_due)
    return sum(in_steps(lambda one=one: volunteering.posting.post_due(one)) for one in found)  # type: ignore[misc]


def in_steps(step: Callable[[], volunteering.posting.Credited]) -> int:
    """Credit in transactions of their own until nothing more is due."""
    given, more = 0, True
    while more:
        done = transact(step)
        given, more = given + len(done.awards), done.more
    return given
