"""Workbooks whose parts are written by hand, as other programs write them and as openpyxl never would."""

from __future__ import annotations

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def pack(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A file made of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def repack(path: Path, part: str, content: bytes) -> None:
    """Replace one part inside a file, or add it."""
    with zipfile.ZipFile(path) as packed:
        parts = {info.filename: packed.read(info) for info in packed.infolist()}
    pack(path, {**parts, part: content})


def links(*kinds: tuple[str, str]) -> str:
    """The relationships of a part: kinds and targets, with ids r1, r2, …"""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


def xlsx(path: Path, sheet: str, **more: str) -> Path:
    """A workbook of one sheet, given by the inside of its `worksheet`; `styles`, `strings`, `comments` as whole parts."""
    beside = [("comments", "/c.xml")] if "comments" in more else []
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{more.get("properties", "")}'
        '<sheets><sheet name="3月" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "strings.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": links(*beside),
        "xl/styles.xml": more.get("styles", f'<styleSheet xmlns="{MAIN}"/>'),
        "xl/strings.xml": more.get("strings", f'<sst xmlns="{MAIN}"/>'),
    }
    if beside:
        parts["c.xml"] = more["comments"]
    return pack(path, {**parts})


def ods(path: Path, tables: str, styles: str = "") -> Path:
    """An .ods with these tables."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for short, space in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return pack(path, {"mimetype": kind, "content.xml": content})
