"""The texts of a workbook that cells share, and texts of which a part looks otherwise than the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from points.imports.reading.files.fonts import TextLook
from points.imports.reading.files.package import Package
from points.imports.reading.files.xlsx_styles import colour_is_red, is_on
from points.imports.reading.files.xml_stream import Attributes, Elements, local

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(words: str) -> str:
    """The text with signs such as _x000D_ put back."""
    if "_x" not in words:
        return words
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)


class Text:
    """One text as its elements come: plain, or in runs; readings beside Chinese signs are left out."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.pieces: list[TextLook] = []
        self._look: TextLook | None = None
        self._struck = self._red = False
        self._taken = self._beside = False

    def start(self, kind: str, attributes: Attributes) -> None:
        """An element within the text begins."""
        if kind == "t":
            self._taken = not self._beside
        elif kind == "rPh":
            self._beside = True
        elif kind == "r":
            self._look = TextLook()
        elif kind == "rPr":
            self._struck = self._red = False
        elif kind == "strike":
            self._struck = is_on(attributes)
        elif kind == "color":
            self._red = colour_is_red(attributes)

    def end(self, kind: str) -> None:
        """An element within the text ends."""
        if kind == "t":
            self._taken = False
        elif kind == "rPh":
            self._beside = False
        elif kind == "rPr":
            self._look = TextLook(self._struck, self._red)
        elif kind == "r":
            self._look = None

    def text(self, words: str) -> None:
        """Some of its words."""
        if self._taken:
            self.words.append(words)
            if self._look is not None and words.strip():
                self.pieces.append(self._look)

    def all(self) -> str:
        """The whole text."""
        return unescaped("".join(self.words))


@dataclass
class Strings:
    """The texts by number, and how the pieces of some look."""

    words: list[str] = field(default_factory=list)
    pieces: dict[int, tuple[TextLook, ...]] = field(default_factory=dict)


def read_strings(package: Package, part: str) -> Strings:
    """All texts that the cells of a workbook share."""
    reader = _Reader()
    package.read(part, reader)
    return reader.strings


class _Reader(Elements):
    def __init__(self) -> None:
        self.strings = Strings()
        self._one = Text()

    def start(self, name: str, attributes: Attributes) -> None:
        kind = local(name)
        if kind == "si":
            self._one = Text()
        else:
            self._one.start(kind, attributes)

    def end(self, name: str) -> None:
        kind = local(name)
        if kind != "si":
            self._one.end(kind)
            return
        if self._one.pieces:
            self.strings.pieces[len(self.strings.words)] = tuple(self._one.pieces)
        self.strings.words.append(self._one.all())

    def text(self, words: str) -> None:
        self._one.text(words)
