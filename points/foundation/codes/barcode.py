"""The barcodes printed on goods (EAN-13, EAN-8, UPC-A); it knows no item and draws nothing."""

from __future__ import annotations

from points.foundation.codes.check_digit import is_digits


def is_ean13(digits: str) -> bool:
    """Thirteen digits whose last one is right."""
    return len(digits) == 13 and is_digits(digits) and _sum_holds(digits)


def is_ean8(digits: str) -> bool:
    """Eight digits whose last one is right."""
    return len(digits) == 8 and is_digits(digits) and _sum_holds(digits)


def read_barcode(text: str) -> str | None:
    """The barcode in its stored form, or None; the twelve digits of UPC-A are an EAN-13 without its zero."""
    if is_ean13(text) or is_ean8(text):
        return text
    widened = "0" + text
    return widened if is_ean13(widened) else None


def _sum_holds(digits: str) -> bool:
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + 3 * sum(map(int, even))) % 10 == 0
