"""What an import tells people: the figures where the books end, every fault, and what has vanished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from points import audit
from points.imports.comparing import ComparedBooks, NewPrice
from points.imports.lines import Books, EarnedLine, FaultyLine, RedeemedLine

_NUMBERS = (
    "community",
    "year",
    "people",
    "households",
    "earned",
    "earned_lines",
    "opening",
    "deducted",
    "redeemed",
    "redemptions",
    "items",
    "activities",
    "service_minutes",
)


@dataclass(frozen=True)
class ImportReport:
    """Where the books of one folder end, and what is to be said about their lines.

    `earned` is what the lines of the register gave; `opening` what was carried over before, `deducted` what could be
    taken off. `balances` hold all of it.
    """

    community: str
    year: int
    people: int
    households: int
    earned: int
    earned_lines: int
    opening: int
    deducted: int
    redeemed: int
    redemptions: int
    items: int
    activities: int
    service_minutes: int
    balances: Mapping[str, int]
    stock: Mapping[str, int]
    batches_left: Mapping[str, int]
    faults: tuple[FaultyLine, ...]
    vanished: tuple[audit.provenance.ImportedLine, ...]
    skipped: tuple[tuple[str, str], ...]
    prices: tuple[NewPrice, ...] = ()

    def plain(self, language: str = "zh") -> dict[str, Any]:
        """The report as JSON carries it, its messages in one language."""
        return {
            **{name: getattr(self, name) for name in _NUMBERS},
            "points_are": "tenths of one point",
            "balances": dict(self.balances),
            "stock": dict(self.stock),
            "batches_left": dict(self.batches_left),
            "faults": [_plain_fault(fault, language) for fault in self.faults],
            "vanished": [
                {"file": line.file, "sheet": line.sheet, "row": line.row, "kind": line.kind}
                for line in self.vanished
            ],
            "prices": [vars(one) for one in self.prices],
            "sheets_skipped": [{"file": file, "sheet": sheet} for file, sheet in self.skipped],
        }


def report_on(compared: ComparedBooks, refused: Iterable[FaultyLine] = ()) -> ImportReport:
    """The report of compared books; `refused` are lines that could not be written, in place of what they had."""
    balanced = compared.balanced
    books = balanced.books
    earned = [line for line in books.earned if line.kind == "earned"]
    redeemed = [posting.line for posting in balanced.postings if isinstance(posting.line, RedeemedLine)]
    faults = {fault.origin: fault for fault in (*balanced.faults, *refused)}
    return ImportReport(
        community=books.community,
        year=books.year,
        people=len(books.people),
        households=len(books.households),
        earned=sum(line.tenths for line in earned),
        earned_lines=len(earned),
        opening=sum(line.tenths for line in books.earned if line.kind == "opening"),
        deducted=-sum(
            one.tenths for one in balanced.postings if one.tenths < 0 and isinstance(one.line, EarnedLine)
        ),
        redeemed=sum(line.tenths for line in redeemed),
        redemptions=len(redeemed),
        items=sum(line.quantity for line in redeemed),
        activities=len(books.activities),
        service_minutes=_service_minutes(books),
        balances=balanced.balances,
        stock=balanced.stock,
        batches_left=balanced.batches_left,
        faults=tuple(faults.values()),
        vanished=compared.vanished,
        skipped=books.skipped,
        prices=compared.prices,
    )


def _service_minutes(books: Books) -> int:
    """The minutes of all attendances whose rule counts hours."""
    counts_hours = {rule.code for rule in books.rules if rule.counts_hours}
    attended = [activity.attendances for activity in books.activities if activity.rule in counts_hours]
    return sum(one.minutes for attendances in attended for one in attendances)


def _plain_fault(fault: FaultyLine, language: str) -> dict[str, Any]:
    return {
        "file": fault.origin.file,
        "sheet": fault.origin.sheet,
        "row": fault.origin.row,
        "code": fault.code,
        "level": fault.level,
        "message": fault.message_zh if language == "zh" else fault.message_en,
    }
