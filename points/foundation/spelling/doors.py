"""Doors as people write them, in one form: 3栋 1单元 501, 3-1-501 and ３号楼１单元５０１室 are one door. It knows no place."""

from __future__ import annotations

import re
import unicodedata

#: what stands between the parts of a door; the longest first
UNITS = (
    "号楼",
    "号院",
    "单元",
    "栋",
    "幢",
    "座",
    "楼",
    "门",
    "号",
    "室",
    "户",
    "房",
    "#",
    "/",
    ".",
    "_",
    " ",
)
#: what is written instead of any of them
BETWEEN = "-"
_UNIT = re.compile("|".join(map(re.escape, UNITS)) + r"|\s")
_NUMERALS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_SPELLED = re.compile(r"([零〇一二两三四五六七八九十]{1,3})(?=号|单元|栋|幢|座|楼|门|室|户)")
_HAN = "\u3400-\u9fff"
_BOUNDARY = re.compile(rf"(?<=[{_HAN}])(?=[0-9A-Z])|(?<=[0-9A-Z])(?=[{_HAN}])|(?<=[A-Z])(?=[0-9])")


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of a door, from the building to the room, however they are written."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(BETWEEN if unicodedata.category(one) == "Pd" else one for one in plain)
    plain = _SPELLED.sub(lambda found: _counted(found[1]), plain)
    parts = _BOUNDARY.sub(BETWEEN, _UNIT.sub(BETWEEN, plain)).split(BETWEEN)
    return tuple(one.lstrip("0") or "0" for one in parts if one)


def plain(text: str) -> str:
    """The door in one form."""
    return BETWEEN.join(parts_of(text))


def same(one: str, other: str) -> bool:
    """Whether two ways of writing mean one door."""
    return parts_of(one) == parts_of(other) != ()


def fits(asked: str, door: str) -> bool:
    """Whether somebody who lives at this door may say it so: the whole, its beginning, its end, or without the stairs."""
    said, parts = parts_of(asked), parts_of(door)
    if not said or not parts:
        return False
    ends = (parts[0], parts[-1])
    return said in (parts[: len(said)], parts[-len(said) :]) or (len(parts) > 2 and said == ends)


def building_of(door: str) -> str:
    """The building of a door as it is written there ('3栋' of '3栋2单元301'): enough to ask, not enough to visit."""
    found = re.match(r"\s*(.*?(?:号楼|[栋幢座楼号]))", unicodedata.normalize("NFKC", door))
    parts = parts_of(door)
    return found[1].replace(" ", "") if found else parts[0][:8] if parts else ""


def _counted(numerals: str) -> str:
    """A number below a hundred in digits; what is none stays as it is."""
    tens, ten, ones = numerals.rpartition("十")
    if not ten:
        return "".join(_NUMERALS[one] for one in numerals)
    if tens not in _NUMERALS | {"": ""} or len(ones) > 1:
        return numerals
    return (_NUMERALS[tens] if tens else "1") + (_NUMERALS[ones] if ones else "0")
