"""Who is known: the households and people of the roster, found by number and by name. It reads no sheet.

Names are compared as people read them: without blanks, dots, brackets and invisible signs, whatever way they are typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from points.foundation.spelling import initials
from points.imports.lines import HouseholdLine, PersonLine
from points.imports.reading.cells import Cell, household, squeezed, unbracketed

_DOTS = re.compile(r"[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\u02d9\u25cf.。]")
_PARTED = re.compile(r"[、,，;；/&+和]|\s+")
_TITLES = re.compile(
    r"(?<=[\u3400-\u9fff])(师傅|老师|同志|阿姨|大爷|大妈|大姐|大哥|奶奶|爷爷|女士|先生|叔叔|伯伯|书记|组长|医生|户主"
    r"|一家|全家|家)$"
)


@dataclass
class Roster:
    """Who is known: people and households by number, with the spelling of household numbers."""

    width: int = 3
    people: list[PersonLine] = field(default_factory=list)
    households: list[HouseholdLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numbers: set[str] = set()
        self._by_name: dict[tuple[str, str], list[PersonLine]] = {}
        self._anywhere: dict[str, list[PersonLine]] = {}
        self._by_phone: dict[tuple[str, str], PersonLine] = {}
        #: numbers that households had before they moved, by what their notes say
        self.former: dict[str, str] = {}
        self._members: dict[str, list[PersonLine]] = {}

    def number(self, cell: Cell) -> str:
        """A household number in this roster's spelling; empty if it is not in the roster."""
        written = squeezed(cell)  # a number typed in by hand has whatever spelling it has
        found = written if written in self.numbers else household(cell, self.width)
        return found if found in self.numbers else ""

    def add(self, person: PersonLine) -> None:
        """Take a person in."""
        plain = plain_name(person.name)
        self.people.append(person)
        self.numbers.add(person.household)
        self._by_name.setdefault((person.household, plain), []).append(person)
        self._anywhere.setdefault(plain, []).append(person)
        self._members.setdefault(person.household, []).append(person)
        if person.phone:
            self._by_phone.setdefault((plain, person.phone), person)

    def former_of(self, cell: Cell) -> str:
        """The number of today of a household that had this one before."""
        return self.former.get(household(cell, self.width), "")

    def members(self, number: str) -> list[PersonLine]:
        """The people of a household."""
        return self._members.get(number, [])

    def same_name(self, number: str, name: str) -> list[PersonLine]:
        """The people of one household with one name."""
        return self._by_name.get((number, plain_name(name)), [])

    def named(self, name: str) -> list[PersonLine]:
        """Everyone with this name."""
        return self._anywhere.get(plain_name(name), [])

    def with_phone(self, name: str, phone: str) -> PersonLine | None:
        """The one with this name and phone."""
        return self._by_phone.get((plain_name(name), phone)) if phone else None

    def find_twin(self, person: PersonLine) -> PersonLine | None:
        """The line that registered the same person before: in this household, or by name and phone in another."""
        here = (one for one in self.same_name(person.household, person.name) if _same(one, person))
        elsewhere = self.with_phone(person.name, person.phone)
        if elsewhere is not None and not (
            person.birth_text and agree(elsewhere.birth_text, person.birth_text)
        ):
            elsewhere = None
        return next(here, elsewhere)

    def find_person(self, number: str, name: str, phone: str = "") -> str | None:
        """The key of the person with this name in this household; of two, the one with the phone, else the first."""
        for spelling in (name, unbracketed(name)):
            found = self.same_name(number, spelling)
            if found:
                by_phone = (one for one in found if phone and one.phone == phone)
                return next(by_phone, found[0]).key
        return None

    def alike(self, number: str, name: str) -> PersonLine | None:
        """The one of a household whose name is this but for one sign that sounds the same: 石垒 for 石磊, 蘭 for 兰."""
        plain = plain_name(name)
        found = [one for one in self.members(number) if _sounds_alike(plain_name(one.name), plain)]
        return found[0] if len(found) == 1 else None


def plain_name(name: str) -> str:
    """A name as it is compared."""
    return _DOTS.sub("", squeezed(name)).casefold()


def parted(name: str) -> list[str]:
    """The names of a cell that holds several: 杨志强 杨小禾, 石磊、石垒."""
    return [one for one in _PARTED.split(name.strip()) if one]


def untitled(name: str) -> str:
    """A name without what people are called by: 石磊师傅."""
    return _TITLES.sub("", squeezed(name))


def agree(one: str, other: str) -> bool:
    """Whether two birth dates can be one: 1990-08 and 1990-08-03."""
    return one.startswith(other) or other.startswith(one)


def _same(one: PersonLine, other: PersonLine) -> bool:
    """Whether two of one name and household are one person: nothing that both lines say tells them apart."""
    same_phone = bool(one.phone) and one.phone == other.phone
    same_birth = not one.birth_text or not other.birth_text or agree(one.birth_text, other.birth_text)
    return same_birth or same_phone


def _sounds_alike(one: str, other: str) -> bool:
    """Whether two names differ in one sign only; both signs begin with the same letter, or one is a rare form."""
    if len(one) != len(other) or len(one) < 2:
        return False
    different = [(left, right) for left, right in zip(one, other, strict=True) if left != right]
    if len(different) != 1:
        return False
    left, right = (initials.of(sign) for sign in different[0])
    return left == right or not left or not right
