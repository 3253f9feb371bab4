"""How cells and texts of an .ods look, and which sheets are hidden, by the names of their styles."""

from __future__ import annotations

from dataclasses import dataclass

from points.imports.reading.files.fonts import PLAIN, TextLook, is_red
from points.imports.reading.files.xml_stream import Attributes


@dataclass(slots=True)
class _Named:
    """One style; what it does not say, the one above it says."""

    above: str
    number: str
    struck: bool | None = None
    red: bool | None = None
    hidden: bool = False


class Styles:
    """The styles of a file, filled as its elements come."""

    def __init__(self) -> None:
        self._named: dict[str, _Named] = {}
        self._numbers: dict[str, str] = {}
        self._red_numbers: set[str] = set()
        self._last = _Named("", "")
        self._number = ""

    def start(self, kind: str, said: Attributes) -> None:
        """An element that may say something of a style; attributes without namespaces."""
        if kind == "style":
            self._last = _Named(said.get("parent-style-name", ""), said.get("data-style-name", ""))
            self._named[said.get("name", "")] = self._last
        elif kind == "text-properties" and self._number:
            if is_red(
                said.get("color", "")
            ):  # a number in red is one below zero; others have a style of their own
                self._red_numbers.add(self._number)
        elif kind == "text-properties":
            line = said.get("text-line-through-style") or said.get("text-line-through-type")
            self._last.struck = None if line is None else line != "none"
            self._last.red = is_red(said["color"]) if "color" in said else None
        elif kind == "table-properties":
            self._last.hidden = said.get("display") == "false"
        elif kind in ("number-style", "percentage-style", "currency-style"):
            self._number = said.get("name", "")
            self._numbers[self._number] = "0%" if kind == "percentage-style" else ""
        elif kind == "number" and self._number:
            self._numbers[self._number] = _form(said, self._numbers[self._number])

    def end(self, kind: str) -> None:
        """An element ends."""
        if kind in ("number-style", "percentage-style", "currency-style"):
            self._number = ""

    def look(self, name: str) -> TextLook:
        """How a style looks, with what it takes from those above it; None where none of them says."""
        struck = red = None
        for style in self._line(name):
            struck = style.struck if struck is None else struck
            red = style.red if red is None else red
        return TextLook(struck, red)

    def cell(self, name: str) -> TextLook:
        """The same of a cell, which is plain where nothing is said."""
        look = self.look(name)
        return TextLook(bool(look.struck), bool(look.red)) if look != TextLook() else PLAIN

    def form(self, name: str) -> str:
        """The number format of a cell in the words of other spreadsheets; empty where it shows the number as it is."""
        number = next((one.number for one in self._line(name) if one.number), "")
        form = self._numbers.get(number, "")
        return f"{form or '0'};[Red]-{form or '0'}" if number in self._red_numbers else form

    def hides(self, name: str) -> bool:
        """Whether a sheet of this style is hidden."""
        return name in self._named and self._named[name].hidden

    def _line(self, name: str) -> list[_Named]:
        found: list[_Named] = []
        while name in self._named and len(found) < 20:
            found.append(self._named[name])
            name = found[-1].above
        return found


def _form(said: Attributes, percent: str) -> str:
    """Decimals as 0.00; a style that counts no decimals shows the number as it is."""
    places = said.get("decimal-places", "")
    if not places.isdecimal():
        return percent
    decimals = "0" * min(int(places), 20)
    return ("0." + decimals if decimals else "0") + ("%" if percent else "")
