"""Finds the tables of a workbook by the names in their headings, with their lines, and names what was not read."""

from points.imports.reading.tables.columns import Columns
from points.imports.reading.tables.line_notes import for_all
from points.imports.reading.tables.lines import Table, TableLine
from points.imports.reading.tables.locating import BookSheets, fitting, tables, titles
from points.imports.reading.tables.standing import cancelling, void

__all__ = [
    "BookSheets",
    "Columns",
    "Table",
    "TableLine",
    "cancelling",
    "fitting",
    "for_all",
    "tables",
    "titles",
    "void",
]
