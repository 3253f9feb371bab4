"""What stands below a heading that nobody knows: whether it can be days, household numbers, names or figures."""

from __future__ import annotations

import re

from points.imports.reading import amounts
from points.imports.reading.cells import Cell, squeezed
from points.imports.reading.dates import day
from points.imports.reading.people.persons import Roster
from points.imports.reading.tables.columns import Looks

_NAME = re.compile(r"[\u3400-\u9fff]{2,4}([·•][\u3400-\u9fff]{1,8})?")


def of(roster: Roster) -> dict[str, Looks]:
    """How the columns look whose values a roster knows."""
    return {
        "day": _is_day,
        "household": lambda cell: bool(roster.number(cell)),
        "name": lambda cell: isinstance(cell, str) and (bool(roster.named(cell)) or bool(_NAME.fullmatch(squeezed(cell)))),
        "tenths": _is_points,
        "quantity": _is_points,
        "written": _is_points,
    }  # fmt: skip


def _is_day(cell: Cell) -> bool:
    return not isinstance(cell, int) and day(cell, 2024) is not None


def _is_points(cell: Cell) -> bool:
    return amounts.points(cell).tenths is not None
