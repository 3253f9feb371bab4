"""Several books in one workbook: each of its sheets goes to the book whose heading it has.

A workbook is parted where several books have it by its name, and where a book has no file of its own. A sheet whose headings
somebody told us goes where they said, whatever it and its file are called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from points.imports import column_words
from points.imports.asking import CellPlace
from points.imports.reading.cells import text
from points.imports.reading.choosing import BOOKS
from points.imports.reading.doubts.of_sheets import BOOK_ABSENT, FILES_ALIKE
from points.imports.reading.files import open_each, open_files
from points.imports.reading.files.naming import name_of
from points.imports.reading.refusals import FileOther, SheetOfAnother, SheetOther, SheetReadAs, SheetTold
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Columns, fitting, mapped
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BookMissing
from points.imports.told import ColumnMapping, NearMapping

Opened = dict[str, list[Sheet]]


@dataclass
class Sheets:
    """The sheets of a folder as they are shared out; `told` are the mappings that may be used.

    Files of other names are opened where a book is missing, where they may have headings that we were told, or to look.
    """

    columns: Mapping[str, Columns]
    told: Sequence[ColumnMapping] = ()
    look_everywhere: bool = False
    of_book: Opened = field(default_factory=dict)
    #: what no book has, and the files that could not be opened for it
    stray: list[Sheet] = field(default_factory=list)
    #: books that have no file of their own, or lost a sheet of it to what somebody told us
    missing: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    #: of which files it was said by which mappings they were read
    said: set[tuple[str, str]] = field(default_factory=set)
    near: list[NearMapping] = field(default_factory=list)


#: what moves points or goods, and the books it cannot be read without
_NEEDS = {
    "attendance": ("roster", "rules"), "register": ("roster", "rules"), "deliveries": ("goods",), "redemptions": ("roster", "goods"),
}  # fmt: skip
#: our own lists as they go out in English; in Chinese their headings are names of the columns they are
_OUR_LISTS = tuple(
    ColumnMapping(f"our list: {book}", book, fields)
    for book, fields in column_words.said()["lists_in_english"].items()
)
#: so many cells are a line, and so many lines a table
_CELLS = 3
#: what a sheet is called of which nobody has to be told which book it is
_CALLED = {
    "rules": "规则", "penalties": "扣分|负面|罚则", "goods": "商品|物资(目录|清单)", "roster": "名册|居民|住户",
    "attendance": "签到", "register": "登记|得分|积分明细", "deliveries": "入库|进货", "redemptions": "兑换",
}  # fmt: skip


def opened(
    found: Mapping[str, Sequence[Path]],
    chosen: Mapping[str, Sequence[Path]],
    others: Sequence[Path],
    shared: Sheets,
    remarks: Remarks,
) -> None:
    """Share out the sheets of each book, from the files that were chosen of its own, or from workbooks that hold several."""
    missing = [book for book, some in found.items() if not some]
    shared.of_book = {book: [] for book in found}
    shared.missing = list(missing)
    columns = shared.columns
    times = Counter(path for some in chosen.values() for path in some)
    for path, every in open_files(list(times)).items():
        sheets = [sheet for sheet in every if not _explains(sheet)]
        books = [book for book, some in chosen.items() if path in some]
        wanted = [*books, *missing]
        for sheet in sheets:
            book = _as_told(shared, sheet, remarks)
            if book:
                shared.missing.extend(one for one in books if one != book and one not in shared.missing)
                continue
            best = fitting(sheet, {book: columns[book] for book in wanted}) if len(wanted) > 1 else None
            _take(shared.of_book, best or books[0], sheet, missing, remarks)
    if missing or shared.told or shared.look_everywhere:
        _from_others(shared, missing, others, remarks)
    else:
        _name(others, remarks)


def _explains(sheet: Sheet) -> bool:
    """Whether it is a sheet that a blank book brings along for people."""
    first = next(iter(sheet.rows.values()), ())
    return bool(first) and column_words.is_ours(sheet.name, text(first[0]))


def _as_told(shared: Sheets, sheet: Sheet, remarks: Remarks) -> str:
    """The book to which a sheet went because somebody told us its headings; empty where nobody did."""
    fit = mapped.fitting(sheet, shared.told) or mapped.fitting(sheet, _OUR_LISTS)
    if not fit:
        shared.near.extend(mapped.near(sheet, shared.told))
        return ""
    shared.used.update(one.name for one in fit if one in shared.told)
    shared.of_book[fit[0].book].append(replace(sheet, told=fit))
    said = (sheet.file, "、".join(one.name for one in fit))
    if said not in shared.said and fit[0] in shared.told:
        shared.said.add(said)
        told = SheetTold(book=BOOKS[fit[0].book][0], mapping=said[1])
        remarks.say_of_file(CellPlace(sheet.file), told)
    return fit[0].book


def _take(by_book: Opened, book: str, sheet: Sheet, missing: Sequence[str], remarks: Remarks) -> None:
    by_book[book].append(sheet)
    if book in missing and not re.search(_CALLED[book], sheet.name):
        remarks.say_of_file(CellPlace(sheet.file, sheet.name), SheetReadAs(book=BOOKS[book][0]))


def _from_others(
    shared: Sheets,
    missing: Sequence[str],
    others: Sequence[Path],
    remarks: Remarks,
) -> None:
    """Look in files of other names for what we were told, and for the books that have none."""
    for path, answer in open_each(others).items():
        sheets = [one for one in answer if not _explains(one)] if isinstance(answer, list) else []
        rest = [sheet for sheet in sheets if not _as_told(shared, sheet, remarks)]
        taken = {sheet.name: fitting(sheet, shared.columns) for sheet in rest} if missing else {}
        if len(rest) == len(sheets) and not set(taken.values()) & set(missing):
            _name([path], remarks)
            shared.stray.extend(rest)
            continue
        for sheet in rest:
            book, place = taken.get(sheet.name), CellPlace(sheet.file, sheet.name)
            if book and book in missing:
                _take(shared.of_book, book, sheet, missing, remarks)
            elif sheet.rows:
                remarks.unread(place, SheetOfAnother(book=BOOKS[book][0]) if book else SheetOther())
                shared.stray.append(sheet)


def refuse_missing(shared: Sheets, remarks: Remarks) -> None:
    """A book that another one cannot be read without is refused; so is one that may be the table that nobody knows.

    Of the others it is asked once whether they are kept at all, but where nothing came that moves points or goods: a list of
    goods or people may come alone.
    """
    if any(one.kind == FILES_ALIKE.kind and one.is_open for one in remarks.questions()):
        return  # which of the copies holds them is not answered yet
    there = [book for book, sheets in shared.of_book.items() if sheets]
    absent = [book for book in shared.missing if book not in there]
    needed = {one for book in there for one in _NEEDS.get(book, ())}
    unknown = any(map(_may_be_lines, shared.stray))
    refused = next(
        (book for book in absent if book in needed or not there or (unknown and book in _NEEDS)), None
    )
    if refused:
        raise BookMissing(file=BOOKS[refused][0])
    if "redemptions" in there:
        absent = [
            book for book in absent if book != "deliveries"
        ]  # asked beside the redemptions, which need goods
    files = [BOOKS[book][0] for book in absent]
    for file in files if _NEEDS.keys() & set(there) else ():
        remarks.ask(BOOK_ABSENT, absent[0], CellPlace(file), *files, file="”“".join(map(_known_as, absent)))


def _known_as(book: str) -> str:
    """What people call a book; a table that has another name as a file, with that."""
    usual, called = BOOKS[book][0], column_words.said()["files"][book][0]
    return usual.rpartition(".")[0] if called in usual else f"{called}（{usual}）"


def _may_be_lines(sheet: Sheet) -> bool:
    """Whether a sheet that nobody knows may hold a book: some lines of several cells."""
    return sum(sum(cell is not None for cell in row) >= _CELLS for row in sheet.rows.values()) >= _CELLS


def _name(others: Sequence[Path], remarks: Remarks) -> None:
    for path in others:
        remarks.unread(CellPlace(name_of(path)), FileOther())
