"""Draws one blank book: a sheet to fill in with drop-downs and checks, one that says how, one that holds the choices."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from points.imports import column_words
from points.imports.reading.folder import COLUMNS

#: lines that are checked and have drop-downs
LINES = 2_000
#: a sign-in sheet has three rows of its own above the heading
_ABOVE = {"attendance": 3}
_FORMATS = {
    "code": "@", "birth": "@", "day": "yyyy-mm-dd", "day_or_ever": "yyyy-mm-dd", "points": "0.0", "money": "0.00",
    "count": "0", "pieces": "0", "time": "hh:mm",
}  # fmt: skip
#: how wide a column of each kind is; what is only words gets more
_WIDTHS = {
    "code": 12,
    "day": 13,
    "day_or_ever": 13,
    "birth": 12,
    "points": 9,
    "money": 9,
    "count": 9,
    "pieces": 9,
    "time": 9,
}
#: 2000-01-01 as a spreadsheet counts days: a year typed alone is no day
_FIRST_DAY = 36_526
#: a line by column
BlankLine = Mapping[str, str | float | None]
#: what a cell says when it is chosen may be so long
_PROMPT = 250


@dataclass(frozen=True)
class BlankBook:
    """One file: what it is called in our tables, the book it is read as, and its columns."""

    name: str
    book: str
    columns: tuple[str, ...]
    #: the column of which each value may stand there once, beside numbers of rules and goods
    once: str = ""

    def file(self, language: str) -> str:
        """Its file; a word in the name says which book it is."""
        return f"{column_words.pick(column_words.said()['files'][self.name], language)}.xlsx"

    def title(self, field: str) -> str:
        """The heading of a column, as the import reads it."""
        return COLUMNS[self.book].title(field)

    def words(self, field: str) -> column_words.ColumnWords:
        """What a column is here."""
        words = column_words.of(self.name, field)
        return replace(words, unique=words.unique or field == self.once)

    def must(self, field: str) -> str:
        """Whether each line needs it: must, keep (the column has to be there, its cells may be empty), may."""
        if field not in COLUMNS[self.book].needed:
            return "may"
        return "keep" if self.words(field).empty else "must"


def drawn(
    book: BlankBook,
    language: str,
    own: Mapping[str, list[str]],
    filled: Iterable[BlankLine] = (),
) -> io.BytesIO:
    """The workbook as it goes out, with the lines that stand in it already."""
    from openpyxl import Workbook  # a serving process never needs it

    made = Workbook()
    lines = made.worksheets[0]
    lines.title = column_words.pick(column_words.said()["files"][book.name], "zh")
    guide = made.create_sheet(column_words.pick(column_words.said()["sheets"]["guide"], language))
    lists = made.create_sheet(column_words.pick(column_words.said()["sheets"]["lists"], language))
    lists.sheet_state = "hidden"
    _explain(guide, book, language)
    places = _choices(lists, book, own)
    _head(lines, book)
    for number, line in enumerate(filled, lines.max_row + 1):
        _fill(lines, number, line, book.columns)
    _check(lines, book, places, language)
    found = io.BytesIO()
    made.save(found)
    found.seek(0)
    return found


def _fill(sheet: Any, number: int, line: BlankLine, fields: Sequence[str]) -> None:
    """A line that stands in the books. Words stay words, whatever sign they begin with, also once somebody edits them."""
    for column, field in enumerate(fields, 1):
        value = line.get(field)
        if value in (None, ""):
            continue
        cell = sheet.cell(number, column, value)
        if isinstance(value, str):
            cell.data_type, cell.quotePrefix, cell.number_format = "s", True, "@"


def _head(sheet: Any, blank: BlankBook) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    heading = _ABOVE.get(blank.book, 0) + 1
    if blank.book == "attendance":
        sheet.append(["签到表"])
        sheet.append(["活动时间：", None, "带队人：", None, "规则编号：", None])
        sheet.append([])
    sheet.append([blank.title(field) for field in blank.columns])
    sheet.freeze_panes, sheet.print_title_rows = f"A{heading + 1}", f"{heading}:{heading}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, field in enumerate(blank.columns, 1):
        words, cell = blank.words(field), sheet.cell(heading, number)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFE8EEF4")
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = _WIDTHS.get(words.kind, 16)
        if words.kind in _FORMATS:
            column.number_format = _FORMATS[words.kind]
            cell.number_format = "General"


def _explain(sheet: Any, book: BlankBook, language: str) -> None:
    """One line for each column: what it is, an example, whether it must be filled in."""
    from openpyxl.styles import Alignment, Font

    words, said = column_words.said()["words"], column_words.pick
    colon = ": " if language == "en" else "："
    sheet.append([f"{sheet.title}{colon}{book.file(language)}"])
    more = [said(words[book.name], language)] if book.name in words else []
    steps = [*said(words["steps"], language), *more]
    for step in steps:
        sheet.append([step])
    sheet.append([])
    sheet.append(said(words["heads"], language))
    bold = sheet.max_row
    for field in book.columns:
        one, wanted = book.words(field), said(words[book.must(field)], language)
        sheet.append([book.title(field), one.en if language == "en" else one.zh, one.example, wanted])
    for letter, width in zip("ABCD", (26, 64, 24, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in (1, bold):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=bold + 1, max_col=4):
        for cell in row:
            cell.alignment, cell.number_format = Alignment(wrap_text=True, vertical="top"), "@"


def _choices(sheet: Any, blank: BlankBook, own: Mapping[str, list[str]]) -> dict[str, str]:
    """The lists that a book needs, each in a column; where each stands, for the drop-downs. What is empty offers nothing."""
    from openpyxl.utils import get_column_letter

    sheet.append([sheet.title])
    places: dict[str, str] = {}
    wanted = dict.fromkeys(blank.words(field).list for field in blank.columns)
    if blank.book == "attendance":
        wanted["rule_codes"] = None
    for name in filter(None, wanted):
        offered = list(dict.fromkeys([*column_words.said()["lists"].get(name, []), *own.get(name, [])]))
        if not offered:
            continue
        column = len(places) + 1
        for row, one in enumerate(offered, 2):
            cell = sheet.cell(row, column, one)
            cell.data_type, cell.number_format = "s", "@"
        letter = get_column_letter(column)
        places[name] = f"'{sheet.title}'!${letter}$2:${letter}${len(offered) + 1}"
    return places


def _check(sheet: Any, blank: BlankBook, places: Mapping[str, str], language: str) -> None:
    from openpyxl.utils import get_column_letter

    first = _ABOVE.get(blank.book, 0) + 2
    for number, field in enumerate(blank.columns, 1):
        words, letter = blank.words(field), get_column_letter(number)
        checked = _validation(words, f"{letter}{first}", places.get(words.list, ""), language)
        checked.promptTitle = blank.title(field)
        checked.prompt = (words.en if language == "en" else words.zh)[:_PROMPT]
        checked.showInputMessage = True
        checked.add(f"{letter}{first}:{letter}{LINES}")
        sheet.add_data_validation(checked)
    if blank.book == "attendance" and "rule_codes" in places:
        of_rule = _validation(column_words.of("register", "rule"), "F2", places["rule_codes"], language)
        of_rule.add("F2")
        sheet.add_data_validation(of_rule)


def _validation(words: column_words.ColumnWords, cell: str, choices: str, language: str) -> Any:
    """The check of a column; a list that is not closed only offers."""
    from openpyxl.worksheet.datavalidation import DataValidation

    said = column_words.said()
    rule = _rule(words, cell, choices)
    kind = "unique" if words.unique else "list" if choices else words.kind
    made = DataValidation(allow_blank=True, **rule)  # type: ignore[arg-type]
    made.showErrorMessage = bool(rule) and (not choices or words.list in said["closed"])
    if made.showErrorMessage:
        made.error = column_words.pick(said["words"]["refused"][kind], language)
    return made


def _rule(words: column_words.ColumnWords, cell: str, choices: str) -> dict[str, str]:
    letter = cell.rstrip("0123456789")
    if words.unique:
        area = f"${letter}${cell[len(letter) :]}:${letter}${LINES}"
        return {"type": "custom", "formula1": f"COUNTIF({area},{cell})=1"}
    if choices:
        return {"type": "list", "formula1": choices}
    return {
        "day": {"type": "date", "operator": "greaterThanOrEqual", "formula1": str(_FIRST_DAY)},
        "day_or_ever": {
            "type": "custom",
            "formula1": f'OR({cell}="长期",AND(ISNUMBER({cell}),{cell}>={_FIRST_DAY}))',
        },
        "birth": {"type": "textLength", "operator": "between", "formula1": "6", "formula2": "10"},
        "points": {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"},
        "money": {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"},
        "count": {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0"},
        "pieces": {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "1"},
        "time": {"type": "time", "operator": "between", "formula1": "0", "formula2": "0.999988"},
    }.get(words.kind, {})
