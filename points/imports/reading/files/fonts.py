"""How text looks, where that means something: struck through, written in red, as a whole or in part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextLook:
    """How one piece of text looks; None where it looks as the cell around it."""

    struck: bool | None = None
    red: bool | None = None


PLAIN = TextLook(False, False)


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks, and how its number is shown."""

    look: TextLook = PLAIN
    form: str = "General"


def is_red(rgb: str) -> bool:
    """Whether a colour such as FFC00000 or #ff0000 is read as red."""
    digits = rgb.lstrip("#")[-6:]
    try:
        red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
    except ValueError:
        return False
    return red >= 0xC0 and green <= 0x50 and blue <= 0x50


def joined(cell: TextLook, pieces: Iterable[TextLook]) -> tuple[bool, bool, bool]:
    """Of a text in pieces: whether it is struck as a whole, struck in part, red as a whole."""
    struck, red = [], []
    for piece in pieces:
        struck.append(bool(cell.struck if piece.struck is None else piece.struck))
        red.append(bool(cell.red if piece.red is None else piece.red))
    whole = all(struck) if struck else bool(cell.struck)
    return whole, any(struck) and not whole, all(red) if red else bool(cell.red)


class LookMarks:
    """The cells of one sheet that look like something."""

    def __init__(self) -> None:
        self.struck: set[tuple[int, int]] = set()
        self.partly: set[tuple[int, int]] = set()
        self.red: set[tuple[int, int]] = set()

    def add(self, row: int, column: int, cell: TextLook, pieces: Iterable[TextLook] = ()) -> None:
        """Note how one cell looks."""
        struck, partly, red = joined(cell, pieces)
        if struck:
            self.struck.add((row, column))
        if partly:
            self.partly.add((row, column))
        if red:
            self.red.add((row, column))
