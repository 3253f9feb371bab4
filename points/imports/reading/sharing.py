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

from points.imports.asking import CellPlace
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


#: what a community that keeps one workbook may not keep at all
_MAY_LACK = frozenset({"penalties", "attendance", "deliveries"})
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
    for path, sheets in open_files(list(times)).items():
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


def _as_told(shared: Sheets, sheet: Sheet, remarks: Remarks) -> str:
    """The book to which a sheet went because somebody told us its headings; empty where nobody did."""
    fit = mapped.fitting(sheet, shared.told)
    if not fit:
        shared.near.extend(mapped.near(sheet, shared.told))
        return ""
    shared.used.update(one.name for one in fit)
    shared.of_book[fit[0].book].append(replace(sheet, told=fit))
    said = (sheet.file, "、".join(one.name for one in fit))
    if said not in shared.said:
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
        sheets = answer if isinstance(answer, list) else []
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


def refuse_missing(found: Opened, missing: Sequence[str], remarks: Remarks) -> None:
    """A book that is nowhere is refused; asked about where the others stand in one workbook and it may not be kept."""
    if any(one.kind == FILES_ALIKE.kind and one.is_open for one in remarks.questions()):
        return  # which of the copies holds them is not answered yet
    absent = [book for book in missing if not found[book]]
    refused = next((book for book in absent if len(absent) == len(missing) or book not in _MAY_LACK), None)
    if refused:
        raise BookMissing(file=BOOKS[refused][0])
    files = [BOOKS[book][0] for book in absent]
    for file in files:
        remarks.ask(BOOK_ABSENT, absent[0], CellPlace(file), *files, file="”“".join(files))


def _name(others: Sequence[Path], remarks: Remarks) -> None:
    for path in others:
        remarks.unread(CellPlace(name_of(path)), FileOther())
