"""The barcodes printed on goods (EAN-13, EAN-8, UPC-A); it knows no item and draws nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from points.foundation.codes.check_digit import is_digits
from points.foundation.codes.cleaning import ungapped

#: what a clerk writes between two barcodes of one thing; a gap may stand within one as well
_BETWEEN = re.compile(r"[,;:/\\|+&\n\r、，；：／或和及]+")
#: a trade item number in fourteen digits, alone or with the mark (01) before it, as cartons carry it
_CARTON = re.compile(r"(?:\(?01\)?)?0(\d{13})")
_MARKED_CARTON = re.compile(r"\(?01\)?0(\d{13}).+", re.DOTALL)


def is_ean13(digits: str) -> bool:
    """Thirteen digits whose last one is right."""
    return len(digits) == 13 and is_digits(digits) and _sum_holds(digits)


def is_ean8(digits: str) -> bool:
    """Eight digits whose last one is right."""
    return len(digits) == 8 and is_digits(digits) and _sum_holds(digits)


def read_barcode(text: str) -> str | None:
    """The barcode in its stored form, however it was scanned or typed, or None; the twelve digits of UPC-A are an EAN-13
    without its zero, the fourteen of a carton one with a zero more."""
    digits = ungapped(text)
    if is_ean13(digits) or is_ean8(digits):
        return digits
    carton = _CARTON.fullmatch(digits) or _MARKED_CARTON.fullmatch(digits)
    widened = carton[1] if carton else "0" + digits
    return widened if is_ean13(widened) else None


def read_barcodes(text: str) -> tuple[tuple[str, ...], bool]:
    """Every barcode that stands in one cell, once each, and whether there is nothing else in it."""
    found: list[str] = []
    whole = True
    for part in _BETWEEN.split(text):
        words = part.split()
        read = _in_a_row(words)
        whole = whole and read is not None
        found += [one for one in map(read_barcode, words) if one] if read is None else read
    return tuple(dict.fromkeys(found)), whole


def _in_a_row(words: Sequence[str]) -> tuple[str, ...] | None:
    """Barcodes with blanks between them, and perhaps within; None where some of it is none."""
    if not words:
        return ()
    for count in range(len(words), 0, -1):
        barcode = read_barcode("".join(words[:count]))
        rest = _in_a_row(words[count:]) if barcode else None
        if barcode and rest is not None:
            return (barcode, *rest)
    return None


def _sum_holds(digits: str) -> bool:
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + 3 * sum(map(int, even))) % 10 == 0
