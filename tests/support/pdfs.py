"""A page printed by Chromium, read back from the file: sizes of its sheets, and which cells of tables stand on which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page

_OBJECT = re.compile(rb"(?<=\n)(\d+) 0 obj\n(.*?)endobj", re.S)
_POINT = 25.4 / 72


@dataclass
class Printed:
    """Sheets as (width, height) in millimetres; by sheet the head cells and the body cells on it; rows torn in two."""

    sheets: list[tuple[float, float]]
    heads: list[set[int]] = field(default_factory=list)
    cells: list[set[int]] = field(default_factory=list)
    torn: int = 0


def printed(page: Page) -> Printed:
    """Print what is shown, on paper as large as the page wants it."""
    objects = {int(m[1]): m[2] for m in _OBJECT.finditer(page.pdf(prefer_css_page_size=True, tagged=True))}
    sheets = [number for pages in _kids(objects) for number in pages]
    found = Printed([_size(objects[one]) for one in sheets], [set() for _ in sheets], [set() for _ in sheets])
    elements = {number: text for number, text in objects.items() if b"/Type /StructElem" in text}
    rows: dict[int, set[int]] = {}
    for number, text in elements.items():
        on = {int(one) for one in re.findall(rb"/Pg (\d+) 0 R", text)}
        if not on:
            continue
        cell, kind = _within(elements, number, (b"TD", b"TH"))
        if cell is None:
            continue
        for sheet in on:
            (found.cells if kind == b"TD" else found.heads)[sheets.index(sheet)].add(cell)
        if kind == b"TD":
            row = _within(elements, cell, (b"TR",))[0]
            rows.setdefault(row or 0, set()).update(on)
    found.torn = sum(len(on) > 1 for on in rows.values())
    return found


def _kids(objects: dict[int, bytes]) -> list[list[int]]:
    """The sheets in order; Chromium hangs more than eight of them on branches."""

    def under(number: int) -> list[int]:
        if b"/Type /Pages" not in objects[number]:
            return [number]
        kids = re.search(rb"/Kids \[(.*?)\]", objects[number], re.S)
        assert kids
        return [leaf for one in re.findall(rb"(\d+) 0 R", kids[1]) for leaf in under(int(one))]

    roots = [one for one, text in objects.items() if b"/Type /Pages" in text and b"/Parent" not in text]
    return [under(one) for one in roots]


def _size(text: bytes) -> tuple[float, float]:
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", text)
    assert box
    return round(float(box[1]) * _POINT, 1), round(float(box[2]) * _POINT, 1)


def _within(
    elements: dict[int, bytes], number: int, kinds: tuple[bytes, ...]
) -> tuple[int | None, bytes | None]:
    """The nearest element of one of these kinds, from this one upwards."""
    while number in elements:
        kind = re.search(rb"/S /(\w+)", elements[number])
        if kind and kind[1] in kinds:
            return number, kind[1]
        parent = re.search(rb"/P (\d+) 0 R", elements[number])
        if not parent:
            break
        number = int(parent[1])
    return None, None
