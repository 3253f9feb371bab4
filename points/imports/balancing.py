"""Counts the books day by day: what each household has, what is in stock, and which batch each redemption takes.

Within a day points and goods come in before goods go out; of the batches that still keep, the first to expire
goes first. It decides everything and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from points.imports.lines import Books, DeliveryLine, EarnedLine, FaultyLine, RedeemedLine, SheetRow
from points.imports.reading.faults import NOTED, Faults
from points.imports.reading.redemptions import REDEMPTIONS
from points.imports.refusals import (
    BalanceMiscounted,
    BalanceShort,
    LineFault,
    TooFewInStock,
    ValueImpossible,
)

FOR_EVER = date.max
_Line = DeliveryLine | EarnedLine | RedeemedLine
_ORDER: dict[type, int] = {DeliveryLine: 0, EarnedLine: 1, RedeemedLine: 2}


@dataclass(frozen=True, slots=True)
class Take:
    """How many pieces a redemption takes from which delivery (by the delivery's key)."""

    delivery: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Posting:
    """One movement of a household's points, in the order in which it is to be written."""

    line: EarnedLine | RedeemedLine
    household: str
    tenths: int
    balance_after: int
    takes: tuple[Take, ...] = ()


@dataclass(frozen=True)
class BalancedBooks:
    """The books counted through: what moves in which order, where it ends, and every fault, one a line."""

    books: Books
    postings: tuple[Posting, ...]
    balances: Mapping[str, int]
    stock: Mapping[str, int]
    batches_left: Mapping[str, int]
    faults: tuple[FaultyLine, ...]


class _Count:
    """The state of the books at one moment."""

    def __init__(self, books: Books) -> None:
        self.balances = {household.number: 0 for household in books.households}
        self.left: dict[str, int] = {}
        self.stock: dict[str, list[DeliveryLine]] = {
            item.code: [] for item in books.items if item.kind == "goods"
        }
        self.names = {item.code: item.name for item in books.items}
        self.postings: list[Posting] = []

    def receive(self, delivery: DeliveryLine) -> None:
        self.left[delivery.key] = delivery.quantity
        deliveries = self.stock.setdefault(delivery.item, [])
        deliveries.append(delivery)
        deliveries.sort(key=lambda one: (one.expires or FOR_EVER, one.day))

    def earn(self, line: EarnedLine) -> None:
        self._post(line, line.tenths, ())

    def redeem(self, line: RedeemedLine, faults: Faults) -> None:
        takes = self._choose(line)
        fault = self._why_not(line, sum(take.quantity for take in takes))
        if fault is not None:
            faults.add(line.origin, fault)
            return
        for take in takes:
            self.left[take.delivery] -= take.quantity
        self._post(line, -line.tenths, tuple(takes))
        self._compare(line, faults)

    def _why_not(self, line: RedeemedLine, in_stock: int) -> LineFault | None:
        balance = self.balances[line.household]
        if line.item in self.stock and in_stock < line.quantity:
            return TooFewInStock(item=self.names[line.item], left=in_stock, quantity=line.quantity)
        if balance < line.tenths:
            return BalanceShort(tenths=line.tenths, household=line.household, balance=balance)
        if line.tenths % line.quantity:
            return ValueImpossible(column=REDEMPTIONS.title("tenths"))
        return None

    def _compare(self, line: RedeemedLine, faults: Faults) -> None:
        computed = self.balances[line.household]
        if line.written is not None and line.written != computed:
            faults.add(line.origin, BalanceMiscounted(written=line.written, computed=computed), NOTED)

    def _choose(self, line: RedeemedLine) -> list[Take]:
        wanted, takes = line.quantity, []
        for delivery in self.stock.get(line.item, []):
            from_this = min(wanted, self.left[delivery.key])
            if from_this and (delivery.expires is None or delivery.expires >= line.day):
                takes.append(Take(delivery.key, from_this))
                wanted -= from_this
        return takes

    def _post(self, line: EarnedLine | RedeemedLine, tenths: int, takes: tuple[Take, ...]) -> None:
        self.balances[line.household] += tenths
        self.postings.append(Posting(line, line.household, tenths, self.balances[line.household], takes))


def balance(books: Books) -> BalancedBooks:
    """Count the books through, and say where they end."""
    faults, count = Faults(), _Count(books)
    lines: list[_Line] = [*books.deliveries, *books.earned, *books.redemptions]
    for line in sorted(lines, key=lambda one: (one.day, _ORDER[type(one)])):
        if isinstance(line, DeliveryLine):
            count.receive(line)
        elif isinstance(line, EarnedLine):
            count.earn(line)
        else:
            count.redeem(line, faults)
    return BalancedBooks(
        books=books,
        postings=tuple(count.postings),
        balances=dict(sorted(count.balances.items())),
        stock={code: sum(count.left[one.key] for one in found) for code, found in count.stock.items()},
        batches_left=_batches_left(books, count),
        faults=_one_per_line(books, faults.all()),
    )


def _batches_left(books: Books, count: _Count) -> dict[str, int]:
    """How many pieces are left of each batch, by its number; a number may stand on several lines."""
    batches: dict[str, int] = {}
    for delivery in books.deliveries:
        batches[delivery.number] = batches.get(delivery.number, 0) + count.left[delivery.key]
    return batches


def _one_per_line(books: Books, counted: tuple[FaultyLine, ...]) -> tuple[FaultyLine, ...]:
    """One fault per row, what leaves a line out before what is only noted; in the order of the sheets."""
    chosen: dict[SheetRow, FaultyLine] = {}
    for fault in (*books.faults, *counted):
        before = chosen.get(fault.origin)
        if before is None or (before.level == NOTED and fault.level != NOTED):
            chosen[fault.origin] = fault
    places = {place: number for number, place in enumerate(books.sheets)}
    return tuple(sorted(chosen.values(), key=lambda one: _place(one.origin, places)))


def _place(origin: SheetRow, places: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    return places.get((origin.file, origin.sheet), len(places)), origin.row
