"""Opens workbooks and CSV files as plain rows, safely and within limits. It knows no column and no community."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from defusedxml import ElementTree

from points.imports.reading.cells import Cell
from points.imports.reading.worksheet import Row, Sheet
from points.imports.refusals import (
    BookBroken,
    BookEncrypted,
    BookOldFormat,
    BookTooLarge,
    BookUnsafe,
    TextUnreadable,
)

MAX_FILE = 30 * 2**20
MAX_UNPACKED = 64 * 2**20
MAX_PARTS = 5_000
MAX_ROWS = 100_000
MAX_COLUMNS = 80
MAX_FILLED = 5_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = tuple("<!DOCTYPE".encode(coding) for coding in ("ascii", "utf-16-le", "utf-16-be"))
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_PLAIN = (str, int, float, bool, datetime, date, time, timedelta)


def open_book(path: Path) -> list[Sheet]:
    """The sheets of a workbook or CSV file, or a refusal that says what to do with the file."""
    raw = _bytes(path)
    if raw.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in raw
        raise (BookEncrypted if encrypted else BookOldFormat)(file=path.name)
    if path.suffix.lower() in (".csv", ".txt") and not raw.startswith(b"PK"):
        return [_from_csv(path.name, raw)]
    return _from_xlsx(path.name, raw)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise BookTooLarge(file=path.name, limit=f"{MAX_FILE // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        raise BookBroken(file=path.name) from error


def _from_xlsx(name: str, raw: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _check_package(name, packed)
            merged = _merged_downwards(packed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(_sheets(name, raw, merged))
    except (BookTooLarge, BookUnsafe):
        raise
    except Exception as error:  # a damaged workbook fails anywhere inside the library, in any way
        raise BookBroken(file=name) from error


def _check_package(name: str, packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BookTooLarge(file=name, limit=f"{MAX_UNPACKED // 2**20} MB")
    if any(part.flag_bits & 1 for part in parts):
        raise BookBroken(file=name)
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            content = packed.read(part)
            if any(mark in content for mark in _DOCTYPE):
                raise BookUnsafe(file=name)


def _merged_downwards(packed: zipfile.ZipFile) -> dict[str, list[tuple[int, int, int]]]:
    """Per sheet: column, first and last row of each merge that is one column wide."""
    targets = {
        link.attrib["Id"]: "xl/" + link.attrib["Target"].removeprefix("/xl/")
        for link in ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for sheet in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        part = targets.get(sheet.attrib.get(_LINK, ""), "")
        content = packed.read(part) if part in packed.namelist() else b""
        found[sheet.attrib["name"]] = [
            (_column(left), int(top), int(bottom))
            for left, top, right, bottom in _MERGED.findall(content)
            if left == right and 0 < int(bottom) - int(top) < MAX_FILLED
        ]
    return found


def _sheets(name: str, raw: bytes, merged: dict[str, list[tuple[int, int, int]]]) -> Iterator[Sheet]:
    import openpyxl  # a serving process never needs it

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows: dict[int, Row] = {}
            for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
                if any(cell is not None for cell in row):
                    rows[number] = tuple(_plain(cell) for cell in row)
                    if len(rows) > MAX_ROWS:
                        raise BookTooLarge(file=name, limit=f"{MAX_ROWS} 行 / rows")
            yield Sheet(name, sheet.title, _filled(rows, merged.get(sheet.title, [])))
    finally:
        book.close()


def _plain(cell: object) -> Cell:
    """A cell as one of the plain kinds; what a spreadsheet has besides is read as its text."""
    return cell if cell is None or isinstance(cell, _PLAIN) else str(cell)


def _filled(rows: dict[int, Row], merged: list[tuple[int, int, int]]) -> dict[int, Row]:
    budget = MAX_ROWS
    for column, top, bottom in merged:
        value = rows[top][column] if top in rows and column < len(rows[top]) else None
        budget -= bottom - top
        if value is None or budget < 0:
            continue
        for number in range(top + 1, bottom + 1):
            if number in rows and rows[number][column] is None:
                rows[number] = (*rows[number][:column], value, *rows[number][column + 1 :])
    return rows


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _from_csv(name: str, raw: bytes) -> Sheet:
    words = _decoded(name, raw)
    rows: dict[int, Row] = {}
    try:
        separator = max(",\t;|", key=lambda sign: _width(words, sign))
        for number, row in enumerate(csv.reader(io.StringIO(words), delimiter=separator), 1):
            if any(cell.strip() for cell in row):
                rows[number] = tuple(cell if cell.strip() else None for cell in row[:MAX_COLUMNS])
            if len(rows) > MAX_ROWS:
                raise BookTooLarge(file=name, limit=f"{MAX_ROWS} 行 / rows")
    except csv.Error as error:
        raise BookBroken(file=name) from error
    return Sheet(name, "", rows)


def _width(words: str, separator: str) -> int:
    """How many columns the first rows have at most, if this sign parts them; a title stands in one."""
    return max(
        (len(row) for row in islice(csv.reader(io.StringIO(words), delimiter=separator), 20)), default=0
    )


def _decoded(name: str, raw: bytes) -> str:
    codings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for coding in codings:
        try:
            words = raw.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in words:
            return words
    raise TextUnreadable(file=name)
