"""QR codes of our texts, for screens and for 58 mm paper; it knows no code's meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from points.foundation.codes.drawing import data_url, enlarge, png, svg, widen

#: M on screens, Q in print; L is not offered, paper gets creased
Level = Literal["M", "Q"]
Mode = Literal[1, 2, 4]

QUIET = 4
SCREEN_CELL = 6
#: printable width of 58 mm paper at 203 dpi
PAPER_DOTS = 384
PRINT_DOTS = 4

NUMERIC: Mode = 1
ALPHANUMERIC: Mode = 2
BYTES: Mode = 4

#: a new segment costs its header, which a run of this many digits earns back
_LONG_RUN = 14
_RUNS = re.compile(rf"[0-9]{{{_LONG_RUN},}}")
_ALPHANUMERIC = re.compile(r"^[0-9A-Z $%*+\-./:]*$")


def qr_grid(text: str, *, level: Level) -> list[list[bool]]:
    """The modules of the smallest code that holds the text, without quiet zone."""
    # loaded with the first code: it loads Pillow, where that is installed, which draws nothing for us
    from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
    from qrcode.main import QRCode
    from qrcode.util import QRData

    correction = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q}[level]
    code: QRCode[Any] = QRCode(error_correction=correction, border=0)
    for part, mode in _segments(text):
        code.add_data(QRData(part.encode(), mode=mode))
    return [[bool(cell) for cell in row] for row in code.get_matrix()]


def qr_svg(text: str, *, level: Level = "M", cell: int = SCREEN_CELL) -> str:
    """A picture for a page: white ground, four modules quiet, whole pixels per module."""
    return svg(widen(qr_grid(text, level=level), QUIET), cell=cell)


def qr_data_url(text: str) -> str:
    """A picture for paper, as the address of an image: level Q, four pixels a module."""
    return data_url(qr_svg(text, level="Q", cell=4))


def qr_dots(text: str, *, level: Level = "Q", dots: int = PRINT_DOTS) -> list[list[bool]]:
    """Printer dots, True for black, quiet zone included; too wide for the paper is a bug of the caller."""
    grid = enlarge(widen(qr_grid(text, level=level), QUIET), dots)
    if len(grid) > PAPER_DOTS:
        raise ValueError("the code is wider than the paper")
    return grid


def render_print(text: str, *, level: Level = "Q", dots: int = PRINT_DOTS) -> bytes:
    """The same dots as a one-bit PNG."""
    return png(qr_dots(text, level=level, dots=dots))


def _segments(text: str) -> Iterator[tuple[str, Mode]]:
    """Long runs of digits in numeric mode, the rest in the narrowest mode that takes it."""
    done = 0
    for run in _RUNS.finditer(text):
        yield from _rest(text[done : run.start()])
        yield run[0], NUMERIC
        done = run.end()
    yield from _rest(text[done:])


def _rest(text: str) -> Iterator[tuple[str, Mode]]:
    if not text:
        return
    if text.isascii() and text.isdigit():
        yield text, NUMERIC
    else:
        yield text, ALPHANUMERIC if _ALPHANUMERIC.match(text) else BYTES
