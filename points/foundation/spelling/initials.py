"""The first letters of how Chinese words sound (大米 → dm), for a search box. Not all signs have them.

The common signs of GB 2312 stand in order of sound, so that where a sign stands says its letter.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

#: the first sign of each letter, as GB 2312 has them
_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = [
    one.encode("gb2312")
    for one in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
]  # fmt: skip
_LAST = "座".encode("gb2312")
#: signs of goods that are read otherwise than where they stand
_READ_OTHERWISE = {
    "馄": "h",
    "饨": "t",
    "馍": "m",
    "粽": "z",
    "糍": "c",
    "粑": "b",
    "荞": "q",
    "麸": "f",
    "柿": "s",
}


@lru_cache(maxsize=8192)
def of(text: str) -> str:
    """The letters of a text; Latin letters and digits stand for themselves, what is not known is left out."""
    return "".join(map(_letter, text.casefold()))


def _letter(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() else ""
    if sign in _READ_OTHERWISE:
        return _READ_OTHERWISE[sign]
    try:
        place = sign.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_FIRST, place) - 1] if _FIRST[0] <= place <= _LAST else ""
