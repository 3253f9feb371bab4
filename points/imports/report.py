"""What an import tells people: the figures where the books end, every fault, and what has vanished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from points import audit
from points.imports.asking import Question
from points.imports.changing import TableChange
from points.imports.comparing import ComparedBooks
from points.imports.gathering import gathered, gathered_passed
from points.imports.lines import Books, EarnedLine, FaultyLine, Passed, RedeemedLine
from points.imports.told import ColumnMapping, NearMapping

#: what of a report is for programs, or too long for a page
_NOT_SHOWN = ("balances", "stock", "batches_left", "vanished", "sheets_skipped")
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
    questions: tuple[Question, ...]
    unread: tuple[Passed, ...]
    skipped: tuple[Passed, ...]
    unfit: tuple[str, ...] = ()
    changes: tuple[TableChange, ...] = ()
    #: by which mappings tables were read, and which nearly fitted one
    mapped: tuple[str, ...] = ()
    mapped_nearly: tuple[NearMapping, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a question on which points or stock depend waits for its answer."""
        return any(one.is_open and one.moves_points for one in self.questions)

    def unused(self, told: Sequence[ColumnMapping]) -> tuple[NearMapping, ...]:
        """Those of some mappings whose headings no table had, not even nearly."""
        named = {*self.mapped, *(one.name for one in self.mapped_nearly)}
        return tuple(NearMapping(one.name) for one in told if one.name not in named)

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
            "changes": [_plain_change(one) for one in self.changes],
            "questions": [_plain_question(one, language) for one in self.questions],
            "unread": [_plain_passed(one, language) for one in self.unread],
            "skipped": [_plain_passed(one, language) for one in self.skipped],
            "answers_unfit": list(self.unfit),
            "mappings": list(self.mapped),
            "mappings_unfit": [
                {
                    "name": one.name,
                    "file": one.file,
                    "sheet": one.sheet,
                    "gone": list(one.gone),
                    "new": list(one.new),
                }
                for one in self.mapped_nearly
            ],
            "sheets_skipped": [
                {"file": one.file, "sheet": one.sheet} for one in self.unread if one.code == "sheet_other"
            ],
        }

    def kept(self) -> dict[str, Any]:
        """The report as it is kept with its import: figures, places and codes, and nothing that names a person."""
        plain = self.plain()
        faults = zip(plain["faults"], self.faults, strict=True)
        return {
            **plain,
            "mappings_unfit": [{**one, "new": []} for one in plain["mappings_unfit"]],
            "faults": [
                {
                    **_without_words(kept),
                    "said": fault.said,
                    "figures": dict(fault.figures),
                    "alike": [[one.file, one.sheet, one.row] for one in fault.alike],
                }
                for kept, fault in faults
            ],
            "questions": [_without_words(one) for one in plain["questions"]],
            "unread": [_without_words(one) for one in plain["unread"]],
            "skipped": [_without_words(one) for one in plain["skipped"]],
        }


def _without_words(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in ("message", "choices")}


def report_on(compared: ComparedBooks, refused: Iterable[FaultyLine] = ()) -> ImportReport:
    """The report of compared books; `refused` are lines that could not be written, in place of what they had."""
    balanced = compared.balanced
    books = balanced.books
    earned = [line for line in books.earned if line.kind == "earned"]
    redeemed = [posting.line for posting in balanced.postings if isinstance(posting.line, RedeemedLine)]
    faults = {
        fault.origin: fault
        for fault in (*compared.decided.faults, *balanced.faults, *compared.tables.faults, *refused)
    }
    questions = (*books.questions, *compared.tables.questions, *compared.decided.questions)
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
        faults=gathered(list(faults.values()), books),
        vanished=compared.vanished,
        questions=questions,
        unread=gathered_passed(books.unread),
        skipped=gathered_passed(books.skipped),
        unfit=tuple(key for key in books.unfit if not _is_answered(key, questions)),
        changes=compared.tables.changes,
        mapped=books.mapped,
        mapped_nearly=books.mapped_nearly,
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
        "cell": fault.cell,
        "code": fault.code,
        "level": fault.level,
        "message": fault.message_zh if language == "zh" else fault.message_en,
    }


def _is_answered(key: str, questions: Iterable[Question]) -> bool:
    return any(one.id == key and not one.is_open for one in questions)


def _plain_change(one: TableChange) -> dict[str, Any]:
    place = {"file": one.origin.file, "sheet": one.origin.sheet, "cell": one.cell}
    said = ("kind", "code", "name", "what", "was", "now", "choice")
    return {**place, **{name: getattr(one, name) for name in said}}


def _plain_passed(one: Passed, language: str) -> dict[str, Any]:
    return {
        "file": one.file,
        "sheet": one.sheet,
        "cell": one.cell,
        "code": one.code,
        "message": one.message_zh if language == "zh" else one.message_en,
    }


def _plain_question(one: Question, language: str) -> dict[str, Any]:
    zh = language == "zh"
    return {
        "id": one.id,
        "kind": one.kind,
        "digest": one.digest,
        "message": one.message_zh if zh else one.message_en,
        "places": [{"file": place.file, "sheet": place.sheet, "cell": place.cell} for place in one.places],
        "choices": [
            {"key": choice.key, "message": choice.zh if zh else choice.en, "wants": choice.wants}
            for choice in one.choices
        ],
        "moves_points": one.moves_points,
        "answer": one.answer,
    }


def figures_of(report: ImportReport) -> dict[str, int]:
    """What is kept of a report in its row: numbers, and no name."""
    levels = [one.level for one in report.faults]
    return {
        "people": report.people,
        "households": report.households,
        "earned": report.earned,
        "earned_lines": report.earned_lines,
        "redeemed": report.redeemed,
        "redemptions": report.redemptions,
        "activities": report.activities,
        "lines": report.people + report.earned_lines + report.redemptions,
        "left_out": levels.count("left_out"),
        "noted": levels.count("noted"),
        "questions": sum(one.is_open for one in report.questions),
        "open": sum(one.is_open and one.moves_points for one in report.questions),
        "unread": len(report.unread),
        "skipped": len(report.skipped),
        "vanished": len(report.vanished),
    }


def shown(report: ImportReport) -> dict[str, Any]:
    """A report as its page needs it, in both languages."""
    return {
        lang: {name: value for name, value in report.plain(lang).items() if name not in _NOT_SHOWN}
        for lang in ("zh", "en")
    }
