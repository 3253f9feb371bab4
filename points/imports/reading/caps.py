"""What a rule can give under its cap, per line and per window of time. It knows no file and writes nothing.

It asks what a line of old books can at most say, not what a service gives: a cap in times lets an hourly rule fill
whole days, and a line over its cap counts nothing, not what still fits. So it reads the words of a cap apart from the
rule book, where some (每户2次, 20分钟/日) come out differently; the windows of time are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from points import volunteering
from points.imports.lines import EarnedLine, RuleLine
from points.imports.reading.cells import text

#: what a day can hold at most, where a rule counts hours and names no cap
HOURS_OF_A_DAY = 24
_CAP = re.compile(r"(?:最高|最多|不超过|限)?([\d.]+)(小时|分钟|分|\D{1,3}?)(?:/|每)(?:每)?(\D{1,2})")
_CAP_TURNED = re.compile(
    r"(?:每)(日|天|周|月|季度?|年|次)(?:最高|最多|不超过|限)?([\d.]+)(小时|分钟|分|\D{1,3})"
)
_TIMES = re.compile(r"([\d.]+)\s*(?:次|人|件|条|场|天|个?半天|户|周|月)")


@dataclass(frozen=True, slots=True)
class CapInTenths:
    """The most tenths in one window; `window` is empty where the cap holds for each line by itself."""

    tenths: int
    window: str


class Caps:
    """What each rule has given so far to whom in which window."""

    def __init__(self, rules: Iterable[RuleLine]) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self._given: dict[tuple[str, str, str, str], int] = {}
        self._widest = max((cap_of(rule).tenths for rule in self._rules.values()), default=0)

    def count_in(self, line: EarnedLine) -> int | None:
        """Count a line in; where it is more than the rule can give, count nothing and say the most."""
        rule = self._rules.get(line.rule)
        cap = cap_of(rule, line.matter) if rule else CapInTenths(self._widest, "")
        if line.tenths > cap.tenths:
            return cap.tenths
        if rule is None or not cap.window:
            return None
        who = line.name if rule.credits_to == "person" else ""
        window = (rule.code, line.household, who, volunteering.rules.period_of(line.day, cap.window))
        given = self._given.get(window, 0)
        if given + line.tenths > cap.tenths:
            return cap.tenths - given
        self._given[window] = given + line.tenths
        return None


def cap_of(rule: RuleLine, matter: str = "") -> CapInTenths:
    """The cap of a rule; a rule without one gives what the line counts, or one unit."""
    parts = _parts(text(rule.cap))
    if parts is None:
        return CapInTenths(_uncapped(rule, matter), "")
    amount, unit, window = parts
    if unit == "分":
        return CapInTenths(int(amount * 10), window)
    if unit == "分钟":
        amount, unit = amount / 60, "小时"
    if rule.unit == "小时" and unit != "小时":
        amount *= HOURS_OF_A_DAY
    return CapInTenths(int(amount * rule.tenths), window)


def _parts(words: str) -> tuple[Decimal, str, str] | None:
    """How much, of what, in which window; None where the words name no cap."""
    match = _CAP.fullmatch(words)
    if match:
        amount, unit, per = match.groups()
    else:
        turned = _CAP_TURNED.fullmatch(words)
        if turned is None:
            return None
        per, amount, unit = turned.groups()
    return (Decimal(amount), unit, volunteering.rules.PERIODS.get(per, "")) if amount.count(".") < 2 else None


def _uncapped(rule: RuleLine, matter: str) -> int:
    if rule.unit == "小时":
        return HOURS_OF_A_DAY * rule.tenths
    counted = _TIMES.search(text(matter))
    times = Decimal(counted[1]) if counted and counted[1].count(".") < 2 else Decimal(1)
    return int(min(max(times, Decimal(1)), Decimal(31)) * rule.tenths)
