"""The rows of a reference table by their numbers: one without gets one, one that stands there twice is asked about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from points.imports.asking import LATER, AnswerChoice, CellPlace
from points.imports.lines import SheetRow
from points.imports.reading.cells import is_error, is_nothing, squeezed
from points.imports.reading.doubts.of_sheets import NUMBER_TWICE, TABLE_TWICE
from points.imports.reading.refusals import FormulaUnsaved, LeftForLater, SheetHidden
from points.imports.reading.remarks import Remarks
from points.imports.reading.rule_tables.refusals import NumberMade, RowIncomplete, RowUnreadable
from points.imports.reading.tables import Columns, Table, TableLine
from points.imports.refusals import LineFault, LineTwice

#: so many numbers that were made are named in a sentence
_MOST_NAMED = 5
#: fewer numbers that stand in two tables are asked about one by one
_FEW = 4


@dataclass(frozen=True, slots=True)
class RowLeft:
    """A row that was not taken, so that lines about it can be told."""

    number: str
    name: str
    origin: SheetRow

    @property
    def key(self) -> str:
        """What stands for it: its number, or else its name."""
        return self.number or f"#{self.name}"


@dataclass
class RowsApart:
    """What of a reference table is no entry of its own: rows not taken, and second names (number, name)."""

    left: list[RowLeft] = field(default_factory=list)
    second_names: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Numbering:
    """One reference table of one book; `name` is its column of names."""

    book: str
    columns: Columns
    remarks: Remarks
    apart: RowsApart
    name: str = "name"

    def once(self, found: Sequence[Table]) -> list[Table]:
        """The tables without one that is another over again, an old one beside the new: which counts is asked."""
        kept: list[Table] = []
        for table in found:
            mine = _numbers(table)
            other = next((one for one in kept if 2 * len(mine & _numbers(one)) > len(mine)), None)
            if other is None or other.sheet is table.sheet or len(mine) < _FEW:
                kept.append(table)
                continue
            place = CellPlace(table.sheet.file, table.sheet.name)
            answer = self.remarks.ask(
                TABLE_TWICE, self.book, place, table.sheet.file, table.sheet.name,
                sheet=table.sheet.name or table.sheet.file, other=other.sheet.name or other.sheet.file,
            ).choice  # fmt: skip
            out = other if answer == "second" else table
            if answer:
                why = LeftForLater() if answer == LATER else SheetHidden()
                self.remarks.skip(CellPlace(out.sheet.file, out.sheet.name), why)
            if answer == "second":
                kept[kept.index(other)] = table
        return kept

    def rows(self, lines: Sequence[TableLine]) -> Iterator[TableLine]:
        """The rows that may be entered, each with a name and a number of its own."""
        by_number: dict[str, list[TableLine]] = {}
        bare: list[TableLine] = []
        for line in lines:
            number = (
                "" if is_nothing(line["code"]) or is_error(line["code"]) else squeezed(line["code"]).upper()
            )
            if is_nothing(line[self.name]) or is_error(line[self.name]):
                self.leave(line, self.name)
            elif number:
                by_number.setdefault(number, []).append(_numbered(line, number))
            else:
                bare.append(line)
        for number, same in by_number.items():
            settled = self._settled(number, self._differing(same))
            yield from settled[:1]
            bare.extend(settled[1:])
        yield from self._with_made(self._differing(bare), set(by_number))

    def _with_made(self, bare: Sequence[TableLine], taken: set[str]) -> Iterator[TableLine]:
        """Rows without a number of their own, each with one that was made for it: one sentence for all of them."""
        given: list[str] = []
        for line in bare:
            number = made(line.text(self.name))
            while number in taken:
                number = made(number)
            taken.add(number)
            given.append(f"{line.shown(self.name)} {number}")
            yield _numbered(line, number)
        if given:
            place = bare[0].place("code")
            head = SheetRow(place.file, place.sheet, bare[0].head.last)
            self.remarks.note(head, NumberMade(count=len(given), numbers=_some(given)), place.cell)

    def leave(self, line: TableLine, column: str) -> None:
        """Name the cell for which a row is not taken, and keep what it was about."""
        words = line.shown(column)
        kind = RowUnreadable if words else RowIncomplete
        fault: LineFault = kind(column=self.columns.title(column), words=words)
        if line.formula(column):
            fault = FormulaUnsaved(words=line.formula(column))
        self.remarks.add(line.origin, fault, cell=line.cell(column))
        self.pass_by(line, "")

    def pass_by(self, line: TableLine, answer: str) -> None:
        """Keep what a row was about that waits for an answer, or was left for later."""
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        number = squeezed(line["code"]).upper()
        self.apart.left.append(RowLeft(number, line.shown(self.name), line.origin))

    def _settled(self, number: str, rows: list[TableLine]) -> list[TableLine]:
        """The rows of one number by what was answered, the first of which keeps it; none while nobody did."""
        if len(rows) == 1:
            return rows
        choices = tuple(_choice(line, self.name) for line in rows)
        names = "、".join(line.shown(self.name) for line in rows)
        answers = [
            self.remarks.ask(
                NUMBER_TWICE, self.book, line.place("code"), number, choices=choices, number=number, names=names
            ).choice
            for line in rows
        ]  # fmt: skip
        if "each" in answers:
            return rows
        chosen = [line for line in rows if answers[0] == _choice(line, self.name).key]
        for line in rows:
            if chosen:
                self.apart.second_names.append((number, line.text(self.name)))
            else:
                self.pass_by(line, answers[0])
        return chosen

    def _differing(self, rows: Sequence[TableLine]) -> list[TableLine]:
        """Without rows that say the very same as one before."""
        first: dict[tuple[tuple[str, str], ...], TableLine] = {}
        for line in rows:
            said = tuple((name, squeezed(cell)) for name, cell in line.cells.items())
            before = first.setdefault(said, line)
            if before is not line:
                sheet = before.origin.sheet or before.origin.file
                self.remarks.add(line.origin, LineTwice(sheet=sheet, first=before.origin.row))
        return list(first.values())


def _numbers(table: Table) -> set[str]:
    return {squeezed(line["code"]).upper() for line in table.lines} - {""}


def made(name: str) -> str:
    """A number for a row without one: always the same for the same name, and no figure that could be another's."""
    digest = hashlib.sha256(squeezed(name).encode()).digest()
    return "X" + "".join(chr(65 + byte % 26) for byte in digest[:5])


def _numbered(line: TableLine, number: str) -> TableLine:
    return replace(line, cells={**line.cells, "code": number})


def _choice(line: TableLine, name: str) -> AnswerChoice:
    row, words = line.origin.row, line.shown(name)
    return AnswerChoice(
        f"row_{row}", f"都是一样，照第 {row} 行（{words}）", f"One thing, as in row {row} ({words})"
    )


def _some(words: Sequence[str]) -> str:
    return "、".join(words[:_MOST_NAMED]) + ("…" if len(words) > _MOST_NAMED else "")
