"""What the columns of one kind of table may be called, and what each is for. It knows no sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from points.imports.reading.cells import Cell, squeezed, unbracketed
from points.imports.told import as_read

_BRACKETED = re.compile(r"[\[【〔〈<(].*?[\]】〕〉>)]")
_TIMES = re.compile(r"[×xX*]10+$")
_SCALED = re.compile(r"(?:积?分|点)?[×xX*÷/乘除以]*(10{1,4}|0\.0{0,3}1|[十百千万拾佰仟角])(?:倍|积?分|点)?")
_SIZES = {"十": 10, "拾": 10, "角": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000}
_SIGNS = ":*·#.、_-—"

#: whether what stands under a heading that nobody knows can be this column
Looks = Callable[[Cell], bool]


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of table: what each may be called, and which it cannot do without."""

    names: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    #: what is counted: a total is a sum of these, and one that is merged over several lines is one value
    amounts: tuple[str, ...] = ()
    #: where a clerk writes that a line does not count
    remarks: tuple[str, ...] = ()
    #: what tells of whom or what a line is; a total has none of it
    about: tuple[str, ...] = ("day", "household", "name")
    looks: Mapping[str, Looks] = field(default_factory=dict)
    #: what may stand for a column that is needed: an identity number tells a birth date
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: columns that only check others, where a value that cannot be read does not spoil the line
    lenient: tuple[str, ...] = ("written", "expires", "signed_in", "balance")
    counter: str = "counter"
    #: columns that only other people's books have, in place of some of the others
    unusual: tuple[str, ...] = ()
    #: columns of points, whose heading may say that a one is more or less than a point
    points: tuple[str, ...] = ("tenths", "minus", "written")
    #: which column each heading is, where somebody told us; no other is known then
    told: Mapping[str, str] | None = None

    def called(self, heading: Cell) -> str | None:
        """Which column a heading means: by what was told of it, else by a name that is known."""
        if self.told is not None:
            return self.told.get(as_read(heading)) if isinstance(heading, str) else None
        return self._by_name.get(heading_name(heading))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Which column has a name; of several the first."""
        return {name: field for field in reversed(list(self.names)) for name in self.names[field]}

    def nearly(self, heading: str) -> list[str]:
        """Which columns a heading may mean that is like one of their names: 得分情况, 本次得分."""
        if len(heading) < 2:
            return []
        return [
            field
            for field, names in self.names.items()
            if any(len(name) > 1 and (name in heading or heading in name) for name in names)
        ]

    def rank(self, field: str, words: str) -> int:
        """How usual a name is for its column: 0 is the most."""
        heading = heading_name(words)
        return self.names[field].index(heading) if heading in self.names[field] else len(self.names[field])

    def title(self, field: str) -> str:
        """The first, usual name of a column."""
        return self.names[field][0]


@lru_cache(4096, typed=True)
def heading_name(cell: Cell) -> str:
    """A heading without blanks, units in brackets and signs: *积分（分） is 积分."""
    whole = squeezed(cell)
    bare = _TIMES.sub("", _BRACKETED.sub("", unbracketed(whole)).strip(_SIGNS))
    return bare or whole.strip(_SIGNS + "()[]【】")


def bracketed(heading: str) -> str:
    """What stands in brackets in a heading, or behind a multiplying sign: its unit."""
    whole = squeezed(heading)
    found = _BRACKETED.search(whole) or _TIMES.search(whole)
    return re.sub(r"^单位[:为]?", "", found[0].strip("()[]【】〔〕〈〉<>")) if found else ""


def scale(unit: str) -> int | None:
    """The ten, hundred or thousand of a unit such as ×10, 百分, 分×10, 0.1分; None where it is a plain one."""
    match = _SCALED.fullmatch(unit)
    if match is None:
        return None
    digits = match[1]
    return _SIZES.get(digits) or (10 ** (len(digits) - 2) if digits.startswith("0") else int(digits))
