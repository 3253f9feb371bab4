"""Which line of paper is which line of the program: by whose it is, when, what for and how much; then by what is left. Pure.

What a clerk writes down is said otherwise than what a page asks for, so that two lines of one household, day and amount
are the same thing whatever their words; for goods only where it is the same item.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import timedelta

from points.imports.parallel.lines import HANDOUT, ComparedSides, FoundDifference, SideLine
from points.imports.reading.cells import squeezed
from points.imports.reading.faults import canonical

#: further apart two lines are two things: what is done every week is alike every week
NEAR = timedelta(days=6)
Key = Callable[[SideLine], Hashable | None]


def compare(
    paper: Iterable[SideLine], program: Iterable[SideLine], waiting: Iterable[SideLine] = ()
) -> ComparedSides:
    """Both sides of some days, line by line; a line of paper whose points wait in the program is no difference."""
    written, entered = list(paper), list(program)
    left = _Left(written, entered)
    agree = sum(len(list(left.pairs(key))) for key in _SAME)
    coming = _Left(left.paper, list(waiting))
    waits = [one for key in _COMING for one, _ in coming.pairs(key)]
    left.paper = coming.paper
    found: list[tuple[str, SideLine | None, SideLine | None]] = []
    for kind, keys in _ALIKE.items():
        for key in keys:
            found += [(kind, *pair) for pair in left.pairs(key, near=kind == "day")]
    found += [("paper", one, None) for one in left.paper]
    found += [("program", None, one) for one in left.program]
    differences = sorted(_keyed(found), key=_order)
    return ComparedSides(agree, differences, _homes(written, entered, differences, waits), len(waits))


class _Left:
    """What has no other yet; a pair is taken out on both sides."""

    def __init__(self, paper: Sequence[SideLine], program: Sequence[SideLine]) -> None:
        self.paper, self.program = list(paper), list(program)

    def pairs(self, key: Key, *, near: bool = False) -> Iterator[tuple[SideLine, SideLine]]:
        """Those of one key, the nearest days first."""
        places: dict[Hashable, list[int]] = defaultdict(list)
        for number, one in enumerate(self.program):
            places[key(one)].append(number)
        choices = sorted(
            (abs(one.day - self.program[other].day), at, other)
            for at, one in enumerate(self.paper)
            if key(one) is not None
            for other in places.get(key(one), ())
            if not near or abs(one.day - self.program[other].day) <= NEAR
        )
        mine, theirs = set[int](), set[int]()
        for _apart, at, other in choices:
            if at not in mine and other not in theirs:
                mine.add(at)
                theirs.add(other)
                yield self.paper[at], self.program[other]
        self.paper = [one for at, one in enumerate(self.paper) if at not in mine]
        self.program = [one for other, one in enumerate(self.program) if other not in theirs]


def _about(one: SideLine) -> Hashable | None:
    return (one.kind == HANDOUT, one.about) if one.about else None


def _words(one: SideLine) -> Hashable | None:
    words = squeezed(one.words)
    return (one.kind == HANDOUT, words) if words else None


def _with(more: Callable[[SideLine], Hashable], what: Key) -> Key:
    def key(one: SideLine) -> Hashable | None:
        said = what(one)
        return None if said is None else (more(one), said)

    return key


def _any(one: SideLine) -> Hashable | None:
    return None if one.kind == HANDOUT else (one.household, one.day, one.tenths)


def _way(one: SideLine) -> bool:
    return one.tenths > 0


_SAME: tuple[Key, ...] = (
    _with(lambda one: (one.household, one.day, one.tenths), _about),
    _with(lambda one: (one.household, one.day, one.tenths), _words),
    _any,
)
#: the points of what waits are not known before it is posted
_COMING: tuple[Key, ...] = tuple(
    _with(lambda one: (one.household, one.day), what) for what in (_about, _words)
)
_ALIKE: dict[str, tuple[Key, ...]] = {
    "amount": tuple(_with(lambda one: (one.household, one.day, _way(one)), what) for what in (_about, _words)),
    "day": tuple(_with(lambda one: (one.household, one.tenths), what) for what in (_about, _words)),
    "household": tuple(_with(lambda one: (one.day, one.tenths), what) for what in (_about, _words)),
}  # fmt: skip


def _keyed(
    found: Iterable[tuple[str, SideLine | None, SideLine | None]],
) -> Iterator[FoundDifference]:
    """Each with a key by which it is known again: what both lines say, and which of several that say the same."""
    seen = Counter[str]()
    for kind, paper, program in found:
        words = canonical(kind, *_said(paper), *_said(program), str(program.subject_id) if program else "")
        key = hashlib.sha256(f"{words}#{seen[words]}".encode()).hexdigest()
        seen[words] += 1
        yield FoundDifference(kind, key, paper, program)


def _said(one: SideLine | None) -> tuple[object, ...]:
    return (one.household, one.day, one.kind, one.about, squeezed(one.words), one.tenths) if one else ("",)


def _order(one: FoundDifference) -> tuple[str, str, str]:
    line = one.paper or one.program
    assert line is not None
    return line.household.zfill(12), line.day.isoformat(), one.key


def _homes(
    paper: Iterable[SideLine],
    program: Iterable[SideLine],
    differences: Iterable[FoundDifference],
    waits: Iterable[SideLine],
) -> dict[str, list[int]]:
    homes: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for side, lines in enumerate((paper, program)):
        for one in lines:
            homes[one.household][2 * side + (one.tenths < 0)] += abs(one.tenths)
    for difference in differences:
        for number in difference.households:
            homes[number][4] += 1
    for one in waits:
        homes[one.household][5] += one.tenths
    return dict(sorted(homes.items(), key=lambda one: one[0].zfill(12)))
