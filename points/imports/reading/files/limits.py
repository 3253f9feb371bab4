"""How much of a file is read: bytes, parts, rows, columns, and what stands beside the values."""

from __future__ import annotations

from points.imports.reading.worksheet import Row
from points.imports.refusals import BookTooLarge

MAX_FILE = 30 * 2**20
MAX_UNPACKED = 64 * 2**20
MAX_PARTS = 5_000
MAX_SHEETS = 500
MAX_ROWS = 100_000
MAX_COLUMNS = 80
#: merged cells of a sheet, and its comments
MAX_MARKS = 20_000
#: elements within one another
MAX_DEPTH = 100


def too_large(file: str, limit: str) -> BookTooLarge:
    """A refusal for a file that is over this limit."""
    return BookTooLarge(file=file, limit=limit)


class Rows:
    """The rows of one sheet as they come, counted; empty ones are left out."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.kept: dict[int, Row] = {}

    def add(self, number: int, cells: Row, beyond: int = 0, kept: bool = False) -> None:
        """Keep a row that holds something, or has to be kept; `beyond` counts what stands further right."""
        filled = sum(cell is not None for cell in cells)
        if filled + beyond > MAX_COLUMNS:
            raise too_large(self.file, f"{MAX_COLUMNS} 列 / columns")
        if filled or kept:
            self.kept[number] = cells[:MAX_COLUMNS]
            if len(self.kept) > MAX_ROWS:
                raise too_large(self.file, f"{MAX_ROWS} 行 / rows")


def check_count(file: str, count: int, what: str, limit: int = MAX_MARKS) -> None:
    """Refuse a file that has more of something than anybody makes by hand."""
    if count > limit:
        raise too_large(file, f"{limit} {what}")
