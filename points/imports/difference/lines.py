"""The lines of a difference, each with its state, grouped by household. Nothing is copied: they are made when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from points.imports.asking import LATER, TAKE
from points.imports.changing.values import KEEP
from points.imports.comparing import ComparedBooks
from points.imports.difference.corrected import corrected
from points.imports.difference.gone import vanished
from points.imports.difference.homes import Homes
from points.imports.difference.rows import BookRow, book_rows
from points.imports.difference.values import PARTS, DifferenceLine, HouseholdDifference
from points.imports.lines import SheetRow
from points.imports.reading.faults import LEFT_OUT
from points.imports.reading.places import row_of

_UNANSWERED = "要不要照新表改，还没有答。", "Whether to take it over is not answered yet."
_TABLES = {"rule": "rules", "penalty": "rules", "item": "goods"}


@dataclass
class BooksDifference:
    """All that would change. Households come one by one, in order of their numbers."""

    homes: Homes
    lines: dict[str, list[DifferenceLine]] = field(default_factory=dict)
    parts: dict[str, list[DifferenceLine]] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)

    def households(self) -> Iterator[HouseholdDifference]:
        """Each household of which anything differs."""
        for number in sorted(self.lines, key=lambda one: (len(one.lstrip("0")), one)):
            balance = self.homes.balance(number)
            yield HouseholdDifference(
                number,
                self.homes.names(number),
                self.homes.door(number),
                balance,
                balance + self.moved.get(number, 0),
                tuple(sorted(self.lines[number], key=_order)),
            )

    def of_part(self, part: str) -> Iterable[DifferenceLine]:
        """What stands under a heading of its own."""
        return self.parts.get(part, ())

    def add(self, part: str, number: str, line: DifferenceLine) -> None:
        """One more line, under its household where it has one."""
        if number:
            self.lines.setdefault(number, []).append(line)
        else:
            self.parts.setdefault(part if part in PARTS[1:] else "sheets", []).append(line)


def difference(compared: ComparedBooks) -> BooksDifference:
    """What these books would change; to be called within a reading."""
    homes = Homes(compared.balanced.books, compared.community_id)
    telling = _Telling(compared, BooksDifference(homes))
    telling.of_corrections()
    for row in book_rows(compared):
        telling.of_row(row)
    telling.of_tables()
    telling.of_questions()
    telling.of_faults()
    telling.of_vanished()
    return telling.found


class _Telling:
    """The books while their lines are told; a row is told once."""

    def __init__(self, compared: ComparedBooks, found: BooksDifference) -> None:
        self.compared, self.found = compared, found
        self._faults = {one.origin: one for one in compared.balanced.faults}
        self._told: set[SheetRow] = set()
        #: keys of old and new lines that are told as corrections
        self._corrected: set[str] = set()

    def of_corrections(self) -> None:
        """Rows that say otherwise what came in before."""
        for one in corrected(self.compared):
            self._corrected |= {one.key, one.old}
            self.found.add(one.part, one.number, one.line)
            self._move(one.number, one.moved)

    def of_vanished(self) -> None:
        """Lines that stand in these books no more: they stay, unless it was answered that they are taken back."""
        if self.compared.community_id is None:
            return
        left = [one for one in self.compared.vanished if one.key not in self._corrected]
        out = {one.line.key for one in self.compared.decided.out}
        for part, number, line in vanished(left, self.compared.community_id, out):
            self.found.add(part, number, line)
            if line.becomes == 0 and isinstance(line.was, int):
                self._move(number, -line.was)

    def _move(self, number: str, tenths: int) -> None:
        if number and tenths:
            self.found.moved[number] = self.found.moved.get(number, 0) + tenths

    def of_row(self, row: BookRow) -> None:
        """A row that was read: new, or refused; or it came in before."""
        if row.key in self._corrected:
            self._told.add(row.origin)
            return
        fault = self._faults.get(row.origin)
        out = fault is not None and fault.level == LEFT_OUT
        homes = self.found.homes
        before = row.kind == "household" and row.household in homes.known
        before = before or (row.kind == "person" and homes.lives_there(row.household, row.what))
        if before or row.key in self.compared.known or (out and row.origin in self._told):
            self._told.add(row.origin)
            return
        self._told.add(row.origin)
        said = (fault.cell, fault.message_zh, fault.message_en) if fault else ("", "", "")
        line = DifferenceLine(
            "refused" if out else "new", row.kind, row.what, row.day, None, row.tenths,
            *_place(row.origin), said[0], "", *said[1:],
        )  # fmt: skip
        self.found.add(row.part, row.household, line)
        if not out:
            self._move(row.household, row.tenths or 0)

    def of_tables(self) -> None:
        """Cells of the tables that say something else than the books; what was to stay as it is, is no difference."""
        for one in self.compared.tables.changes:
            said = _UNANSWERED if one.choice != TAKE else ("", "")
            line = DifferenceLine(
                "changed" if one.choice == TAKE else "doubtful", one.kind, f"{one.code} {one.name}", None, one.was, one.now,
                *_place(one.origin), one.cell, one.what, *said,
            )  # fmt: skip
            if one.choice != KEEP:
                self.found.add(_TABLES[one.kind], "", line)

    def of_questions(self) -> None:
        """Rows that wait for an answer, or were left for later: nothing of them is in the books."""
        for one in self.compared.balanced.books.questions:
            for place in one.places if one.is_open or one.answer == LATER else ():
                origin = SheetRow(place.file, place.sheet, row_of(place.cell))
                said = ("doubtful", one.kind, place.cell, one.message_zh, one.message_en)
                self._left(origin, *said)

    def of_faults(self) -> None:
        """Rows that could not be read at all."""
        for one in self._faults.values():
            if one.level == LEFT_OUT:
                self._left(one.origin, "refused", one.code, one.cell, one.message_zh, one.message_en)

    def _left(self, origin: SheetRow, state: str, kind: str, cell: str, *said: str) -> None:
        """A row of which nothing was taken, under its household where its words tell whose it is."""
        if origin.row and origin in self._told:
            return
        self._told.add(origin)
        words = self.compared.balanced.books.left_rows.get(origin, ())
        line = DifferenceLine(
            state, kind, " ".join(words), None, None, None, *_place(origin), cell, "", *said
        )
        self.found.add("sheets", self.found.homes.of_words(words), line)


def _place(origin: SheetRow) -> tuple[str, str, int]:
    return origin.file, origin.sheet, origin.row


def _order(line: DifferenceLine) -> tuple[bool, str, str, int]:
    return line.day is not None, line.day.isoformat() if line.day else "", line.file, line.row
