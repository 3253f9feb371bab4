"""What the drills found, a line each, for the table at the end; and how far they are, for whoever waits."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

#: whether the long forms were asked for
LONG = os.environ.get("DRILLS") == "1"


@dataclass
class Tally:
    """What a drill found: a line of the table."""

    drill: str
    engine: str
    rounds: int = 0
    seconds: float = 0.0
    acknowledged: int = 0
    #: broken off, or not known
    unknown: int = 0
    #: how often somebody was not served: the fault was met
    met: int = 0
    lost: int = 0
    doubled: int = 0
    untrue: int = 0
    #: what the books themselves say, and sales that could not be ended
    wrong: list[str] = field(default_factory=list)
    control: str = "-"

    @property
    def clean(self) -> bool:
        """Whether everything that was said was true."""
        return not (self.lost or self.doubled or self.untrue or self.wrong)


_tallies: list[Tally] = []


@contextmanager
def tallied(drill: str, engine: str) -> Iterator[Tally]:
    """A line of the table, timed; tests of one drill share it."""
    known = [one for one in _tallies if (one.drill, one.engine) == (drill, engine)]
    tally = known[0] if known else Tally(drill, engine)
    began = time.monotonic()
    _tallies[:] = [*_tallies, *([] if known else [tally])]
    try:
        yield tally
    finally:
        tally.seconds += time.monotonic() - began


def told(tally: Tally, wanted: int) -> None:
    """How far it is, for whoever waits."""
    if LONG:
        print(f"{tally.drill} {tally.engine} {tally.rounds}/{wanted}", file=sys.stderr)


def table() -> Iterator[str]:
    """All of them."""
    names = (
        "drill",
        "engine",
        "rounds",
        "seconds",
        "sold",
        "open",
        "lost",
        "doubled",
        "untrue",
        "wrong",
        "control",
    )
    shape = "{:<14}{:<12}{:>7}{:>9}{:>7}{:>7}{:>6}{:>9}{:>8}{:>7}  {}"
    yield ""
    yield shape.format(*names)
    for one in _tallies:
        seen = (one.acknowledged, one.unknown, one.lost, one.doubled, one.untrue, len(one.wrong))
        yield shape.format(one.drill, one.engine, one.rounds, round(one.seconds), *seen, one.control)
