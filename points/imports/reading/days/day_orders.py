"""The order of figures such as 3/15/25 in a column of days, whose year stands last."""

from __future__ import annotations

from points.imports.reading import years
from points.imports.reading.dates import typed_parts
from points.imports.reading.doubts.of_lines import DAY_ORDER
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Table, TableLine

Parts = list[tuple[TableLine, tuple[int, int, int]]]


def find_order(table: Table, column: str, remarks: Remarks) -> str:
    """What one of them says for all, "" where none has such figures; asked where nothing tells."""
    parts = [(line, typed) for line in table.lines if (typed := typed_parts(line[column]))]
    if not parts:
        return ""
    month = years.month_of_title(table)
    both = any(first > 12 for _, (first, _, _) in parts) and any(second > 12 for _, (_, second, _) in parts)
    if both and month is None:
        return _asked(table, column, parts, remarks)
    if any(first > 12 for _, (first, _, _) in parts):
        return "day_first"
    if any(second > 12 for _, (_, second, _) in parts):
        return "month_first"
    if month is not None:
        if all(first == month for _, (first, _, _) in parts):
            return "month_first"
        if all(second == month for _, (_, second, _) in parts):
            return "day_first"
    if all(first == second for _, (first, second, _) in parts):
        return "month_first"
    return _asked(table, column, parts, remarks)


def _asked(table: Table, column: str, parts: Parts, remarks: Remarks) -> str:
    sheet, words = table.sheet, parts[0][0].shown(column)
    answers = [
        remarks.ask(DAY_ORDER, table.book, line.place(column), sheet.file, sheet.name, words=words).choice
        for line, _ in parts
    ]
    return answers[0] or "open"
