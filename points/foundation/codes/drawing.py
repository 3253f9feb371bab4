"""Black and white grids as SVG and as one-bit PNG of exact dots; it knows no code and no page."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator, Sequence

Grid = Sequence[Sequence[bool]]

DOTS_PER_INCH = 203


def widen(grid: Grid, quiet: int, quiet_below: int | None = None) -> list[list[bool]]:
    """The grid with white around it."""
    below = quiet if quiet_below is None else quiet_below
    side = [False] * quiet
    blank = [False] * (len(grid[0]) + 2 * quiet)
    rows = [side + list(row) + side for row in grid]
    return [list(blank) for _ in range(below)] + rows + [list(blank) for _ in range(below)]


def enlarge(grid: Grid, dots: int) -> list[list[bool]]:
    """Every cell as a square of so many dots; whole dots, because half ones blur the edges on paper."""
    return [[cell for cell in row for _ in range(dots)] for row in grid for _ in range(dots)]


def svg(grid: Grid, *, cell: int, cell_height: int | None = None) -> str:
    """A picture with its own white ground and one black path, in whole pixels; no style, for a strict CSP."""
    width, height = len(grid[0]), len(grid)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" version="1.1"'
        f' width="{width * cell}" height="{height * (cell_height or cell)}" viewBox="0 0 {width} {height}"'
        ' preserveAspectRatio="none" shape-rendering="crispEdges">'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
        f'<path fill="#000000" d="{"".join(_path(grid))}"/></svg>'
    )


def data_url(picture: str) -> str:
    """An SVG picture as the address of an image, so that paper with a secret on it fetches nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode("ascii")


def png(dots: Grid, *, dots_per_inch: int = DOTS_PER_INCH) -> bytes:
    """One bit per dot, with the printer's resolution, so that a print at 100 % hits its dots."""
    width, height = len(dots[0]), len(dots)
    per_metre = round(dots_per_inch / 0.0254)
    rows = b"".join(b"\x00" + _packed(row) for row in dots)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _path(grid: Grid) -> Iterator[str]:
    for y, row in enumerate(grid):
        for start, length in _runs(row):
            yield f"M{start} {y}h{length}v1h-{length}z"


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None


def _packed(row: Sequence[bool]) -> bytes:
    bits = "".join("0" if dark else "1" for dark in row)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
