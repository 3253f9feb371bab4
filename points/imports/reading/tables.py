"""Finds the table on a sheet by the names in its heading row, and tells its lines from titles, totals and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from points.imports.lines import SheetRow
from points.imports.reading.cells import Cell, is_same_as_above, shown, squeezed, text, unbracketed
from points.imports.reading.worksheet import Row, Sheet
from points.imports.refusals import ColumnMissing, HeaderMissing, TableColumnMissing

_TOTAL = re.compile(
    r"^([^:：]{0,10}(合计|小计|总计|共计|累计|总和)|承前页|过次页|以下空白|-+以下空白-+)([:：(（\d￥]|$)"
)
_NOTE = re.compile(
    r"^(注|备注|说明|附注|填报|填表|制表|审核|复核|经办|负责|单位|活动|带队|领队|统计|打印|盖章|社区|规则|日期|时间|签字|签名|联系)"
    r"[^:：]{0,12}[:：]|^(活动时间|活动日期|带队人|负责人|活动负责人|领队|规则编号|制表人|填报人|审核人)$"
)


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of table: what each may be called, and which it cannot do without."""

    names: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    counter: str = "counter"

    def called(self, heading: str) -> str | None:
        """Which column a heading means."""
        return next((field for field, names in self.names.items() if heading in names), None)

    def title(self, field: str) -> str:
        """The first, usual name of a column."""
        return self.names[field][0]


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of a table, its cells by column."""

    origin: SheetRow
    cells: Mapping[str, Cell]

    def __getitem__(self, field: str) -> Cell:
        return self.cells.get(field)

    def text(self, field: str) -> str:
        """The text of one cell, in half-width signs."""
        return text(self.cells.get(field))

    def shown(self, field: str) -> str:
        """The text of one cell as it was typed."""
        return shown(self.cells.get(field))


@dataclass(frozen=True)
class Table:
    """A table that was found: its lines, and the sentences around it with their rows."""

    sheet: Sheet
    heading: int
    lines: tuple[TableLine, ...]
    notes: tuple[tuple[int, str], ...]


def tables(sheets: list[Sheet], columns: Columns) -> tuple[list[Table], list[tuple[str, str]]]:
    """The tables of a workbook, and the sheets that hold something else; a refusal where there is no table."""
    found = [(sheet, _table(_filled(sheet), columns)) for sheet in sheets]
    kept = [table for _, table in found if table is not None]
    if not kept:
        titles = "、".join(columns.title(field) for field in columns.needed)
        raise HeaderMissing(file=sheets[0].file if sheets else "", columns=titles)
    return kept, [(sheet.file, sheet.name) for sheet, table in found if table is None and sheet.rows]


def _table(sheet: Sheet, columns: Columns) -> Table | None:
    number, places = _heading(sheet, columns)
    missing = [field for field in columns.needed if field not in places]
    if number == 0 or len(missing) > 1 or len(missing) == len(columns.needed):
        return None
    if missing:
        titles = "、".join(columns.title(field) for field in missing)
        refusal = ColumnMissing if sheet.name else TableColumnMissing
        raise refusal(file=sheet.file, sheet=sheet.name, columns=titles, row=number)
    lines: list[TableLine] = []
    notes = [(row, " ".join(_words(cells))) for row, cells in sheet.rows.items() if row < number]
    for row, cells in sheet.rows.items():
        if row > number:
            named = {field: cells[index] if index < len(cells) else None for field, index in places.items()}
            if _is_line(named, cells, columns):
                lines.append(TableLine(SheetRow(sheet.file, sheet.name, row), _without_dittos(named, lines)))
            else:
                notes.append((row, " ".join(_words(cells))))
    return Table(sheet, number, tuple(lines), tuple(notes))


def _filled(sheet: Sheet) -> Sheet:
    """The sheet with cells that are merged downwards, one column wide, filled in."""
    rows, budget = dict(sheet.rows), 100_000
    for top, column, bottom, right in sheet.marks.merged:
        value = rows[top][column] if top in rows and column < len(rows[top]) else None
        budget -= bottom - top
        if column != right or bottom - top >= 5_000 or value is None or budget < 0:
            continue
        for number in range(top + 1, bottom + 1):
            cells = rows.get(number, ())
            if cells and (column >= len(cells) or cells[column] is None):
                cells = (*cells, *[None] * (column + 1 - len(cells)))
                rows[number] = (*cells[:column], value, *cells[column + 1 :])
    return replace(sheet, rows=rows)


def _heading(sheet: Sheet, columns: Columns) -> tuple[int, dict[str, int]]:
    """The row with the most headings of this table, and where each column stands."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, cells in sheet.rows.items():
        places: dict[str, int] = {}
        for index, cell in enumerate(cells):
            field = columns.called(_heading_name(cell)) if isinstance(cell, str) else None
            if field and field not in places:
                places[field] = index
        if sum(field in columns.needed for field in places) > sum(
            field in columns.needed for field in best[1]
        ):
            best = (number, places)
        if len(best[1]) == len(columns.names):
            break
    return best


def _heading_name(cell: Cell) -> str:
    return unbracketed(squeezed(cell)).strip(":*·")


def _is_line(named: Mapping[str, Cell], cells: Row, columns: Columns) -> bool:
    """Whether a row below the heading is a line, and not a note, a total, the heading again or a mere number."""
    full = {field for field, cell in named.items() if text(cell)} - {columns.counter}
    repeated = [field for field in full if columns.called(_heading_name(named[field])) == field]
    if len(repeated) >= 2 or _is_note(_words(cells)):
        return False
    return len(full) >= 2 or _lone_name(named, full)


def _without_dittos(named: Mapping[str, Cell], lines: list[TableLine]) -> dict[str, Cell]:
    above = lines[-1].cells if lines else {}
    return {field: above.get(field) if is_same_as_above(cell) else cell for field, cell in named.items()}


def _words(cells: Row) -> list[str]:
    return [text(cell) for cell in cells if text(cell)]


def _is_note(words: list[str]) -> bool:
    first = [squeezed(one) for one in words[:2]]
    return any(_TOTAL.match(one) for one in first) or bool(first and _NOTE.match(first[0]))


def _lone_name(named: Mapping[str, Cell], full: set[str]) -> bool:
    """A person of whom nothing but the name is known is still a line."""
    return full == {"name"} and bool(re.fullmatch(r"[\u3400-\u9fff·]{2,12}", squeezed(named["name"])))


def titles(found: list[Table]) -> list[str]:
    """What stands above the tables, and the names of their sheets."""
    return [words for table in found for words in title(table)]


def title(table: Table) -> list[str]:
    """What stands above one table, and the name of its sheet."""
    return [*(words for row, words in table.notes if row < table.heading), table.sheet.name]


def all_sentences(sheets: list[Sheet]) -> list[str]:
    """The text of the first rows of every sheet, for the name of the community."""
    words: list[str] = []
    for sheet in sheets:
        for number in list(sheet.rows)[:4]:
            words.extend(_words(sheet.rows[number]))
    return words


def day_samples(table: Table, field: str = "day") -> list[str]:
    """What stands in the date cells, as text, so that the year of a date without one can be told."""
    return [line.text(field)[:10] for line in table.lines]
