"""Pure decisions about the times of services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from points.volunteering.services.refusals import Overlapping

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Span:
    """A piece of time of one person, and what it was for."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""

    @property
    def minutes(self) -> int:
        """Its whole minutes."""
        return max(0, int((self.ends_at - self.starts_at).total_seconds()) // 60)

    def meets(self, other: Span) -> bool:
        """Whether both have a moment in common; touching ends do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def first_overlap(span: Span, others: Iterable[Span]) -> Span | None:
    """The first other piece of time that this one runs into."""
    return next((one for one in sorted(others, key=lambda one: one.starts_at) if span.meets(one)), None)


def refuse_overlap(span: Span, others: Iterable[Span]) -> None:
    """Nobody is in two places at once."""
    other = first_overlap(span, others)
    if other is not None:
        raise Overlapping(title=other.title, starts=other.starts_at)


def free_part(span: Span, others: Iterable[Span]) -> Span | None:
    """The longest piece of a span that runs into no other; the earlier of two as long."""
    taken = sorted((one for one in others if span.meets(one)), key=lambda one: one.starts_at)
    edges = [Span(span.starts_at, span.starts_at), *taken, Span(span.ends_at, span.ends_at)]
    free, reached = [], span.starts_at
    for before, after in pairwise(edges):
        reached = max(reached, before.ends_at)
        if after.starts_at > reached:
            free.append(Span(reached, after.starts_at, span.title))
    return max(free, key=lambda one: one.minutes, default=None)
