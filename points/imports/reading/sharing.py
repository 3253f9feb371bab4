"""Several books in one workbook: each of its sheets goes to the book whose heading it has.

A workbook is parted where several books have it by its name, and where a book has no file of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from points.imports.asking import CellPlace
from points.imports.reading.choosing import BOOKS
from points.imports.reading.doubts.of_sheets import BOOK_ABSENT, FILES_ALIKE
from points.imports.reading.files import open_each, open_files
from points.imports.reading.refusals import FileOther, SheetOfAnother, SheetOther, SheetReadAs
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Columns, fitting
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BookMissing

Opened = dict[str, list[Sheet]]
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
    columns: Mapping[str, Columns],
    remarks: Remarks,
) -> Opened:
    """The sheets of each book, from the files that were chosen of its own, or from workbooks that hold several."""
    missing = [book for book, some in found.items() if not some]
    times = Counter(path for some in chosen.values() for path in some)
    by_book: Opened = {book: [] for book in found}
    for path, sheets in open_files(list(times)).items():
        books = [book for book, some in chosen.items() if path in some]
        wanted = [*books, *missing]
        for sheet in sheets:
            best = fitting(sheet, {book: columns[book] for book in wanted}) if len(wanted) > 1 else None
            _take(by_book, best or books[0], sheet, missing, remarks)
    if missing:
        _from_others(by_book, missing, others, columns, remarks)
        _refuse_missing(by_book, missing, remarks)
    else:
        _name(others, remarks)
    return by_book


def _take(by_book: Opened, book: str, sheet: Sheet, missing: Sequence[str], remarks: Remarks) -> None:
    by_book[book].append(sheet)
    if book in missing and not re.search(_CALLED[book], sheet.name):
        remarks.say_of_file(CellPlace(sheet.file, sheet.name), SheetReadAs(book=BOOKS[book][0]))


def _from_others(
    found: Opened,
    missing: Sequence[str],
    others: Sequence[Path],
    columns: Mapping[str, Columns],
    remarks: Remarks,
) -> None:
    """Look in files of other names for the books that have none."""
    for path, answer in open_each(others).items():
        taken = {sheet.name: fitting(sheet, columns) for sheet in answer} if isinstance(answer, list) else {}
        if not set(taken.values()) & set(missing):
            _name([path], remarks)
            continue
        for sheet in answer if isinstance(answer, list) else ():
            book, place = taken[sheet.name], CellPlace(sheet.file, sheet.name)
            if book and book in missing:
                _take(found, book, sheet, missing, remarks)
            elif sheet.rows:
                remarks.unread(place, SheetOfAnother(book=BOOKS[book][0]) if book else SheetOther())


def _refuse_missing(found: Opened, missing: Sequence[str], remarks: Remarks) -> None:
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
        remarks.unread(CellPlace(path.name), FileOther())
