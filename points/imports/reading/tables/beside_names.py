"""Takes a telephone or identity number out of the cell of a name: it is no part of it, and is shown nowhere."""

from __future__ import annotations

import re

from points.imports.reading.cells import Cell, phone, text

_PHONE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|[2-9]\d{6,7}"
_IDENTITY = r"\d{17}[\dXx]|\d{15}"
_CALLED = r"(?:联系电话|电话|手机号?|身份证号?)?"
_BEHIND = re.compile(
    rf"(.*?[\u3400-\u9fff)*★☆])[\s:,、;/(-]*{_CALLED}[:\s]*(?:(?P<phone>{_PHONE})|(?:{_IDENTITY}))\s*\)?"
)
_BEFORE = re.compile(rf"(?:(?P<phone>1[3-9]\d{{9}})|(?:{_IDENTITY}))[\s:,、;/-]*([\u3400-\u9fff].*)")


def without_number(cell: Cell) -> tuple[Cell, str]:
    """The name, and the digits of the telephone that stood beside it; the cell as it is where it holds no such number."""
    words = text(cell) if isinstance(cell, str) and re.search(r"\d{4}", cell) else ""
    behind, before = _BEHIND.fullmatch(words), _BEFORE.fullmatch(words)
    if behind:
        return behind[1].rstrip(" :,、;/(-"), phone(behind["phone"] or "")
    return (before[2], phone(before["phone"] or "")) if before else (cell, "")
