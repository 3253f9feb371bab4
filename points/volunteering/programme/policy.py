"""Pure decisions about activities: times that fit, until when a list is open and for how many, sign-ups that pause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from points.volunteering.programme.refusals import ActivityFull, DayTooLong, EndBeforeStart, SignUpLate
from points.volunteering.rulebook.policy import lapses_on
from points.volunteering.services.policy import Span

#: fewer minutes than these are looked at twice: more often a slip of the hand than somebody's work
BRIEF = 10


def within_plan(
    came: datetime, left: datetime | None, *, starts: datetime, ends: datetime, now: datetime
) -> Span:
    """The time that counts: from the later start to the earlier end; who never checked out stays to the end."""
    begins = max(came, starts)
    until = min(left if left is not None else now, ends)
    return Span(begins, max(begins, until))


def fit_times(starts: datetime, ends: datetime) -> None:
    """An activity ends after it starts, within one day."""
    if ends <= starts:
        raise EndBeforeStart
    if ends - starts > timedelta(hours=24):
        raise DayTooLong


def refuse_late(starts: datetime, *, title: str, now: datetime) -> None:
    """A list is open, to sign up and to withdraw, until the activity starts."""
    if now >= starts:
        raise SignUpLate(title=title)


def refuse_full(signed_up: int, capacity: int | None, *, title: str) -> None:
    """A list takes so many and no more; without a capacity everybody."""
    if capacity is not None and signed_up >= capacity:
        raise ActivityFull(title=title, capacity=capacity)


def pause_ends(no_shows: Sequence[date], *, times: int, months: int, today: date) -> date | None:
    """Until when sign-up is paused after so many no-shows in one calendar year; None when it is not."""
    days = sorted(day for day in no_shows if day.year == today.year)
    if not times or len(days) < times:
        return None
    until = lapses_on({"kind": "months", "months": months}, days[-1])
    return until if today < until else None
