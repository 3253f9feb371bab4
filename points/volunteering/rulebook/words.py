"""The spelling of what a rule table says: signs made alike, and numbers in figures or Chinese numerals. Pure."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe63~\u301c]")
_STROKES = re.compile(r"[\u2044\u2215]")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
#: a number that a rule may name, as a piece of a pattern: no longer than the books can hold
NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,2}(?!\d)|\d{1,9}(?:\.\d{1,30})?|[零〇一二两三四五六七八九十百千]{1,9})"
#: what is written in a cell that says nothing
NOTHING = frozenset({"", "/", "\\", "-", "--", "无", "没有", "暂无", "空"})


def plain(words: str) -> str:
    """The words in half-width signs, without blanks, every dash and stroke alike."""
    squeezed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    return _STROKES.sub("/", _DASHES.sub("-", squeezed))


def number(words: str) -> Fraction:
    """What a NUMBER says."""
    if words[0].isdigit():
        return Fraction(words.replace(",", ""))
    if not set(words) & set(_SCALES):
        return Fraction(int("".join(str(_DIGITS[sign]) for sign in words)))
    total = ahead = 0
    for sign in words:
        if sign in _SCALES:
            total, ahead = total + (ahead or 1) * _SCALES[sign], 0
        else:
            ahead = _DIGITS[sign]
    return Fraction(total + ahead)


def said(amount: Fraction) -> str:
    """An amount as people write it: 4, 2.5."""
    whole, rest = divmod(amount.numerator, amount.denominator)
    return f"{float(amount):g}" if rest else str(whole)
