"""Ways in which people spoil a well-formed book, each with the verdict of an honest officer; the docstring says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from tests.imports.made.book import Row, Sheet
from tests.imports.made.community import Made
from tests.imports.made.told import Spot

Verdict = Literal["taken", "asked", "refused"]
#: a row, a cell of a row, a sheet, or a file
Where = Row | tuple[Row, str] | Sheet | str


@dataclass
class Trace:
    """What a habit left behind: where it must be named, and for "asked" what nobody books before it is answered.

    `at` is to be listed somewhere (taken), asked about (asked) or named as a fault (refused). `held` are rows that give
    nothing until the answer; `answer` is what the right answer means, a key of the table in ../answered.py.
    """

    at: list[Where] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)
    answer: str = ""

    def spots(self) -> list[Spot]:
        """The places, once the books are written."""
        return [_spot(one) for one in self.at]


def _spot(where: Where) -> Spot:
    if isinstance(where, str):
        return Spot(where)
    if isinstance(where, Sheet):
        return Spot(where.header.file, where.header.sheet)
    if isinstance(where, tuple):
        return where[0].spot(where[1])
    return where.spot()


@dataclass(frozen=True)
class Habit:
    """One way to spoil a book; of those that rebuild the same layout only one fits into a book."""

    name: str
    verdict: Verdict
    layout: str
    spoil: Callable[[Made], Trace]

    @property
    def why(self) -> str:
        return (self.spoil.__doc__ or "").strip()


HABITS: dict[str, Habit] = {}


def habit(verdict: Verdict, layout: str = "") -> Callable[[Callable[[Made], Trace]], Callable[[Made], Trace]]:
    """Enter a function into the list of habits."""

    def enter(spoil: Callable[[Made], Trace]) -> Callable[[Made], Trace]:
        HABITS[spoil.__name__] = Habit(spoil.__name__, verdict, layout, spoil)
        return spoil

    return enter


def taken(*at: Where) -> Trace:
    """One sensible reading; the places are to be listed."""
    return Trace(list(at))


def refused(*at: Where) -> Trace:
    """Named as a fault."""
    return Trace(list(at))


def asked(answer: str, at: Iterable[Where], held: Iterable[Row] = ()) -> Trace:
    """One question; its right answer, and what waits for it."""
    return Trace(list(at), list(held), answer)
