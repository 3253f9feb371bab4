"""Makes the eight files of an import, empty: a heading row each, to be filled in by hand. It reads nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from points.imports.reading.choosing import BOOKS
from points.imports.reading.folder import COLUMNS
from points.imports.refusals import FolderNotEmpty


def make(folder: Path) -> list[Path]:
    """The files, in a folder that has none of them yet; an existing file is never written over."""
    files = {folder / name: _headings(book) for book, (name, _) in BOOKS.items()}
    there = next((path for path in files if path.exists()), None)
    if there is not None:
        raise FolderNotEmpty(file=there.name)
    folder.mkdir(parents=True, exist_ok=True)
    for path, headings in files.items():
        _write(path, headings)
    return list(files)


def _headings(book: str) -> list[str]:
    columns = COLUMNS[book]
    return [columns.title(field) for field in columns.names if field not in columns.unusual]


def _write(path: Path, headings: Iterable[str]) -> None:
    if path.suffix == ".csv":
        # the mark at the beginning is what tells Excel that it is UTF-8
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerow(headings)
        return
    import openpyxl  # a serving process never needs it

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = path.stem
    sheet.append(list(headings))
    sheet.freeze_panes = "A2"
    book.save(path)
