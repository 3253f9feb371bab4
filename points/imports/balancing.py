"""Counts the books day by day: what each household has, what is in stock, and which batch each redemption takes.

Within a day points and goods come in before goods go out; of the batches that still keep, the first to expire
goes first. It decides everything and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from points.imports.lines import Books, DeliveryLine, EarnedLine, Fault, Origin
from points.imports.lines import RedemptionLine as HandoutLine
from points.imports.reading.faults import NOTED
from points.imports.reading.faults import Faults as Findings
from points.imports.reading.redemptions import REDEMPTIONS as HANDOUTS
from points.imports.refusals import BalanceMiscounted, BalanceShort, LineFault, StockShort, ValueImpossible

FOR_EVER = date.max
_Line = DeliveryLine | EarnedLine | HandoutLine
_ORDER: dict[type, int] = {DeliveryLine: 0, EarnedLine: 1, HandoutLine: 2}
_NUMBERS = (
    "community",
    "year",
    "people",
    "households",
    "earned",
    "earned_lines",
    "redeemed",
    "redemptions",
    "items",
    "activities",
    "service_minutes",
)


@dataclass(frozen=True, slots=True)
class Take:
    """How many pieces a redemption takes from which delivery (by the delivery's key)."""

    delivery: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Posting:
    """One movement of a household's points, in the order in which it is to be written."""

    line: EarnedLine | HandoutLine
    household: str
    tenths: int
    balance_after: int
    takes: tuple[Take, ...] = ()


@dataclass(frozen=True)
class Report:
    """What an import arrives at. `postings` and `left` are for the writing stage, the rest is told to people."""

    community: str
    year: int
    people: int
    households: int
    earned: int
    earned_lines: int
    redeemed: int
    redemptions: int
    items: int
    activities: int
    service_minutes: int
    balances: Mapping[str, int]
    stock: Mapping[str, int]
    batches_left: Mapping[str, int]
    faults: tuple[Fault, ...]
    skipped: tuple[tuple[str, str], ...]
    postings: tuple[Posting, ...]
    left: Mapping[str, int]
    vanished: tuple[Mapping[str, Any], ...] = field(default=())

    def plain(self, language: str = "zh") -> dict[str, Any]:
        """The report as JSON carries it, its messages in one language."""
        return {
            **{name: getattr(self, name) for name in _NUMBERS},
            "points_are": "tenths of one point",
            "balances": dict(self.balances),
            "stock": dict(self.stock),
            "batches_left": dict(self.batches_left),
            "faults": [_plain_fault(fault, language) for fault in self.faults],
            "vanished": [dict(line) for line in self.vanished],
            "sheets_skipped": [{"file": file, "sheet": sheet} for file, sheet in self.skipped],
        }


class _Count:
    """The state of the books at one moment."""

    def __init__(self, books: Books) -> None:
        self.balances = {household.number: 0 for household in books.households}
        self.left: dict[str, int] = {}
        self.shelf: dict[str, list[DeliveryLine]] = {
            item.code: [] for item in books.items if item.kind == "goods"
        }
        self.names = {item.code: item.name for item in books.items}
        self.postings: list[Posting] = []

    def receive(self, delivery: DeliveryLine) -> None:
        self.left[delivery.key] = delivery.quantity
        shelf = self.shelf.setdefault(delivery.item, [])
        shelf.append(delivery)
        shelf.sort(key=lambda one: (one.expires or FOR_EVER, one.day))

    def earn(self, line: EarnedLine) -> None:
        self._post(line, line.tenths, ())

    def hand_out(self, line: HandoutLine, findings: Findings) -> None:
        takes = self._choose(line)
        slip = self._why_not(line, sum(take.quantity for take in takes))
        if slip is not None:
            findings.add(line.origin, slip)
            return
        for take in takes:
            self.left[take.delivery] -= take.quantity
        self._post(line, -line.tenths, tuple(takes))
        self._compare(line, findings)

    def _why_not(self, line: HandoutLine, in_stock: int) -> LineFault | None:
        balance = self.balances[line.household]
        if line.item in self.shelf and in_stock < line.quantity:
            return StockShort(item=self.names[line.item], left=in_stock, quantity=line.quantity)
        if balance < line.tenths:
            return BalanceShort(tenths=line.tenths, household=line.household, balance=balance)
        if line.tenths % line.quantity:
            return ValueImpossible(column=HANDOUTS.title("tenths"))
        return None

    def _compare(self, line: HandoutLine, findings: Findings) -> None:
        computed = self.balances[line.household]
        if line.written is not None and line.written != computed:
            findings.add(line.origin, BalanceMiscounted(written=line.written, computed=computed), NOTED)

    def _choose(self, line: HandoutLine) -> list[Take]:
        wanted, takes = line.quantity, []
        for delivery in self.shelf.get(line.item, []):
            from_this = min(wanted, self.left[delivery.key])
            if from_this and (delivery.expires is None or delivery.expires >= line.day):
                takes.append(Take(delivery.key, from_this))
                wanted -= from_this
        return takes

    def _post(self, line: EarnedLine | HandoutLine, tenths: int, takes: tuple[Take, ...]) -> None:
        self.balances[line.household] += tenths
        self.postings.append(Posting(line, line.household, tenths, self.balances[line.household], takes))


def balance(books: Books) -> Report:
    """Count the books through, and say what they arrive at."""
    findings, count = Findings(), _Count(books)
    lines: list[_Line] = [*books.deliveries, *books.earned, *books.handouts]
    for line in sorted(lines, key=lambda one: (one.day, _ORDER[type(one)])):
        if isinstance(line, DeliveryLine):
            count.receive(line)
        elif isinstance(line, EarnedLine):
            count.earn(line)
        else:
            count.hand_out(line, findings)
    return _report(books, count, findings)


def _report(books: Books, count: _Count, findings: Findings) -> Report:
    given = [posting.line for posting in count.postings if isinstance(posting.line, HandoutLine)]
    counts_hours = {rule.code for rule in books.rules if rule.counts_hours}
    batches: dict[str, int] = {}
    for delivery in books.deliveries:
        batches[delivery.number] = batches.get(delivery.number, 0) + count.left[delivery.key]
    return Report(
        community=books.community,
        year=books.year,
        people=len(books.people),
        households=len(books.households),
        earned=sum(line.tenths for line in books.earned),
        earned_lines=len(books.earned),
        redeemed=sum(line.tenths for line in given),
        redemptions=len(given),
        items=sum(line.quantity for line in given),
        activities=len(books.activities),
        service_minutes=sum(
            one.minutes
            for activity in books.activities
            if activity.rule in counts_hours
            for one in activity.attendances
        ),
        balances=dict(sorted(count.balances.items())),
        stock={code: sum(count.left[one.key] for one in shelf) for code, shelf in count.shelf.items()},
        batches_left=batches,
        faults=_one_per_line(books, findings.all()),
        skipped=books.skipped,
        postings=tuple(count.postings),
        left=dict(count.left),
    )


def _one_per_line(books: Books, settled: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """One fault per row, what leaves a line out before what is only noted; in the order of the sheets."""
    chosen: dict[Origin, Fault] = {}
    for fault in (*books.faults, *settled):
        before = chosen.get(fault.origin)
        if before is None or (before.level == NOTED and fault.level != NOTED):
            chosen[fault.origin] = fault
    places = {place: number for number, place in enumerate(books.sheets)}
    return tuple(sorted(chosen.values(), key=lambda one: _place(one.origin, places)))


def _place(origin: Origin, places: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    return places.get((origin.file, origin.sheet), len(places)), origin.row


def _plain_fault(fault: Fault, language: str) -> dict[str, Any]:
    return {
        "file": fault.origin.file,
        "sheet": fault.origin.sheet,
        "row": fault.origin.row,
        "code": fault.code,
        "level": fault.level,
        "message": fault.message_zh if language == "zh" else fault.message_en,
    }
