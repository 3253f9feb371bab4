"""Reads the tables of a web page: what many systems call an export to Excel. They stand one below the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from points.imports.reading.files.fonts import LookMarks, TextLook, is_red
from points.imports.reading.files.limits import MAX_COLUMNS, MAX_DEPTH, MAX_ROWS, Rows, check_count
from points.imports.reading.files.places import Area, merged
from points.imports.reading.worksheet import Marks, Sheet
from points.imports.refusals import BookUnsafe, WebPage

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*(#?\w+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_STRUCK = re.compile(r"line-through", re.IGNORECASE)
_LOOKS = ("s", "strike", "del", "font", "span", "td", "th", "tr")
_BREAKS = ("br", "p", "div", "li")

Attributes = list[tuple[str, str | None]]


def charset(raw: bytes) -> list[str]:
    """The encoding that a page says it has; the old Chinese ones are parts of the new."""
    said = [found.decode("ascii", "replace").lower() for found in _CHARSET.findall(raw[:4096])[:1]]
    return ["gb18030" if one in ("gb2312", "gbk", "x-gbk") else one for one in said]


def read_web_page(file: str, words: str) -> Sheet:
    """All tables of a page as one sheet, as a spreadsheet opens it."""
    reader = _Reader(file)
    reader.feed(words)
    reader.close()
    reader.close_tables()
    kept = reader.rows.kept
    if not kept:
        raise WebPage(file=file)
    marks = Marks(
        hidden_rows=frozenset(reader.hidden_rows & kept.keys()),
        struck=frozenset(reader.looks.struck),
        struck_partly=frozenset(reader.looks.partly),
        red=frozenset(reader.looks.red),
        merged=merged(file, reader.merged, max(kept)),
    )
    return Sheet(file, "", kept, marks)


@dataclass(slots=True)
class _Spot:
    """One cell of a table, and how the pieces of its text look."""

    words: list[str] = field(default_factory=list)
    pieces: list[TextLook] = field(default_factory=list)

    def text(self) -> str | None:
        lines = [" ".join(line.split()) for line in "".join(self.words).split("\n")]
        return "\n".join(line for line in lines if line) or None


@dataclass(slots=True)
class _Grid:
    """One table as it grows."""

    rows: list[dict[int, _Spot]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    #: how many rows below are taken by a cell that reaches down
    taken: dict[int, int] = field(default_factory=dict)

    def start_row(self, hidden: bool) -> None:
        self.rows.append({})
        self.taken = {column: left - 1 for column, left in self.taken.items() if left > 1}
        if hidden:
            self.hidden.add(len(self.rows))

    def start_cell(self, down: int, across: int) -> _Spot:
        if not self.rows:
            self.rows.append({})
        row, column, spot = self.rows[-1], 0, _Spot()
        while column <= MAX_COLUMNS and (column in row or column in self.taken):
            column += 1
        for place in range(column, min(column + across, MAX_COLUMNS + 1)):
            row[place] = spot if place == column else _Spot()
            if down > 1:
                self.taken[place] = down
        if down > 1 or across > 1:
            self.merged.append((len(self.rows), column, len(self.rows) + down - 1, column + across - 1))
        return spot


class _Reader(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows = Rows(file)
        self.looks = LookMarks()
        self.hidden_rows: set[int] = set()
        self.merged: list[Area] = []
        self._open: list[tuple[_Grid, _Spot | None]] = []
        self._spot: _Spot | None = None
        self._look: list[tuple[str, TextLook]] = []
        self._unseen = False
        self._last = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in ("script", "style"):
            self._unseen = True
        elif tag == "table":
            self._open.append((_Grid(), self._spot))
            self._spot = None
            if len(self._open) > MAX_DEPTH:
                raise BookUnsafe(file=self.rows.file)
        elif tag in _BREAKS and self._spot is not None:
            self._spot.words.append("\n")
        if self._open and tag in ("tr", "td", "th"):
            self._start(tag, attrs)
        if tag in _LOOKS:
            self._start_look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._unseen = False
        elif tag == "table" and self._open:
            self._end_table()
        elif tag in ("td", "th", "tr"):
            self._spot = None
        for place in range(len(self._look) - 1, -1, -1):
            if self._look[place][0] == tag:
                del self._look[place:]
                break

    def handle_data(self, data: str) -> None:
        if self._spot is not None and not self._unseen:
            self._spot.words.append(data.replace("\n", " "))
            if data.strip():
                self._spot.pieces.append(self._look[-1][1] if self._look else TextLook())

    def close_tables(self) -> None:
        """End the tables that a page forgot to end."""
        while self._open:
            self._end_table()

    def _start(self, tag: str, attrs: Attributes) -> None:
        grid, said = self._open[-1][0], dict(attrs)
        self._look = [
            one for one in self._look if one[0] not in ("td", "th", "tr")[: 3 if tag == "tr" else 2]
        ]
        if tag == "tr":
            self._spot = None
            check_count(self.rows.file, len(grid.rows), "行 / rows", MAX_ROWS)
            grid.start_row(bool(_HIDDEN.search(said.get("style") or "")))
        else:
            self._spot = grid.start_cell(_span(said.get("rowspan")), _span(said.get("colspan")))
            check_count(self.rows.file, len(grid.merged), "合并单元格 / merged cells")

    def _start_look(self, tag: str, attrs: Attributes) -> None:
        if len(self._look) > MAX_DEPTH:
            raise BookUnsafe(file=self.rows.file)
        said, above = dict(attrs), self._look[-1][1] if self._look else TextLook(False, False)
        style = said.get("style") or ""
        colour = _COLOUR.search(style)
        named = (colour[1] if colour else said.get("color") or "").lower()
        struck = tag in ("s", "strike", "del") or bool(_STRUCK.search(style)) or above.struck
        red = (named == "red" or is_red(named)) if named else above.red
        self._look.append((tag, TextLook(struck, red)))

    def _end_table(self) -> None:
        grid, self._spot = self._open.pop()
        first = self._last
        for index, row in enumerate(grid.rows, 1):
            number = first + index
            cells = [
                row[column].text() if column in row else None for column in range(max(row, default=-1) + 1)
            ]
            self.rows.add(number, tuple(cells))
            for column, spot in row.items():
                if spot.text() is not None and column < MAX_COLUMNS:
                    self.looks.add(number, column, TextLook(False, False), spot.pieces)
        self.hidden_rows |= {first + row for row in grid.hidden}
        self.merged += [
            (first + top, left, first + bottom, right) for top, left, bottom, right in grid.merged
        ]
        self._last += len(grid.rows)


def _span(words: str | None) -> int:
    return min(max(int(words), 1), 65_534) if words and words.isdecimal() else 1
