"""How the cells of a workbook look, by the number of their style: looked up once for each style."""

from __future__ import annotations

from points.imports.reading.files.fonts import PLAIN, Style, TextLook, is_red
from points.imports.reading.files.numbers import built_in
from points.imports.reading.files.package import Package
from points.imports.reading.files.xml_stream import Attributes, Elements, local

_RED_BY_NUMBER = ("2", "10")


def is_on(attributes: Attributes) -> bool:
    """Whether a property such as strike is set; naming it sets it."""
    return attributes.get("val", "1") not in ("0", "false", "none")


def colour_is_red(attributes: Attributes) -> bool:
    """Whether a colour, given by its value or by its number, is red."""
    return is_red(attributes.get("rgb", "")) or attributes.get("indexed") in _RED_BY_NUMBER


def read_styles(package: Package, part: str) -> list[Style]:
    """The styles by number."""
    reader = _Reader()
    package.read(part, reader)
    return [reader.style(font, form) for font, form in reader.cells]


class _Reader(Elements):
    def __init__(self) -> None:
        self.forms: dict[int, str] = {}
        self.fonts: list[TextLook] = []
        self.cells: list[tuple[int, int]] = []
        self._path: list[str] = []
        self._struck = self._red = False

    def style(self, font: int, form: int) -> Style:
        """A style put together of its font and its number format."""
        look = self.fonts[font] if 0 <= font < len(self.fonts) else PLAIN
        return Style(look, self.forms.get(form) or built_in(form))

    def start(self, name: str, attributes: Attributes) -> None:
        kind = local(name)
        within = self._path[-1] if self._path else ""
        self._path.append(kind)
        if kind == "numFmt" and within == "numFmts":
            self.forms[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif kind == "xf" and within == "cellXfs":
            self.cells.append((_number(attributes, "fontId"), _number(attributes, "numFmtId")))
        elif kind == "font" and within == "fonts":
            self._struck = self._red = False
        elif kind == "strike" and within == "font":
            self._struck = is_on(attributes)
        elif kind == "color" and within == "font":
            self._red = colour_is_red(attributes)

    def end(self, name: str) -> None:
        self._path.pop()
        if local(name) == "font" and self._path[-1:] == ["fonts"]:
            self.fonts.append(TextLook(self._struck, self._red))


def _number(attributes: Attributes, name: str) -> int:
    words = attributes.get(name, "0")
    return int(words) if words.isdecimal() else 0
