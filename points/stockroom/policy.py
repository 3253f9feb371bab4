"""Pure decisions about what comes in: what is asked twice, what has too short a life, what of it was expected; no table, no
clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

#: so many times what ever came at once is asked again, but never so few pieces; of goods that never came, so many
TIMES, NEVER_ODD, AT_FIRST = 3, 50, 1000
#: shorter than this part of how long it keeps, or than so many days, is said
SHORT_PART, SHORT_DAYS = 3, 30


@dataclass(frozen=True)
class LineSum:
    """What a line of a delivery makes: pieces, and what one costs, where that is said."""

    quantity: int
    unit_fen: int | None


def is_odd(quantity: int, most: int | None) -> bool:
    """Whether so many pieces are asked again, where `most` is what ever came at once."""
    return quantity > (max(most * TIMES, NEVER_ODD) if most else AT_FIRST)


def sum_of(lines: Sequence[LineSum]) -> int | None:
    """What the lines make together; None while one of them has no price."""
    prices = [one.unit_fen for one in lines]
    if not prices or None in prices:
        return None
    return sum(one.quantity * (one.unit_fen or 0) for one in lines)


def fits_paper(lines: Sequence[LineSum], paper_fen: int | None, at: int) -> int | None:
    """How many pieces of one line would make the paper's sum, where that comes out even."""
    unit = lines[at].unit_fen
    rest = sum_of([one for number, one in enumerate(lines) if number != at]) if len(lines) > 1 else 0
    if not unit or paper_fen is None or rest is None or paper_fen <= rest or (paper_fen - rest) % unit:
        return None
    return (paper_fen - rest) // unit


def shares(
    wanted: Sequence[tuple[UUID, UUID, int]], lines: Sequence[tuple[UUID, UUID, int]]
) -> list[tuple[UUID, UUID, int]]:
    """Which line brings how much of what was expected: each line goes to those of its item in turn, and no piece counts twice.
    Both are given as (key, item, pieces)."""
    left = {line: pieces for line, _, pieces in lines}
    found = []
    for key, item, pieces in wanted:
        lacking = pieces
        for line, of, _ in lines:
            part = min(lacking, left[line]) if of == item else 0
            if part > 0:
                found.append((key, line, part))
                left[line] -= part
                lacking -= part
    return found


def is_short(expires_on: date, came_on: date, shelf_days: int | None) -> bool:
    """Whether goods have little of their life left when they come."""
    left = (expires_on - came_on).days
    return left < (shelf_days // SHORT_PART if shelf_days else SHORT_DAYS)
