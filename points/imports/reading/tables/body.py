"""Reads what stands below one heading: which rows are lines, which totals, notes, or the heading again.

A row is judged by what it holds. A line names somebody or a day and an amount; a total has the sum of the lines above
it; a note is a sentence by itself. What is none of them is named as not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from points.imports.asking import CellPlace
from points.imports.lines import SheetRow
from points.imports.reading.amounts import arithmetic
from points.imports.reading.cells import (
    Cell,
    is_error,
    is_nothing,
    is_same_as_above,
    number,
    squeezed,
    text,
)
from points.imports.reading.doubts.of_sheets import TOTAL
from points.imports.reading.refusals import (
    FormulaCounted,
    FormulaUnsaved,
    HeadingGoesOn,
    LineTotal,
    NumberBesideName,
    PhoneBesideName,
    RowUnclear,
    TotalDiffers,
    ValueDestroyed,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables.beside_names import without_number
from points.imports.reading.tables.columns import Columns
from points.imports.reading.tables.day_parts import joined
from points.imports.reading.tables.headings import Head, at, names_columns
from points.imports.reading.tables.lines import TableLine, cell_name
from points.imports.reading.tables.totals import Sums, is_total_word
from points.imports.reading.worksheet import Row, Sheet

_NOTE = re.compile(
    r"^(注|备注|说明|附注|填报|填表|制表|审核|复核|经办|负责|单位|活动|带队|领队|统计|打印|盖章|社区|规则|日期|时间|签字|签名|联系)"
    r"[^:：]{0,12}[:：]|^(活动时间|活动日期|带队人|负责人|活动负责人|领队|规则编号|制表人|填报人|审核人)$"
)
_PAGE = re.compile(
    r"^(第\d+页|共\d+页|-+\d+-+|\d+页)[,，]?(共\d+页|/\d+页?)?$|^(承前页|过次页|以下空白|转下页|接上页)"
)
_LONE_NAME = re.compile(r"(?!.*[表册簿单])[\u3400-\u9fff]{2,4}(·[\u3400-\u9fff]{1,8})*")
#: so many households or people, at the foot of a list
_HOW_MANY = re.compile(r"(共|计|合计)?\d+(户|人|个|件|条|次|项)")
_SUMS_UP = re.compile(r"=\s*(SUM|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)
_FIGURE = re.compile("[0-9零一二两三四五六七八九十半壹贰叁肆伍陆柒捌玖拾]")


@dataclass(eq=False)
class TableBody:
    """The rows below one heading, as they are read."""

    sheet: Sheet
    head: Head
    columns: Columns
    book: str
    remarks: Remarks
    merged: Mapping[tuple[int, int], tuple[int, int]]
    lines: list[TableLine] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    above: TableLine | None = None
    sums: Sums = field(default_factory=Sums)
    #: the parts of the last day that stands in several columns
    _parts: list[str] = field(default_factory=list)
    said_beside: bool = False
    #: whether no line was taken since the heading, so that its columns may still be numbered or named once more
    at_heading: bool = True

    def read(self, row: int) -> None:
        """Take one row in."""
        cells = self.sheet.rows[row]
        own = [at(cells, column) for column in range(self.head.left, self.head.right + 1)]
        named, merged_on = self._named(row, cells)
        beside = self._part_name(named)
        full = {name for name, cell in named.items() if text(cell)} - {self.columns.counter}
        words = [text(cell) for cell in own if text(cell)]
        if not words:
            self._name_formulas(row)
            return
        if self._is_heading(named, full):
            self.at_heading = True
            return
        if self.at_heading and names_columns(words, self.head.right - self.head.left + 1):
            self.remarks.skip(
                TableLine(self._origin(row), named, self.sheet, self.head).place(), HeadingGoesOn()
            )
            return
        line = TableLine(self._origin(row), named, self.sheet, self.head, merged_on)
        if self._is_sentence(words, full, named) or not full:
            self.notes.append((row, " ".join(words)))
        elif any(is_total_word(one) for one in words):
            self._total(line, words)
        elif self._is_bare_sum(line, full):
            self._skip_total(line)
        elif len(full) >= 2 or self._is_lone_name(named, full):
            self._take(line)
            self._say_beside(line, beside=beside)
        else:
            self.notes.append((row, " ".join(words)))
            if any(isinstance(cell, int | float) for cell in own):
                self._unclear(row)

    def _name_formulas(self, row: int) -> None:
        """A row of nothing but formulas without their results is named, unless it only sums up."""
        line = TableLine(self._origin(row), {}, self.sheet, self.head)
        formulas = [(name, words) for name in self.head.places if (words := line.formula(name))]
        if formulas and not all(_SUMS_UP.match(words) for _, words in formulas):
            name, words = formulas[0]
            self.remarks.add(line.origin, FormulaUnsaved(words=words), cell=line.cell(name))

    def _take(self, line: TableLine) -> None:
        self.at_heading = False
        sound = self._worked_out(self._without_dittos(line))
        if sound is None:
            return
        line = sound
        self.lines.append(line)
        self.above = line
        self.sums.add(line, self.columns.amounts)

    def _worked_out(self, line: TableLine) -> TableLine | None:
        """The line with the results of plain formulas; None where a cell that is needed holds no value, which is named."""
        cells = dict(line.cells)
        for name in self.head.places:
            formula, words = line.formula(name), text(line[name])
            value = arithmetic(formula) if formula else None
            if value is not None:
                cells[name] = float(value)
                self.remarks.note(
                    line.origin, FormulaCounted(words=formula, value=f"{value:f}"), line.cell(name)
                )
            elif (
                name in self.columns.needed
                and name not in self.columns.lenient
                and (formula or is_error(line[name]))
            ):
                fault = (
                    FormulaUnsaved(words=formula)
                    if formula
                    else ValueDestroyed(column=self.columns.title(name), words=words)
                )
                self.remarks.add(line.origin, fault, cell=line.cell(name))
                return None
        return replace(line, cells=cells)

    def _named(self, row: int, cells: Row) -> tuple[dict[str, Cell], frozenset[str]]:
        """The cells by column; a part of a merged cell has the value of its first, but for amounts."""
        named: dict[str, Cell] = {}
        merged_on = set()
        for name, column in self.head.places.items():
            first = self.merged.get((row, column))
            if first is not None and name in self.columns.amounts and first[0] != row:
                merged_on.add(name)
                named[name] = None
            elif name in self.head.joined:
                named[name] = joined(
                    [self._at(row, cells, one) for one in self.head.joined[name]], self._parts
                )
            else:
                named[name] = self._at(row, cells, column)
        return named, frozenset(merged_on)

    def _at(self, row: int, cells: Row, column: int) -> Cell:
        """A cell; a part of a merged one holds what its first does."""
        first = self.merged.get((row, column))
        return at(cells, column) if first is None else at(self.sheet.rows.get(first[0], ()), first[1])

    def _part_name(self, named: dict[str, Cell]) -> bool:
        """Take a number out of the cell of a name; a telephone goes where the table has a column for it."""
        if "phone" not in self.columns.names or "name" not in named:
            return False
        name, digits = without_number(named["name"])
        if name == named["name"]:
            return False
        named["name"] = name
        if digits and "phone" in named and is_nothing(named["phone"]):
            named["phone"] = digits
        return True

    def _say_beside(self, line: TableLine, *, beside: bool) -> None:
        """Say it once for a table: of the line itself there is more to say."""
        if beside and not self.said_beside:
            self.said_beside = True
            how = NumberBesideName() if "phone" not in self.head.places else PhoneBesideName()
            self.remarks.note(line.origin, how, line.cell("name"))

    def _is_heading(self, named: Mapping[str, Cell], full: set[str]) -> bool:
        repeated = [name for name in full if (self.head.told or self.columns).called(named[name]) == name]
        return len(repeated) >= 2 or (bool(repeated) and len(repeated) == len(full))

    def _is_sentence(self, words: list[str], full: set[str], named: Mapping[str, Cell]) -> bool:
        """Whether a row is a note: a sentence of its own, and neither an amount nor two who say whose it is."""
        if _PAGE.match(squeezed(words[0])) and not self._has_amount(named):
            return True
        if self._has_amount(named) and len(full & set(self.columns.about)) >= 1:
            return False
        return bool(_NOTE.match(squeezed(words[0]))) or (
            len(words) == 1 and len(full) <= 1 and _is_statement(words[0], full)
        )

    def _has_amount(self, named: Mapping[str, Cell]) -> bool:
        return any(_FIGURE.search(text(named.get(name))) for name in self.columns.amounts)

    def _total(self, line: TableLine, words: list[str]) -> None:
        """A row with the word for a total: one, unless it says whose it is and is no sum, or has its own rule."""
        about = [name for name in self.columns.about if _says_whose(line.text(name))]
        fits = self.sums.fits(line, self.columns.amounts)
        if len(about) >= 2 and (not fits or text(line["rule"])):
            said = next(one for one in words if is_total_word(one))
            answer = self.remarks.ask(TOTAL, self.book, line.place(), words=said).choice
            if answer == "counts":
                self._take(line)
                return
            if answer != "total":
                return
        elif not fits and self.sums.begun:
            self._say_difference(line)
        self._skip_total(line)

    def _skip_total(self, line: TableLine) -> None:
        self.remarks.skip(line.place(), LineTotal())
        self.sums.rest()
        self.notes.append(
            (line.origin.row, " ".join(text(cell) for cell in line.cells.values() if text(cell)))
        )

    def _say_difference(self, line: TableLine) -> None:
        for name in self.columns.amounts:
            written = number(line[name])
            if written is not None and name in self.sums.whole:
                differs = TotalDiffers(written=f"{written:f}", counted=f"{self.sums.whole[name]:f}")
                self.remarks.note(line.origin, differs, line.cell(name))
                return

    def _is_bare_sum(self, line: TableLine, full: set[str]) -> bool:
        """Amounts that name nobody and no day, and are the sum of what stands above."""
        return not full & set(self.columns.about) and self.sums.fits(line, self.columns.amounts)

    def _unclear(self, row: int) -> None:
        place = CellPlace(self.sheet.file, self.sheet.name, cell_name(row, self.head.left))
        self.remarks.unread(place, RowUnclear())

    def _is_lone_name(self, named: Mapping[str, Cell], full: set[str]) -> bool:
        """A person of whom nothing but the name is known is still a line."""
        return full == {"name"} and bool(_LONE_NAME.fullmatch(squeezed(named["name"])))

    def _without_dittos(self, line: TableLine) -> TableLine:
        same = frozenset(name for name, cell in line.cells.items() if is_same_as_above(cell))
        if not same:
            return line
        above = self.above.cells if self.above else {}
        cells = {name: above.get(name) if name in same else cell for name, cell in line.cells.items()}
        return TableLine(line.origin, cells, self.sheet, self.head, line.merged_on, same)

    def _origin(self, row: int) -> SheetRow:
        return SheetRow(self.sheet.file, self.sheet.name, row)


def _says_whose(words: str) -> bool:
    """Whether a cell names somebody or a day, and not a total or so many people."""
    return bool(words) and not is_total_word(words) and not _HOW_MANY.fullmatch(squeezed(words))


def _is_statement(words: str, full: set[str]) -> bool:
    """Whether the only cell of a row is a sentence rather than a lonely name or figure."""
    plain = squeezed(words)
    return full != {"name"} and not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain)
