"""The lines of paper books of some days that move a household's points; a balance carried over moves none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from points.imports.lines import Books
from points.imports.parallel.lines import HANDOUT, SideLine


def balances_of(books: Books, first: date, until: date) -> dict[str, tuple[date, int]]:
    """What the book of redemptions last wrote down as left, by household, with its day."""
    written: dict[str, tuple[date, int]] = {}
    for one in books.redemptions:
        before = written.get(one.household)
        if one.written is not None and first <= one.day <= until and (before is None or before[0] <= one.day):
            written[one.household] = one.day, one.written
    return written


def lines_of(books: Books, first: date, until: date) -> Iterator[SideLine]:
    """What the register and the book of redemptions say of these days."""
    names = {one.code: one.name for one in books.items}
    for line in books.earned:
        if line.kind != "opening" and first <= line.day <= until:
            yield SideLine(
                line.household, line.day, line.kind, line.rule, line.matter, line.tenths, line.origin
            )
    for one in books.redemptions:
        if first <= one.day <= until:
            words = names.get(one.item, one.item)
            yield SideLine(one.household, one.day, HANDOUT, one.item, words, -one.tenths, one.origin)
