"""Pure decisions about rules: what one says, what an act gives, what fits under a cap, when points end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from points.foundation.calendar import month_after
from points.foundation.clock import NEVER
from points.volunteering.rulebook.caps import HOUR, CapReading, Limit, read_cap

ONE = 10  # a quantity of one, in tenths
#: an example that is longer says nothing to anybody
MOST_OF_AN_EXAMPLE = 100
#: minutes without which an occasion is none, where the rule does not say
LEAST_MINUTES = {"次": 30, "场": 30, "半天": 120, "天": 240}


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
    #: the words of a value that cannot be counted yet; None for a version from before these were kept
    not_counted: str | None = None
    #: whether the rule is in force no more from this version's day on
    ended: bool | None = None
    until: date | None = None

    @property
    def on_evidence(self) -> bool:
        """Whether it is no service, whose hours and check-ins speak for it, and so is given on its evidence alone."""
        return not self.counts_hours

    @property
    def limit(self) -> Limit | None:
        """Its cap as it is counted."""
        return self.cap_reading.limit

    @property
    def cap_reading(self) -> CapReading:
        """What was made of the words of its cap; where a penalty has its handling there is none."""
        return read_cap(self.cap if self.kind == "award" else "", unit=self.unit, tenths=self.tenths)

    @property
    def uncounted(self) -> str:
        """Its words that cannot be counted yet, so that it gives nothing new; empty where all of them can."""
        cap = "" if self.cap_reading.counted else self.cap
        return "；".join(words for words in (self.not_counted, cap) if words)


@dataclass(frozen=True)
class Example:
    """What so many of a rule's units give; `capped` where its cap cuts."""

    amount: int
    tenths: int
    capped: bool = False


def examples(rule: RuleInfo) -> tuple[Example, ...]:
    """What two of its units give by this rule alone, and the first whole number of them that its cap cuts."""
    whole = [
        gives(
            unit=rule.unit,
            tenths=rule.tenths,
            minutes=amount * 60 if rule.unit == HOUR else rule.least_minutes,
            quantity_tenths=amount * ONE,
            least_minutes=rule.least_minutes,
        )
        for amount in range(MOST_OF_AN_EXAMPLE + 1)
    ]
    cut = next((number for number, one in enumerate(whole) if fits(one, rule.limit, 0) < one), None)
    shown = sorted({2} if cut is None else {2, cut})
    return tuple(
        Example(one, fits(whole[one], rule.limit, 0), fits(whole[one], rule.limit, 0) < whole[one])
        for one in shown
    )


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
