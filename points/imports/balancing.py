"""Counts the books day by day: what each household has, what is in stock, and which batch each redemption takes.

Within a day everything comes in before anything goes out, and redemptions go before deductions and before goods
that left otherwise: what was handed over the counter is gone for certain, a deduction takes what it still finds. Of
the batches that still keep, the first to expire goes first; what left otherwise may be past its day. It decides
everything and writes nothing.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from points.imports.lines import Books, DeliveryLine, EarnedLine, FaultyLine, RedeemedLine, SheetRow
from points.imports.reading.faults import NOTED, Faults
from points.imports.reading.goods.redemptions import REDEMPTIONS
from points.imports.refusals import (
    BalanceMiscounted,
    BalanceShort,
    LineFault,
    TooFewInStock,
    ValueImpossible,
)
from points.imports.refusals.balancing import DeductionCut, OldCardTwice

FOR_EVER = date.max
_Line = DeliveryLine | EarnedLine | RedeemedLine
#: where in its day a line stands, by its kind; what is of one rank keeps the order of the book
_ORDER = {"delivery": 0, "opening": 0, "earned": 1, "redeemed": 2, "deduction": 3, "out": 3}


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


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Pieces that left otherwise than by a redemption, and which batches they leave."""

    line: DeliveryLine
    takes: tuple[Take, ...]


@dataclass(frozen=True)
class BalancedBooks:
    """The books counted through: what moves in which order, where it ends, and every fault, one a line.

    `balances` and `stock` hold all of it: what was carried over and taken off, what was there and what left.
    """

    books: Books
    postings: tuple[Posting, ...]
    leaving: tuple[Outgoing, ...]
    balances: Mapping[str, int]
    stock: Mapping[str, int]
    batches_left: Mapping[str, int]
    faults: tuple[FaultyLine, ...]


class _Count:
    """The state of the books at one moment."""

    def __init__(self, books: Books) -> None:
        self.balances = {household.number: 0 for household in books.households}
        self.left: dict[str, int] = {}
        self.stock = {item.code: 0 for item in books.items if item.kind == "goods"}
        self.names = {item.code: item.name for item in books.items}
        self.postings: list[Posting] = []
        self.leaving: list[Outgoing] = []
        self.faults = Faults()
        #: by item, the deliveries that have pieces left, the first to expire first
        self._shelves: dict[str, list[DeliveryLine]] = {}

    def receive(self, delivery: DeliveryLine) -> None:
        self.left[delivery.key] = delivery.quantity
        self.stock[delivery.item] = self.stock.get(delivery.item, 0) + delivery.quantity
        insort(self._shelves.setdefault(delivery.item, []), delivery, key=_by_last_day)

    def earn(self, line: EarnedLine) -> None:
        self._post(line, line.tenths, ())

    def deduct(self, line: EarnedLine) -> None:
        """Take off what is there and no more."""
        balance = self.balances[line.household]
        taken = min(-line.tenths, balance)
        if taken < -line.tenths:
            cut = DeductionCut(tenths=-line.tenths, household=line.household, balance=balance, taken=taken)
            self.faults.add(line.origin, cut, NOTED)
        if taken:
            self._post(line, -taken, ())

    def redeem(self, line: RedeemedLine) -> None:
        takes = self._choose(line.item, line.quantity, line.day) if line.item in self.stock else []
        fault = self._why_not(line, sum(take.quantity for take in takes))
        if fault is not None:
            self.faults.add(line.origin, fault)
            return
        self._take(line.item, takes)
        self._post(line, -line.tenths, tuple(takes))
        self._compare(line)

    def let_go(self, line: DeliveryLine) -> None:
        """Pieces that left the shelf otherwise: past their day or not."""
        takes = self._choose(line.item, line.quantity, None)
        in_stock = sum(take.quantity for take in takes)
        if in_stock < line.quantity:
            name = self.names.get(line.item, line.item)
            self.faults.add(line.origin, TooFewInStock(item=name, left=in_stock, quantity=line.quantity))
            return
        self._take(line.item, takes)
        self.leaving.append(Outgoing(line, tuple(takes)))

    def _why_not(self, line: RedeemedLine, in_stock: int) -> LineFault | None:
        balance = self.balances[line.household]
        if line.item in self.stock and in_stock < line.quantity:
            return TooFewInStock(item=self.names[line.item], left=in_stock, quantity=line.quantity)
        if balance < line.tenths:
            return BalanceShort(tenths=line.tenths, household=line.household, balance=balance)
        if line.tenths < line.quantity:
            return ValueImpossible(column=REDEMPTIONS.title("tenths"))
        return None

    def _compare(self, line: RedeemedLine) -> None:
        computed = self.balances[line.household]
        if line.written is not None and line.written != computed:
            self.faults.add(line.origin, BalanceMiscounted(written=line.written, computed=computed), NOTED)

    def _choose(self, item: str, wanted: int, day: date | None) -> list[Take]:
        """Which batches give so many pieces; those past their last day only where no `day` is asked for."""
        takes = []
        for delivery in self._shelves.get(item, ()):
            if not wanted:
                break
            if day is None or delivery.expires is None or delivery.expires >= day:
                from_this = min(wanted, self.left[delivery.key])
                takes.append(Take(delivery.key, from_this))
                wanted -= from_this
        return takes

    def _take(self, item: str, takes: Sequence[Take]) -> None:
        for take in takes:
            self.left[take.delivery] -= take.quantity
            self.stock[item] -= take.quantity
        if any(not self.left[take.delivery] for take in takes):
            self._shelves[item] = [one for one in self._shelves[item] if self.left[one.key]]

    def _post(self, line: EarnedLine | RedeemedLine, tenths: int, takes: tuple[Take, ...]) -> None:
        self.balances[line.household] += tenths
        self.postings.append(Posting(line, line.household, tenths, self.balances[line.household], takes))


def balance(books: Books) -> BalancedBooks:
    """Count the books through, and say where they end."""
    count = _Count(books)
    _compare_cards(books, count.faults)
    lines: list[_Line] = [*books.deliveries, *books.earned, *books.redemptions]
    for line in sorted(lines, key=lambda one: (one.day, _ORDER[_kind(one)])):
        if isinstance(line, RedeemedLine):
            count.redeem(line)
        elif isinstance(line, EarnedLine):
            (count.deduct if line.kind == "deduction" else count.earn)(line)
        else:
            (count.let_go if line.kind == "out" else count.receive)(line)
    return BalancedBooks(
        books=books,
        postings=tuple(count.postings),
        leaving=tuple(count.leaving),
        balances=dict(sorted(count.balances.items())),
        stock=count.stock,
        batches_left=_batches_left(books, count),
        faults=_one_per_line(books, count.faults.all()),
    )


def _compare_cards(books: Books, faults: Faults) -> None:
    """A number that several households have finds none of them."""
    times = Counter(one.card for one in books.households if one.card)
    for home in books.households:
        if times[home.card] > 1:
            faults.add(home.origin, OldCardTwice(number=home.card), NOTED)


def _kind(line: _Line) -> str:
    return "redeemed" if isinstance(line, RedeemedLine) else line.kind


def _by_last_day(delivery: DeliveryLine) -> tuple[date, date]:
    return delivery.expires or FOR_EVER, delivery.day


def _batches_left(books: Books, count: _Count) -> dict[str, int]:
    """How many pieces are left of each batch, by its number; a number may stand on several lines."""
    batches: dict[str, int] = {}
    for delivery in (one for one in books.deliveries if one.kind != "out"):
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
