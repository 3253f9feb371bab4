"""What differs and what agrees, as a page shows it: by household with its names, searched, narrowed, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from points import people
from points.foundation import Actor
from points.foundation.paging import PageAsked, PageFound
from points.foundation.spelling import doors
from points.imports.difference.keeping import turned
from points.imports.parallel import verdicts
from points.imports.parallel.periods import PeriodInfo
from points.imports.parallel.verdicts import DifferenceInfo

#: how a difference stands, in the order in which they are shown
STANDS = ("undecided", "paper", "program", "both", "settled")
KINDS = ("paper", "program", "amount", "day", "household")


@dataclass(frozen=True, slots=True)
class SideBySideHome:
    """A household with its sums: what came in and went out on paper and in the program; how many differences."""

    number: str
    names: tuple[str, ...]
    door: str
    paper_in: int = 0
    paper_out: int = 0
    program_in: int = 0
    program_out: int = 0
    differences: int = 0
    #: what of paper was entered in the program and waits for its points
    waiting: int = 0
    #: what paper last wrote down as left, None where it wrote nothing down, and what the program had that day
    paper_balance: int | None = None
    program_balance: int | None = None

    @property
    def agrees(self) -> bool:
        """Whether both sums are the same, but for what waits."""
        return (self.paper_in - self.waiting, self.paper_out) == (self.program_in, self.program_out)


@dataclass(frozen=True)
class SideFilter:
    """Which differences: how they stand, of which kind, words of a search (a household's number, a name, a door)."""

    stands: str = ""
    kind: str = ""
    search: str = ""


@dataclass(frozen=True)
class FoundSides:
    """All that a filter meets: differences, households, and how many differences stand how."""

    differences: Sequence[DifferenceInfo]
    homes: Mapping[str, SideBySideHome]
    counts: Mapping[str, int]

    def page(self, asked: PageAsked) -> PageFound[tuple[SideBySideHome, DifferenceInfo]]:
        """Differences, each with its household."""
        found = turned(self.differences, asked)
        return found.of([(self.homes[one.household], one) for one in found.rows])

    def page_of_homes(self, asked: PageAsked) -> PageFound[SideBySideHome]:
        """Households, those that differ and those that agree."""
        return turned(list(self.homes.values()), asked)


def find(period: PeriodInfo, wanted: SideFilter, *, actor: Actor) -> FoundSides:
    """What the newest comparison of a period found, and what it does not find any more."""
    every = verdicts.list_all(period.period_id, actor=actor)
    sums = period.newest.homes if period.newest else {}
    known = people.history.known_households(actor.community_id)
    every_home = {}
    for number in sorted({*sums, *(one.household for one in every)}, key=_by_number):
        home = known.get(number)
        names = tuple(one.name for one in home.people) if home else ()
        every_home[number] = SideBySideHome(number, names, home.door if home else "", *sums.get(number, ()))
    homes = _searched(every_home, wanted.search.strip())
    here = [one for one in every if one.household in homes or one.other in homes]
    left = [one for one in here if wanted.stands in ("", one.stands) and wanted.kind in ("", one.kind)]
    shown = {one.household for one in here} | homes.keys()
    return FoundSides(
        left,
        {number: every_home[number] for number in sorted(shown, key=_by_number)},
        Counter(one.stands for one in here),
    )


def _by_number(number: str) -> str:
    return number.zfill(12)


def _searched(homes: dict[str, SideBySideHome], words: str) -> dict[str, SideBySideHome]:
    """By number where one fits, else by name or door."""
    if not words:
        return homes
    plain = words.lstrip("0") or "0"
    numbered = {number: one for number, one in homes.items() if (number.lstrip("0") or "0") == plain}
    return numbered or {
        number: one
        for number, one in homes.items()
        if any(words in name for name in one.names) or doors.fits(words, doors.plain(one.door))
    }
