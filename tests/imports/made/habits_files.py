"""Habits in the folder: other forms of a file, several files for one book, files that do not belong there."""

from __future__ import annotations

import csv
import html
import io
from pathlib import Path
from typing import Any

import openpyxl

from tests.imports.made.book import Book, Row, Sheet
from tests.imports.made.community import REGISTER, Made, Unfit
from tests.imports.made.habits import Trace, asked, habit, taken


def _file(made: Made) -> str:
    return made.book.names.get(REGISTER, REGISTER)


def _cells(sheet: Sheet) -> list[list[Any]]:
    """The register as text, for forms that know only text; it must have been kept as text."""
    if (
        any(sheet.finish)
        or sheet.head
        or sheet.halves
        or not all(isinstance(row.cells["day"], str) for row in sheet.lines)
    ):
        raise Unfit
    if any(row.struck or row.hidden or row.comments or row.formats for row in sheet.lines):
        raise Unfit
    keys = list(sheet.headings)
    head = [*sheet.above, list(sheet.headings.values())]
    return [*head, *([row.cells.get(key) for key in keys] for row in sheet.lines)]


def _stand(made: Made, sheet: Sheet, file: str, name: str, top: int) -> None:
    """The lines stand in another file than the workbook that would have been written."""
    for number, row in enumerate(sheet.lines, top):
        row.file, row.sheet, row.number = file, name, number
        row.columns = {key: place for place, key in enumerate(sheet.headings, 1)}


def _in_another_form(made: Made, suffix: str, write: Any) -> str:
    sheets = made.sheets(REGISTER)
    if len(sheets) > 1:
        raise Unfit
    sheet = made.register_sheet()
    cells, old = _cells(sheet), _file(made)
    new = old.replace(".xlsx", suffix)

    def change(folder: Path) -> None:
        (folder / old).unlink()
        (folder / new).write_bytes(write(cells))
        _stand(made, sheet, new, "", len(sheet.above) + 2)

    made.book.finish.append(change)
    return new


@habit("taken", "register")
def register_as_csv(made: Made) -> Trace:
    """The register was saved as a table of a Chinese Windows, with semicolons."""

    def write(cells: list[list[Any]]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=made.dice.choice(";,\t")).writerows(cells)
        return text.getvalue().encode("gb18030")

    _in_another_form(made, ".csv", write)
    return taken()


@habit("taken", "register")
def register_as_a_web_page(made: Made) -> Trace:
    """What a web system gives as Excel is a page with a table."""

    def write(cells: list[list[Any]]) -> bytes:
        rows = [
            "".join(f"<td>{html.escape('' if one is None else str(one))}</td>" for one in row)
            for row in cells
        ]
        table = "".join(f"<tr>{row}</tr>" for row in rows)
        return f'<html><head><meta charset="utf-8"></head><body><table>{table}</table></body></html>'.encode()

    return taken(_in_another_form(made, ".xls", write))


@habit("taken", "goods.csv")
def price_list_from_a_notepad(made: Made) -> Trace:
    """The price list was saved as what Windows calls Unicode, with or without its mark."""
    encoding = made.dice.choice(("utf-16", "utf-16-le", "gb18030"))

    def change(folder: Path) -> None:
        text = (folder / "goods.csv").read_text(encoding="utf-8-sig")
        (folder / "goods.csv").write_bytes(text.encode(encoding))

    made.book.finish.append(change)
    return taken()


@habit("taken", "rules.csv")
def rules_as_a_workbook(made: Made) -> Trace:
    """The rule book is a workbook, with a title above."""

    def change(folder: Path) -> None:
        book = openpyxl.Workbook()
        for row in [[f"{made.name}积分规则"], *made.book.tables["rules.csv"]]:
            book.worksheets[0].append(row)
        book.save(folder / "rules.xlsx")
        (folder / "rules.csv").unlink()

    made.book.finish.append(change)
    return taken()


@habit("taken", "folder")
def what_programs_leave_behind(made: Made) -> Trace:
    """Files that Excel, Windows and a Macintosh leave in a folder."""
    name = _file(made)

    def leave(folder: Path) -> None:
        for one in (f"~${name}", ".DS_Store", "Thumbs.db", "desktop.ini", f"._{name}"):
            (folder / one).write_bytes(b"\0" * 100)

    made.book.finish.append(leave)
    return taken()


@habit("taken", "register")
def a_file_for_each_month(made: Made) -> Trace:
    """The register has a file for each month."""
    sheets = made.sheets(REGISTER)
    if len(sheets) < 2:
        raise Unfit
    del made.book.files[REGISTER]
    for sheet in sheets:
        made.book.files[f"{sheet.name}积分登记表.xlsx"] = [sheet]
    return taken()


@habit("asked", "register")
def two_downloads(made: Made) -> Trace:
    """The file was sent twice, and the second time it had one line more; both lie in the folder."""
    made.alone()
    old, new = _file(made), _file(made).replace(".xlsx", "(1).xlsx")
    before = [_copy(sheet) for sheet in made.sheets(REGISTER)]
    made.earned(made.lone())
    lines = [row for sheet in made.sheets(REGISTER) for row in sheet.lines]
    made.book.names.pop(REGISTER, None)
    made.book.files[new] = made.book.files.pop(REGISTER)

    def add(folder: Path) -> None:
        Book({old: before}).save(folder)

    made.book.finish.append(add)
    return asked("the second file", [old, new], lines)


def _copy(sheet: Sheet) -> Sheet:
    """The sheet as it is now, with rows of its own."""
    if sheet.finish or sheet.head or sheet.halves:
        raise Unfit
    found = Sheet(sheet.name, dict(sheet.headings), list(sheet.above), below=list(sheet.below))
    for row in sheet.rows:
        found.rows.append(
            Row(dict(row.cells), row.raw, row.headings, row.struck, row.hidden, formats=dict(row.formats))
        )
    return found
