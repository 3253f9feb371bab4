"""Reads the roster: who lives in which household. It knows nothing of points or goods."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from points.foundation import clock
from points.imports.lines import HouseholdLine, PersonLine
from points.imports.reading.cells import Cell, household, is_nothing, is_phone, phone, squeezed
from points.imports.reading.dates import birth, year_named
from points.imports.reading.doubts.of_lines import BIRTH_TEN
from points.imports.reading.faults import NOTED, Keys
from points.imports.reading.people import departed, identities
from points.imports.reading.people.families import Families
from points.imports.reading.people.name_cells import parted_name
from points.imports.reading.people.persons import Roster
from points.imports.reading.refusals import (
    AgeNoBirth,
    DoorReadAs,
    HouseholdReadAs,
    NameReadPlain,
    PersonLeft,
    ValueDestroyed,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import BookSheets, Columns, TableLine, tables, titles
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import DuplicatePerson, NameMissing, ValueBlank, ValueImpossible

ROSTER = Columns(
    {
        "counter": ("序号", "编号", "行号"),
        "household": ("户号", "户编号", "家庭编号", "家庭户号"),
        "name": ("姓名", "居民姓名", "成员姓名", "家庭成员"),
        "kinship": ("与户主关系", "与户主的关系", "户主关系", "关系"),
        "gender": ("性别",),
        "birth": ("出生年月", "出生日期", "出生年月日", "生日"),
        "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
        "grid": ("网格", "所属网格", "网格名称"),
        "building": ("楼栋", "栋", "楼号", "栋号"),
        "door": ("门牌", "门牌号", "房号", "单元房号"),
        "note": ("备注", "说明"),
        "identity": ("身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码", "证件号"),
        "card": ("卡号", "积分卡号", "原卡号", "旧卡号", "存折号", "积分存折号", "卡折号", "爱心卡号"),
        "phone_tail": ("电话尾号",),
    },
    needed=("household", "name", "kinship", "birth"),
    remarks=("note",),
    # the list of people as it goes out says no births, so that it may come in again without
    instead={"birth": ("identity", "phone_tail")},
    unusual=("phone_tail",),
)
_FORMER = re.compile(r"(?:原|旧|老|曾用)户号?(?:为|是|[:：])?([A-Za-z0-9\-]+)")
_AGE = re.compile(r"(?:年龄:?)?(?:[1-9]\d?|1[01]\d)(?:周?岁)?|\d{1,2}个月")
_OLDEST = date(1900, 1, 1)


@dataclass
class _Context:
    roster: Roster
    remarks: Remarks
    keys: Keys
    latest: date
    year: int | None
    identities: dict[str, TableLine] = field(default_factory=dict)


def read_roster(sheets: list[Sheet], remarks: Remarks) -> Roster:
    """Everyone on the roster; household cells may be filled on the first line of a household only."""
    found = tables(BookSheets("roster", ROSTER, sheets), remarks)
    lines = [line for table in found for line in table.lines]
    roster = Roster(_width(lines))
    year = year_named(titles(found))
    latest = date(year, 12, 31) if year else clock.today()
    context = _Context(roster, remarks, Keys(), latest, year)
    families, number = Families(roster, remarks), ""
    for line in lines:
        if not is_nothing(line["household"]) or _is_of_our_list(line):
            number = _number(line, context)
        if families.belongs(line, number):
            _read_line(line, number, context)
    _note_former(lines, roster)
    roster.households.extend(_households(roster.people, families.doors, remarks))
    return roster


def _note_former(lines: list[TableLine], roster: Roster) -> None:
    """The numbers that households had before, as the notes of the roster say: 原户号8801."""
    number = ""
    for line in lines:
        number = roster.number(line["household"]) or number
        said = _FORMER.search(squeezed(line["note"]))
        if said and number:
            roster.former[household(said[1], roster.width)] = number


def _is_of_our_list(line: TableLine) -> bool:
    """Whether it comes from the list of people as it goes out: each line has its own household, as it is written."""
    return "phone_tail" in line.head.places


def _number(line: TableLine, context: _Context) -> str:
    """The household of a line; a number such as 3-2 that became a date is one again."""
    cell = line["household"]
    if _is_of_our_list(line):
        return squeezed(cell)
    if isinstance(cell, datetime | date):
        number = f"{cell.month}-{cell.day}"
        context.remarks.note(
            line.origin, HouseholdReadAs(words=f"{cell:%Y-%m-%d}", household=number), line.cell("household")
        )
        return number
    return household(cell, context.roster.width)


def _read_line(line: TableLine, number: str, context: _Context) -> None:
    person = _person(line, number, context)
    if person is None:
        return
    twin = context.roster.find_twin(person)
    if twin is not None:
        context.remarks.add(line.origin, DuplicatePerson(first=twin.origin.row))
        return
    key = context.keys.key("person", number, person.name, person.birth_text)
    context.roster.add(replace(person, key=key))


def _person(line: TableLine, number: str, context: _Context) -> PersonLine | None:
    name, remarks = _name(line, number, context), context.remarks
    if not name:
        remarks.add(line.origin, NameMissing(), cell=line.cell("name"))
        return None
    if not number:
        remarks.add(line.origin, ValueBlank(column=ROSTER.title("household")), cell=line.cell("household"))
        return None
    born = _born(line, context)
    if born is None:
        return None
    status, word = departed.status_of(line.text("note"))
    if status:
        remarks.note(line.origin, PersonLeft(words=word), line.cell("note"))
    return PersonLine(
        key="",
        household=number,
        name=name,
        kinship=squeezed(line["kinship"]),
        gender=squeezed(line["gender"]),
        birth_text=born[0],
        birth=born[1],
        phone=_phone(line, remarks),
        note=line.shown("note"),
        origin=line.origin,
        status=status,
        left=departed.last_day(line.text("note"), word, context.year) if status else None,
    )


def _name(line: TableLine, number: str, context: _Context) -> str:
    """A name without marks, 户主 and the household's own number, which is listed; 户 at its end may be a part of it."""
    name = squeezed(line["name"])
    parts = parted_name(name)
    own = not parts.number or parts.may_count or household(parts.number, context.roster.width) == number
    if parts.name == name or name.endswith("户") or not own:
        return name
    how = NameReadPlain(words=line.shown("name"), name=parts.name)
    context.remarks.note(line.origin, how, line.cell("name"))
    return parts.name


def _born(line: TableLine, context: _Context) -> tuple[str, date | None] | None:
    """When somebody was born, or what of it is known; None where it cannot be."""
    if is_nothing(line["birth"]) and not is_nothing(line["identity"]):
        return identities.born(line, context.identities, context.remarks)
    if _is_lost_ten(line):
        return _asked_month(line, context.remarks)
    if _AGE.fullmatch(squeezed(line["birth"])):
        context.remarks.note(line.origin, AgeNoBirth(words=line.shown("birth")), line.cell("birth"))
        return "", None
    born = birth(line["birth"])
    if born is None or (born[1] is not None and not _OLDEST <= born[1] <= context.latest):
        context.remarks.add(
            line.origin, ValueImpossible(column=ROSTER.title("birth")), cell=line.cell("birth")
        )
        return None
    return born


def _is_lost_ten(line: TableLine) -> bool:
    """A number 1990.1 that is not shown with two places may be January or October."""
    cell = line["birth"]
    bare = isinstance(cell, float) and re.fullmatch(r"(19|20)\d{2}\.1", str(cell))
    return bool(bare) and "0.00" not in line.format("birth")


def _asked_month(line: TableLine, remarks: Remarks) -> tuple[str, date | None]:
    answer = remarks.ask(BIRTH_TEN, "roster", line.place("birth"), words=line.text("birth")).choice
    month = {"january": 1, "october": 10}.get(answer)
    if month is None:
        return "", None
    year = int(line.text("birth")[:4])
    return f"{year}-{month:02d}", date(year, month, 1)


def _phone(line: TableLine, remarks: Remarks) -> str:
    digits = "" if is_nothing(line["phone"]) else phone(line["phone"])
    if digits and not is_phone(digits):
        words = line.text("phone")
        lost = re.search(r"e\+\d", words, re.IGNORECASE)
        column = ROSTER.title("phone")
        fault = ValueDestroyed(column=column, words=words) if lost else ValueImpossible(column=column)
        remarks.add(line.origin, fault, NOTED, line.cell("phone"))
        return ""
    return digits


def _households(
    people: Iterable[PersonLine], doors: dict[str, TableLine], remarks: Remarks
) -> list[HouseholdLine]:
    by_number: dict[str, list[PersonLine]] = {}
    for person in people:
        by_number.setdefault(person.household, []).append(person)
    keys = Keys()
    return [
        _household(number, members, doors[number], keys, remarks) for number, members in by_number.items()
    ]


def _household(
    number: str, members: list[PersonLine], first: TableLine, keys: Keys, remarks: Remarks
) -> HouseholdLine:
    head = next((person for person in members if person.kinship == "户主"), members[0])
    return HouseholdLine(
        key=keys.key("household", number),
        number=number,
        grid=first.shown("grid"),
        building=first.shown("building"),
        door=_door(first, remarks),
        head=head.key,
        origin=first.origin,
        card=squeezed(first["card"]),
    )


def _door(line: TableLine, remarks: Remarks) -> str:
    """The door as it is typed; 2-1 that became a date is one again."""
    cell = line["door"]
    if not isinstance(cell, datetime | date):
        return line.shown("door")
    door = f"{cell.month}-{cell.day}"
    remarks.note(line.origin, DoorReadAs(words=f"{cell:%Y-%m-%d}", door=door), line.cell("door"))
    return door


def _width(lines: list[TableLine]) -> int:
    """How many digits a household number has here: as those with a leading zero have, else as the usual longest.

    One odd number, such as 9999 on a line that is wrong anyway, must not respell all the others.
    """
    cells = [line["household"] for line in lines if not _is_date(line["household"])]
    typed = [household(cell, 1) for cell in cells if not is_nothing(cell)]
    written = (re.search(r"\d+", squeezed(cell)) for cell in cells)
    padded = Counter(len(one[0]) for one in written if one and one[0].startswith("0"))
    if padded:
        return max(3, padded.most_common(1)[0][0])
    lengths = sorted(len(number) for number in typed if number.isdigit())
    return max(3, lengths[len(lengths) * 19 // 20]) if lengths else 3


def _is_date(cell: Cell) -> bool:
    return isinstance(cell, datetime | date)
