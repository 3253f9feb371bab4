"""Tells a total by what it is: the sum of the lines above it, in the same column. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from points.imports.reading.cells import number, squeezed
from points.imports.reading.tables.lines import TableLine

_WORD = re.compile(
    r"^([^:：]{0,10}(合计|小计|总计|共计|累计|总和|总数)|承前页|过次页|(sub|grand)?total|sum)([:：(（\d￥]|$)|^合$|^总$",
    re.IGNORECASE,
)


def is_total_word(words: str) -> bool:
    """Whether words name a total: 合计, 3月小计, 本页累计（分）. 累计服务满100小时奖励 does not."""
    return bool(_WORD.match(squeezed(words)))


@dataclass
class Sums:
    """What the lines so far add up to: all of them, those since the last total, those of each household."""

    whole: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    since: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    of_home: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    begun: bool = False

    def add(self, line: TableLine, amounts: Sequence[str]) -> None:
        """Count a line in."""
        self.begun = True
        home = squeezed(line["household"])
        for name in amounts:
            value = number(line[name])
            if value is not None:
                self.whole[name] += value
                self.since[name] += value
                self.of_home[home, name] += value

    def fits(self, line: TableLine, amounts: Sequence[str]) -> bool:
        """Whether every amount of a row is a sum of what stands above it."""
        home = squeezed(line["household"])
        written = {name: value for name in amounts if (value := number(line[name])) is not None}
        if not written or not self.begun:
            return False
        sums = (self.whole, self.since, {name: self.of_home.get((home, name)) for name in written})
        return any(all(one.get(name) == value for name, value in written.items()) for one in sums)

    def rest(self) -> None:
        """A total was passed; the next one may count from here."""
        self.since.clear()
