"""What the cell of a name holds besides the name: a household's number, a mark of the list, 户主. It knows no roster."""

from __future__ import annotations

import re
from dataclasses import dataclass

from points.imports.reading.cells import squeezed

_NAME = r"[\u3400-\u9fff]{2}"
_MARKS = "*★☆●○◎◆※▲△✓√✔#.、,:-"
_ROLE = re.compile(r"^(?:户主|姓名):|(?:[,、]|(?=\())\(?(?:户主|本人)\)?$|(?<=[\u3400-\u9fff]{2})户主?$")
_BEFORE = re.compile(rf"(?:第)?([A-Za-z]?\d[\d-]*)(?:户|号)?([.、)])?[-_:]*(?={_NAME})")
_BEHIND = re.compile(r"(?<=[\u3400-\u9fff])[-_:]?\(?(\d{1,6})(?:户|号)?\)?$")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name, and the number that stands with it; one before a stop (1.欧阳明) may only count the lines."""

    name: str
    number: str = ""
    may_count: bool = False


def parted_name(words: str) -> NameParts:
    """The parts of the cell of one name."""
    plain = _without_marks(squeezed(words))
    before, behind = _BEFORE.match(plain), _BEHIND.search(plain)
    if before:
        return NameParts(_without_marks(plain[before.end() :]), before[1].strip("-"), bool(before[2]))
    if behind:
        return NameParts(_without_marks(plain[: behind.start()]), behind[1])
    return NameParts(plain)


def _without_marks(plain: str) -> str:
    return _ROLE.sub("", plain.strip(_MARKS)).strip(_MARKS)
