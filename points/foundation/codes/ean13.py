"""EAN-13 as bars, for labels of the house's own barcodes; it knows no item."""

from __future__ import annotations

from points.foundation.codes.barcode import is_ean13
from points.foundation.codes.check_digit import is_digits
from points.foundation.codes.drawing import svg, widen

#: seven modules a digit, as the left half writes it with odd parity; the right half has the opposite of each module
_ODD = (
    "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
#: by the first digit, which is not drawn: whether each of the next six is written with even parity
_PARITY = ("000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010")
_SIDE, _MIDDLE = "101", "01010"
#: white modules before and behind the bars
QUIET = 11


def with_ean_digit(digits: str) -> str:
    """Twelve digits and the check digit that makes an EAN-13 of them."""
    if len(digits) != 12 or not is_digits(digits):
        raise ValueError("an EAN-13 has twelve digits before its check digit")
    total = sum(int(one) * (3 if place % 2 else 1) for place, one in enumerate(digits))
    return digits + str(-total % 10)


def ean13_bars(digits: str) -> list[bool]:
    """One row of 95 modules, without quiet zone."""
    if not is_ean13(digits):
        raise ValueError("no EAN-13")
    first, left, right = int(digits[0]), digits[1:7], digits[7:]
    halves = [
        _even(_ODD[int(one)]) if even == "1" else _ODD[int(one)]
        for one, even in zip(left, _PARITY[first], strict=True)
    ]
    rest = ["".join("10"[int(module)] for module in _ODD[int(one)]) for one in right]
    return [one == "1" for one in "".join((_SIDE, *halves, _MIDDLE, *rest, _SIDE))]


def ean13_svg(digits: str, *, cell: int = 3, height: int = 150) -> str:
    """A picture for paper: white ground, quiet at both sides."""
    return svg(widen([ean13_bars(digits)], QUIET, 0), cell=cell, cell_height=height)


def _even(odd: str) -> str:
    """Even parity: the opposite of each module, read backwards."""
    return "".join("10"[int(module)] for module in reversed(odd))
