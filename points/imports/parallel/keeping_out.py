"""Lines of paper that no import takes: of days that the program keeps itself. Each is a fault that names line and day.

What came in before those days were closed stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from points import audit
from points.imports.balancing import BalancedBooks, balance
from points.imports.lines import ActivityLine, DeliveryLine, EarnedLine, RedeemedLine
from points.imports.parallel import period_rows
from points.imports.parallel.period_rows import ClosedDays
from points.imports.reading.faults import faulty_line
from points.imports.refusals import LineFault
from points.imports.refusals.parallel import LineAfterSwitch, LineInParallel

_Line = ActivityLine | DeliveryLine | EarnedLine | RedeemedLine
Dated = TypeVar("Dated", ActivityLine, DeliveryLine, EarnedLine, RedeemedLine)


def without_closed_days(balanced: BalancedBooks, community_id: UUID | None) -> BalancedBooks:
    """The same books without what no import takes, counted anew; as they are where every day may come in."""
    closed = period_rows.closed_days(community_id) if community_id else None
    if closed is None or community_id is None:
        return balanced
    books = balanced.books
    dated: tuple[_Line, ...] = (*books.earned, *books.redemptions, *books.deliveries, *books.activities)
    late = [one for one in dated if one.day >= closed.first]
    if not late:
        return balanced
    known = audit.provenance.known_lines(community_id)
    out = {one.key: one for one in late if one.key not in known}
    faults = [faulty_line(one.origin, _fault(one.day, _whose(one), closed)) for one in out.values()]
    there, gone = {one.origin for one in faults}, _keys(out.values())
    left = replace(
        books,
        earned=_left(books.earned, gone),
        redemptions=_left(books.redemptions, gone),
        deliveries=_left(books.deliveries, gone),
        activities=_left(books.activities, gone),
        links={one: line for one, line in books.links.items() if one not in gone and line not in gone},
        # a row that is there has not vanished, and is told under its household
        left_rows={**books.left_rows, **{one.origin: _words(one) for one in out.values()}},
        faults=(*(one for one in books.faults if one.origin not in there), *faults),
    )
    return balance(left)


def _left(lines: Iterable[Dated], gone: set[str]) -> tuple[Dated, ...]:
    return tuple(one for one in lines if one.key not in gone)


def _keys(lines: Iterable[_Line]) -> set[str]:
    """Theirs, and those of who signed in on a sheet."""
    lines = list(lines)
    sheets = (one for one in lines if isinstance(one, ActivityLine))
    return {one.key for one in lines} | {one.key for sheet in sheets for one in sheet.attendances}


def _whose(line: _Line) -> str:
    if isinstance(line, ActivityLine):
        return line.title
    return line.number if isinstance(line, DeliveryLine) else f"{line.household} {line.name}".strip()


def _words(line: _Line) -> tuple[str, ...]:
    if isinstance(line, ActivityLine | DeliveryLine):
        return (_whose(line),)
    return line.household, line.name, line.item if isinstance(line, RedeemedLine) else line.matter


def _fault(day: date, whose: str, closed: ClosedDays) -> LineFault:
    if closed.switch is not None and day >= closed.switch:
        return LineAfterSwitch(day=day, whose=whose, switch=closed.switch)
    return LineInParallel(day=day, whose=whose, first=closed.first)
