"""Pure decisions about rules: what one says, caps, what an act gives, when points end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from uuid import UUID

from points.foundation.calendar import month_after
from points.foundation.clock import NEVER

HOUR = "小时"
ONE = 10  # a quantity of one, in tenths
#: minutes without which an occasion is none, where the rule does not say
LEAST_MINUTES = {"次": 30, "场": 30, "半天": 120, "天": 240}
#: how the windows of a cap are written
PERIODS = {
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


@dataclass(frozen=True)
class RuleInfo:
    """One version of one rule, and until when it is in force (None: for now)."""

    rule_id: UUID
    code: str
    version: int
    kind: str
    name: str
    name_en: str
    category: str
    unit: str
    tenths: int
    tier: str
    cap: str
    evidence: str
    credits_to: str
    counts_hours: bool
    effective_on: date
    least_minutes: int = 0
    until: date | None = None

    @property
    def on_evidence(self) -> bool:
        """Whether it is no service, whose hours and check-ins speak for it, and so is given on its evidence alone."""
        return not self.counts_hours

    @property
    def limit(self) -> Limit | None:
        """Its cap as it is counted."""
        return limit_of(self.cap, unit=self.unit, tenths=self.tenths)


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
    return Cap(Fraction(amount), unit, PERIODS.get(per, "each"))


@lru_cache(512)
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


def gives(*, unit: str, tenths: int, minutes: int, quantity_tenths: int, least_minutes: int = 0) -> int:
    """What a rule gives for one service: floor to tenths of the whole, before any cap; nothing for an occasion that was
    shorter than it asks."""
    if unit == HOUR:
        return tenths * minutes // 60
    if minutes < least_minutes:
        return 0
    return tenths * quantity_tenths // ONE


def least_of(unit: str, *, counts_hours: bool) -> int:
    """The least minutes of a new rule that says nothing of them: only service that counts by occasion needs some, as
    its hours alone would not show that nothing was done. What is no service is given on its evidence."""
    return LEAST_MINUTES.get(unit, 0) if counts_hours else 0


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
    first = date(year, month, 1)
    return min(first + timedelta(days=credited_on.day - 1), month_after(first) - timedelta(days=1))
