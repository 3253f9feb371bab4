"""What a file is, told by its content and never by its name, and how it is read."""

from __future__ import annotations

import re
from pathlib import Path

from points.imports.reading.files.limits import MAX_FILE, too_large
from points.imports.reading.files.naming import name_of
from points.imports.reading.files.package import Package
from points.imports.reading.files.plain_text import decoded, read_text
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import (
    ArchiveFile,
    BinaryWorkbook,
    BookBroken,
    BookEncrypted,
    BookRefused,
    NumbersFile,
    PdfFile,
    PictureFile,
    SlidesFile,
    TextUnreadable,
    WebPage,
    WordFile,
    XmlFile,
)

#: which kind a name says; a name that says another one is told in `read_as`
_NAMED = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".ods": "ods",
    ".csv": "text",
    ".txt": "text",
    ".tsv": "text",
    ".htm": "html",
    ".html": "html",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: how other files begin
_STRANGERS: tuple[tuple[bytes, type[BookRefused]], ...] = (
    (b"%PDF", PdfFile),
    (b"{\\rtf", WordFile),
    (b"\x89PNG", PictureFile),
    (b"\xff\xd8\xff", PictureFile),
    (b"GIF8", PictureFile),
    (b"Rar!", ArchiveFile),
    (b"7z\xbc\xaf\x27\x1c", ArchiveFile),
    (b"\x1f\x8b", ArchiveFile),
)
#: what a package of parts has, by the beginning of a part's name
_PARTS: tuple[tuple[str, type[BookRefused]], ...] = (
    ("xl/workbook.bin", BinaryWorkbook),
    ("word/", WordFile),
    ("ppt/", SlidesFile),
    ("Index/", NumbersFile),
    ("Index.zip", NumbersFile),
    ("index.apxl", NumbersFile),
)
_PAGE = re.compile(r"<(html|table|body|head|meta|tr|div)\b|<!doctype html", re.IGNORECASE)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")


def load_readers() -> None:
    """Load what else is loaded when a file of its kind comes."""
    from points.imports.reading.files import ods, web_page, xls, xlsx  # noqa: F401 - to have them


def read_file(path: Path) -> list[Sheet]:
    """The sheets of a file, or a refusal that says what to do with it."""
    raw = _bytes(path)
    named = _NAMED.get(path.suffix.lower(), "")
    kind, sheets = _read(name_of(path), raw, named)
    read_as = "" if kind == named else kind
    return [Sheet(one.file, one.name, one.rows, one.marks, read_as) for one in sheets]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            raw = opened.read(MAX_FILE + 1)
    except OSError as error:
        raise BookBroken(file=name_of(path)) from error
    if len(raw) > MAX_FILE:
        raise too_large(name_of(path), f"{MAX_FILE // 2**20} MB")
    return raw


def _read(name: str, raw: bytes, named: str) -> tuple[str, list[Sheet]]:
    if raw.startswith(_OLE):
        return "xls", _from_container(name, raw)
    if raw.startswith(b"PK"):
        return _from_package(name, raw)
    for start, stranger in _STRANGERS:
        if raw.startswith(start):
            raise stranger(file=name)
    return _from_words(name, raw, named)


def _from_container(name: str, raw: bytes) -> list[Sheet]:
    """What stands in the old container: a workbook, one with a password, or a document."""
    from points.imports.reading.files.xls import read_xls

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\x00\x00" in raw

    if holds("EncryptedPackage"):
        raise BookEncrypted(file=name)
    if not holds("Workbook") and not holds("Book"):
        if holds("WordDocument"):
            raise WordFile(file=name)
        if holds("PowerPoint Document"):
            raise SlidesFile(file=name)
        raise BookBroken(file=name)
    return read_xls(name, raw)


def _from_package(name: str, raw: bytes) -> tuple[str, list[Sheet]]:
    package = Package(name, raw)
    parts = package.names()
    if "content.xml" in parts and "mimetype" in parts:
        return "ods", _from_open_document(name, package)
    for start, refusal in _PARTS:
        if any(part.startswith(start) for part in parts):
            raise refusal(file=name)
    if "[Content_Types].xml" not in parts and "_rels/.rels" not in parts:
        raise ArchiveFile(file=name)
    from points.imports.reading.files.xlsx import read_xlsx

    return "xlsx", read_xlsx(package)


def _from_open_document(name: str, package: Package) -> list[Sheet]:
    with package.open("mimetype") as opened:
        said = opened.read(200)
    if b"spreadsheet" not in said:
        raise (SlidesFile if b"presentation" in said else WordFile)(file=name)
    from points.imports.reading.files.ods import read_ods

    return read_ods(package)


def _from_words(name: str, raw: bytes, named: str) -> tuple[str, list[Sheet]]:
    from points.imports.reading.files.web_page import charset, read_web_page

    try:
        words, bare = decoded(name, raw, *(charset(raw) if raw.lstrip()[:1] == b"<" else []))
    except TextUnreadable as error:
        raise (error if named == "text" else BookBroken(file=name)) from error
    start = words.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        head = start[:2000]
        if start.startswith("<?xml") and ("<Workbook" in head or not _PAGE.search(head)):
            raise XmlFile(file=name)
        if _PAGE.search(head):
            if "<table" not in words.lower() and "<tr" not in words.lower():
                raise WebPage(file=name)
            return "html", [read_web_page(name, words)]
    if named != "text" and (not start or _CONTROL.search(words) or "\n" not in words):
        raise BookBroken(file=name)
    sheet = read_text(name, words)
    return ("utf-16" if bare else "text"), [sheet]
