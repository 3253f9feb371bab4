"""Every row of the books that could be read, with what it says, one by one; whether it is new is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from points.imports.comparing import ComparedBooks
from points.imports.lines import Books, RedeemedLine, SheetRow


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row that was read: under which household or part it belongs, and the points it moves."""

    key: str
    origin: SheetRow
    kind: str
    what: str
    household: str = ""
    part: str = "households"
    day: date | None = None
    tenths: int | None = None


def book_rows(compared: ComparedBooks) -> Iterator[BookRow]:
    """The roster, activities, points, deliveries, and the tables' rows of things that are not in the books yet."""
    yield from _people(compared)
    yield from _activities(compared.balanced.books)
    yield from _points(compared)
    yield from _deliveries(compared.balanced.books)
    yield from _tables(compared)


def _people(compared: ComparedBooks) -> Iterator[BookRow]:
    for home in compared.balanced.books.households:
        yield BookRow(home.key, home.origin, "household", home.address, home.number)
    for person in compared.balanced.books.people:
        yield BookRow(person.key, person.origin, "person", person.name, person.household)


def _activities(books: Books) -> Iterator[BookRow]:
    for activity in books.activities:
        about = {"part": "activities", "day": activity.day}
        yield BookRow(activity.key, activity.origin, "activity", activity.title, **about)  # type: ignore[arg-type]
        for one in activity.attendances:
            what = f"{one.name} {activity.title}".strip()
            yield BookRow(one.key, one.origin, "attendance", what, one.household, **about)  # type: ignore[arg-type]


def _points(compared: ComparedBooks) -> Iterator[BookRow]:
    books = compared.balanced.books
    posted = {one.line.key: one.tenths for one in compared.balanced.postings}
    names = {one.code: one.name for one in books.items}
    for line in books.earned:
        what = f"{line.name} {line.matter}".strip()
        # a deduction takes what is there, perhaps nothing
        tenths = posted.get(line.key, 0 if line.kind == "deduction" else line.tenths)
        yield BookRow(line.key, line.origin, line.kind, what, line.household, day=line.day, tenths=tenths)
    for one in books.redemptions:
        yield _redeemed(one, names.get(one.item, one.item))


def _redeemed(line: RedeemedLine, item: str) -> BookRow:
    what = f"{line.name} {item} ×{line.quantity}".strip()
    return BookRow(line.key, line.origin, "handout", what, line.household, day=line.day, tenths=-line.tenths)


def _deliveries(books: Books) -> Iterator[BookRow]:
    names = {one.code: one.name for one in books.items}
    for one in books.deliveries:
        what = f"{names.get(one.item, one.item)} ×{one.quantity} {one.reason or one.source}".strip()
        kind = "opening_stock" if one.kind == "opening" else one.kind
        yield BookRow(one.key, one.origin, kind, what, part="deliveries", day=one.day)


def _tables(compared: ComparedBooks) -> Iterator[BookRow]:
    new, books = compared.tables.new, compared.balanced.books
    for rule in (one for one in books.rules if one.key in new):
        what = f"{rule.code} {rule.name}"
        yield BookRow(rule.key, rule.origin, "rule", what, part="rules", tenths=rule.tenths)
    for one in (one for one in books.penalties if one.key in new):
        yield BookRow(one.key, one.origin, "penalty", f"{one.code} {one.situation}", part="rules")
    for item in (one for one in books.items if one.key in new):
        what = f"{item.code} {item.name}"
        yield BookRow(item.key, item.origin, "item", what, part="goods", tenths=item.tenths)
