"""Reads the roster: who lives in which household. It knows nothing of points or goods."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from points.foundation import clock
from points.imports.lines import HouseholdLine, PersonLine
from points.imports.reading.cells import Cell, household, is_nothing, is_phone, phone, squeezed, unbracketed
from points.imports.reading.dates import birth, year_named
from points.imports.reading.faults import NOTED, Faults, Keys
from points.imports.reading.tables import Columns, TableLine, tables, titles
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import DuplicatePerson, HouseholdUnknown, NameMissing, ValueImpossible

ROSTER = Columns(
    {
        "counter": ("序号", "编号", "行号"),
        "household": ("户号", "户编号", "家庭编号", "家庭户号"),
        "name": ("姓名", "居民姓名", "成员姓名"),
        "kinship": ("与户主关系", "与户主的关系", "户主关系", "关系"),
        "gender": ("性别",),
        "birth": ("出生年月", "出生日期", "出生年月日", "生日"),
        "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
        "grid": ("网格", "所属网格", "网格名称"),
        "building": ("楼栋", "栋", "楼号", "栋号"),
        "door": ("门牌", "门牌号", "房号", "单元房号"),
        "note": ("备注", "说明"),
    },
    needed=("household", "name", "kinship", "birth"),
)
_OLDEST = date(1900, 1, 1)


@dataclass
class Roster:
    """Who is known: people and households by number, with the spelling of household numbers."""

    width: int = 3
    people: list[PersonLine] = field(default_factory=list)
    households: list[HouseholdLine] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numbers: set[str] = set()
        self._by_name: dict[tuple[str, str], list[PersonLine]] = {}
        self._by_phone: dict[tuple[str, str], PersonLine] = {}

    def number(self, cell: Cell) -> str:
        """A household number in this roster's spelling; empty if it is not in the roster."""
        found = household(cell, self.width)
        return found if found in self.numbers else ""

    def add(self, person: PersonLine) -> None:
        """Take a person in."""
        self.people.append(person)
        self.numbers.add(person.household)
        self._by_name.setdefault((person.household, person.name), []).append(person)
        if person.phone:
            self._by_phone.setdefault((person.name, person.phone), person)

    def same_name(self, number: str, name: str) -> list[PersonLine]:
        """The people of one household with one name."""
        return self._by_name.get((number, name), [])

    def find_twin(self, person: PersonLine) -> PersonLine | None:
        """The line that registered the same person before: in this household, or by name and phone in another."""
        here = (one for one in self.same_name(person.household, person.name) if _same(one, person))
        elsewhere = self._by_phone.get((person.name, person.phone))
        if elsewhere is not None and not (
            person.birth_text and _agree(elsewhere.birth_text, person.birth_text)
        ):
            elsewhere = None
        return next(here, elsewhere)

    def find_person(self, number: str, name: str) -> str | None:
        """The key of the person with this name in this household."""
        for spelling in (name, unbracketed(name)):
            found = self.same_name(number, spelling)
            if found:
                return found[0].key
        return None


@dataclass(frozen=True)
class _Context:
    roster: Roster
    faults: Faults
    keys: Keys
    latest: date


def read_roster(sheets: list[Sheet], faults: Faults) -> Roster:
    """Everyone on the roster; household cells may be filled on the first line of a household only."""
    found, skipped = tables(sheets, ROSTER)
    lines = [line for table in found for line in table.lines]
    roster = Roster(_width(lines), skipped=skipped)
    year = year_named(titles(found))
    context = _Context(roster, faults, Keys(), date(year, 12, 31) if year else clock.today())
    doors: dict[str, TableLine] = {}
    above: Cell = None
    for line in lines:
        above = above if is_nothing(line["household"]) else line["household"]
        number = household(above, roster.width)
        if not is_nothing(line["household"]) or number not in doors:
            doors.setdefault(number, line)
        _read_line(line, number, context)
    roster.households.extend(_households(roster.people, doors))
    return roster


def _read_line(line: TableLine, number: str, context: _Context) -> None:
    person = _person(line, number, context.latest, context.faults)
    if person is None:
        return
    twin = context.roster.find_twin(person)
    if twin is not None:
        context.faults.add(line.origin, DuplicatePerson(first=twin.origin.row))
        return
    key = context.keys.key("person", number, person.name, person.birth_text)
    context.roster.add(replace(person, key=key))


def _person(line: TableLine, number: str, latest: date, faults: Faults) -> PersonLine | None:
    name = squeezed(line["name"])
    if not name:
        faults.add(line.origin, NameMissing())
        return None
    if not number:
        faults.add(line.origin, HouseholdUnknown(household=""))
        return None
    born = birth(line["birth"])
    if born is None or (born[1] is not None and not _OLDEST <= born[1] <= latest):
        faults.add(line.origin, ValueImpossible(column=ROSTER.title("birth")))
        return None
    digits = "" if is_nothing(line["phone"]) else phone(line["phone"])
    if digits and not is_phone(digits):
        faults.add(line.origin, ValueImpossible(column=ROSTER.title("phone")), NOTED)
        digits = ""
    return PersonLine(
        key="",
        household=number,
        name=name,
        kinship=squeezed(line["kinship"]),
        gender=squeezed(line["gender"]),
        birth_text=born[0],
        birth=born[1],
        phone=digits,
        note=line.shown("note"),
        origin=line.origin,
    )


def _same(one: PersonLine, other: PersonLine) -> bool:
    """Whether two of one name and household are one person: nothing that both lines say tells them apart."""
    same_phone = bool(one.phone) and one.phone == other.phone
    same_birth = not one.birth_text or not other.birth_text or _agree(one.birth_text, other.birth_text)
    return same_birth or same_phone


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _households(people: Iterable[PersonLine], doors: dict[str, TableLine]) -> list[HouseholdLine]:
    by_number: dict[str, list[PersonLine]] = {}
    for person in people:
        by_number.setdefault(person.household, []).append(person)
    keys = Keys()
    return [_household(number, members, doors[number], keys) for number, members in by_number.items()]


def _household(number: str, members: list[PersonLine], first: TableLine, keys: Keys) -> HouseholdLine:
    head = next((person for person in members if person.kinship == "户主"), members[0])
    return HouseholdLine(
        key=keys.key("household", number),
        number=number,
        grid=first.shown("grid"),
        building=first.shown("building"),
        door=first.shown("door"),
        head=head.key,
        origin=first.origin,
    )


def _width(lines: list[TableLine]) -> int:
    """How many digits a household number has here: as those with a leading zero have, else as the usual longest.

    One odd number, such as 9999 on a line that is wrong anyway, must not respell all the others.
    """
    typed = [household(line["household"], 1) for line in lines if not is_nothing(line["household"])]
    written = (re.search(r"\d+", squeezed(line["household"])) for line in lines)
    padded = Counter(len(one[0]) for one in written if one and one[0].startswith("0"))
    if padded:
        return max(3, padded.most_common(1)[0][0])
    lengths = sorted(len(number) for number in typed if number.isdigit())
    return max(3, lengths[len(lengths) * 19 // 20]) if lengths else 3
