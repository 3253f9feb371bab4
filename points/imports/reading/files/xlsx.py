"""Reads .xlsx and .xlsm, the transitional and the strict kind, whatever its parts are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from points.imports.reading.files.limits import MAX_SHEETS, check_count
from points.imports.reading.files.package import Package, PartLink
from points.imports.reading.files.xlsx_comments import read_comments, read_filters
from points.imports.reading.files.xlsx_sheet import Book, SheetFacts, read_sheet
from points.imports.reading.files.xlsx_strings import read_strings
from points.imports.reading.files.xlsx_styles import read_styles
from points.imports.reading.files.xml_stream import Attributes, Elements, local
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BookBroken


@dataclass(frozen=True, slots=True)
class _Listed:
    """One sheet as the workbook lists it."""

    name: str
    link: str
    hidden: bool


def read_xlsx(package: Package) -> list[Sheet]:
    """Its worksheets, in their order; a sheet that holds a chart alone has no rows."""
    package.check()
    part = _workbook(package)
    links = package.links(part)
    listing = _Listing()
    package.read(part, listing)
    check_count(package.file, len(listing.sheets), "工作表 / sheets", MAX_SHEETS)
    if not listing.sheets:
        raise BookBroken(file=package.file)
    book = Book(
        strings=read_strings(package, _part_of(links, "sharedStrings")),
        styles=read_styles(package, _part_of(links, "styles")),
        epoch=listing.epoch,
    )
    return list(_sheets(package, listing.sheets, links, book))


def _sheets(
    package: Package, listed: list[_Listed], links: dict[str, PartLink], book: Book
) -> Iterator[Sheet]:
    for one in listed:
        link = links.get(one.link)
        if link is not None and link.kind != "worksheet":
            continue  # a chart, a dialogue, a macro of long ago
        if link is None or link.target not in package.names():
            raise BookBroken(file=package.file)
        parts = list(package.links(link.target).values())
        filters, comments = read_filters(package, parts), read_comments(package, parts)
        yield read_sheet(package, link.target, book, SheetFacts(one.name, one.hidden, filters, comments))


def _workbook(package: Package) -> str:
    """The part that lists the sheets: the package says which, under whatever name."""
    for link in package.links("").values():
        if link.kind == "officeDocument" and link.target in package.names():
            return link.target
    if "xl/workbook.xml" in package.names():
        return "xl/workbook.xml"
    raise BookBroken(file=package.file)


def _part_of(links: dict[str, PartLink], kind: str) -> str:
    return next((link.target for link in links.values() if link.kind == kind), "")


class _Listing(Elements):
    def __init__(self) -> None:
        self.sheets: list[_Listed] = []
        self.epoch: datetime = WINDOWS_EPOCH

    def start(self, name: str, attributes: Attributes) -> None:
        if local(name) == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH
        elif local(name) == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_Listed(attributes.get("name", ""), link, hidden))
