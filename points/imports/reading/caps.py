"""What a line of old books can at most say under the cap of its rule. It knows no file and writes nothing.

The words of a cap are read by the rule book. What they allow is counted otherwise than for new services: a cap in times
lets an hourly rule fill whole days, and a line over its cap counts nothing, not what still fits. A rule that cannot be
counted yet neither limits nor refuses what old books say.
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
_TIMES = re.compile(r"([\d.]+)\s*(?:次|人|件|条|场|天|个?半天|户|周|月)")


@dataclass(frozen=True, slots=True)
class CapInTenths:
    """The most tenths in one window; `window` is empty where the cap holds for each line by itself.

    `whose` is person or household, whom it counts.
    """

    tenths: int
    window: str
    whose: str = ""


class Caps:
    """What each rule has given so far to whom in which window."""

    def __init__(self, rules: Iterable[RuleLine]) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self._given: dict[tuple[str, str, str, str], int] = {}
        most = [cap_of(rule) for rule in self._rules.values()]
        known = [one.tenths for one in most if one is not None]
        #: what a line without a rule can say; no limit where a rule cannot be counted, which may be the one it means
        self._widest = CapInTenths(max(known, default=0), "") if len(known) == len(most) else None

    def count_in(self, line: EarnedLine) -> int | None:
        """Count a line in; where it is more than the rule can give, count nothing and say the most."""
        rule = self._rules.get(line.rule)
        cap = cap_of(rule, line.matter) if rule else self._widest
        if cap is None or line.kind != "earned":
            return None
        if line.tenths > cap.tenths:
            return cap.tenths
        if rule is None or not cap.window:
            return None
        who = line.name if (cap.whose or rule.credits_to) == "person" else ""
        window = (rule.code, line.household, who, volunteering.rules.period_of(line.day, cap.window))
        given = self._given.get(window, 0)
        if given + line.tenths > cap.tenths:
            return cap.tenths - given
        self._given[window] = given + line.tenths
        return None


def cap_of(rule: RuleLine, matter: str = "") -> CapInTenths | None:
    """The cap of a rule; one without a cap gives what the line counts, or one unit. None where it cannot be counted."""
    reading = volunteering.rules.read_cap(rule.cap, unit=rule.unit, tenths=rule.tenths)
    if rule.not_counted or not reading.counted:
        return None
    if reading.cap is None:
        return CapInTenths(_uncapped(rule, matter), "")
    amount, unit = reading.cap.amount, reading.cap.unit
    window = "" if reading.cap.window == "each" else reading.cap.window
    if unit == "分":
        return CapInTenths(int(amount * 10), window, reading.cap.whose)
    if unit == "分钟":
        amount, unit = amount / 60, "小时"
    if rule.unit == "小时" and unit != "小时":
        amount *= HOURS_OF_A_DAY
    return CapInTenths(int(amount * rule.tenths), window, reading.cap.whose)


def _uncapped(rule: RuleLine, matter: str) -> int:
    if rule.unit == "小时":
        return HOURS_OF_A_DAY * rule.tenths
    counted = _TIMES.search(text(matter))
    times = Decimal(counted[1]) if counted and counted[1].count(".") < 2 else Decimal(1)
    return int(min(max(times, Decimal(1)), Decimal(31)) * rule.tenths)
