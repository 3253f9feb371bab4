"""Pure decisions about services: what a rule gives, where a cap cuts, whose day is too long. No table, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from points.foundation.calendar import WorkingDay, add_working_days
from points.foundation.clock import NEVER
from points.volunteering.refusals import DayTooLong, EndBeforeStart, Overlapping

HOUR = "小时"
ONE = 10  # a quantity of one, in tenths
#: all within ten working days of the activity
DEADLINE_DAYS = 10
DAY_MINUTES = 24 * 60

WAITING = ("submitted", "verified")
#: states in which an interval of a person is taken
TAKEN = ("in_publicity", "objected", "credited")

_WINDOWS = {
    "日": "day",
    "天": "day",
    "周": "week",
    "月": "month",
    "季": "quarter",
    "季度": "quarter",
    "年": "year",
}
_MOST = r"(?:最高|最多|不超过|限)?"
_CAP = re.compile(_MOST + r"(\d+(?:\.\d+)?)(\D{1,3}?)(?:/|每)每?(\D{1,2})")
_CAP_TURNED = re.compile(r"每(\D{1,2}?)" + _MOST + r"(\d+(?:\.\d+)?)(\D{1,3})")


@dataclass(frozen=True)
class Cap:
    """So much of a unit in one window; the window 'each' is one occasion by itself."""

    amount: Fraction
    unit: str
    window: str


@dataclass(frozen=True)
class Limit:
    """A cap as it is counted: in `tenths` of a point, or in `times` where the rule counts something else."""

    measure: str
    allowed: int
    window: str


def parse_cap(words: str) -> Cap | None:
    """What a rule book means by 4小时/日, 10分/年, 最高10分/次, 每月2次; None where it names no figure (随活动)."""
    plain = re.sub(r"\s", "", words)
    match = _CAP.fullmatch(plain)
    if match:
        amount, unit, per = match.groups()
    else:
        turned = _CAP_TURNED.fullmatch(plain)
        if turned is None:
            return None
        per, amount, unit = turned.groups()
    return Cap(Fraction(amount), unit, _WINDOWS.get(per, "each"))


def limit_of(words: str, *, unit: str, tenths: int) -> Limit | None:
    """The cap of a rule that gives `tenths` per `unit`, as it is counted."""
    cap = parse_cap(words)
    if cap is None:
        return None
    if cap.unit == "分":
        return Limit("tenths", int(cap.amount * 10), cap.window)
    if cap.unit == "分钟" and unit == HOUR:
        return Limit("tenths", int(cap.amount * tenths / 60), cap.window)
    if cap.unit == unit or cap.window == "each" or unit.startswith("户"):
        return Limit("tenths", int(cap.amount * tenths), cap.window)
    if cap.unit == HOUR:
        return None
    return Limit("times", int(cap.amount), cap.window)


def period_of(day: date, window: str) -> str:
    """The name of the window of Shanghai time that a day lies in."""
    if window == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    if window == "month":
        return f"{day:%Y-%m}"
    if window == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return str(day.year) if window == "year" else day.isoformat()


def gives(*, unit: str, tenths: int, minutes: int, quantity_tenths: int) -> int:
    """What a rule gives for one service: floor to tenths of the whole, before any cap."""
    if unit == HOUR:
        return tenths * minutes // 60
    return tenths * quantity_tenths // ONE


def decayed(minutes: int, *, tenths: int, steps: Sequence[Sequence[int | None]]) -> int:
    """What so many minutes give in all where hours count less and less: floor to tenths of the whole.

    A step is (up to which hour, hours that make one); the last has no end: `[[20, 1], [80, 2], [200, 3], [None, 4]]`.
    """
    whole, begins = Fraction(0), 0
    for until, divisor in steps:
        ends = minutes if until is None else min(minutes, until * 60)
        if ends > begins:
            whole += Fraction(ends - begins, 60 * (divisor or 1))
            begins = ends
    return int(whole * tenths)


def gives_decayed(before: int, minutes: int, *, tenths: int, steps: Sequence[Sequence[int | None]]) -> int:
    """What these minutes add to those before: the whole less what was already given, so rounding never adds up."""
    return decayed(before + minutes, tenths=tenths, steps=steps) - decayed(before, tenths=tenths, steps=steps)


def fits(wanted: int, limit: Limit | None, used: int) -> int:
    """The part of an award that still fits under its cap."""
    if limit is None:
        return wanted
    if limit.measure == "times":
        return wanted if used < limit.allowed else 0
    return max(0, min(wanted, limit.allowed - used))


def lapses_on(validity: Mapping[str, object], credited_on: date) -> date:
    """The last day of points credited on a day: never, the year's end, or so many months later."""
    if validity["kind"] == "year_end":
        return date(credited_on.year, 12, 31)
    if validity["kind"] != "months":
        return NEVER
    months = credited_on.month - 1 + int(str(validity["months"]))
    year, month = credited_on.year + months // 12, months % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=credited_on.day - 1), first_of_next - timedelta(days=1))


def deadline(day: date, overrides: Mapping[date, bool]) -> WorkingDay:
    """By when the hours of an activity are to be posted."""
    return add_working_days(day, DEADLINE_DAYS, overrides)


def approvals_needed(day_minutes: int, *, day_limit: int, street_limit: int) -> str:
    """Who decides about a day this long: 'one', a second person ('two'), or the street office ('street')."""
    if day_minutes > street_limit:
        return "street"
    return "two" if day_minutes > day_limit else "one"


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


def pause_ends(no_shows: Sequence[date], *, times: int, months: int, today: date) -> date | None:
    """Until when sign-up is paused after so many no-shows in one calendar year; None when it is not."""
    days = sorted(day for day in no_shows if day.year == today.year)
    if not times or len(days) < times:
        return None
    until = lapses_on({"kind": "months", "months": months}, days[-1])
    return until if today < until else None
