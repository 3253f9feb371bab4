"""The file a district is founded from: what its sheets are called, an empty one, and what a filled one says. It founds nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from points import people
from points.foundation import Refusal
from points.foundation.settings import DEFAULTS
from points.imports.lines import RuleLine
from points.imports.reading.cells import text
from points.imports.reading.faults import LEFT_OUT
from points.imports.reading.files import open_book
from points.imports.reading.reference import RULES, read_rules
from points.imports.reading.remarks import Remarks
from points.imports.reading.worksheet import Sheet
from points.imports.refusals.founding import (
    FoundingCellEmpty,
    FoundingLineUnfit,
    FoundingPlaceUnknown,
    FoundingRefused,
    FoundingRoleUnfit,
    FoundingSheetMissing,
    FoundingTwice,
)

COMMUNITIES, PEOPLE, SETTINGS, RULE_BOOK = "社区", "人员", "设置", "规则"
SHEETS = {
    COMMUNITIES: ("区县", "街道", "社区", "英文名", "电话", "超市"),
    PEOPLE: ("地方", "姓名", "岗位", "用户名", "手机"),
    SETTINGS: ("名称", "值", "说明"),
    RULE_BOOK: tuple(RULES.title(one) for one in RULES.names if one not in RULES.unusual),
}
#: what a role is called on paper; the code of a role is read as well
ROLES = {
    "管理员": "admin", "系统管理员": "admin", "街道管理员": "street", "街道": "street", "监督员": "supervisor", "社区两委": "committee",
    "居委会": "committee", "社区专干": "officer", "专干": "officer", "网格员": "grid_worker", "店长": "shop_manager", "店员": "clerk",
    "领队": "leader", "评议小组": "panel",
}  # fmt: skip
#: those that are held at more than a community
_ABOVE = {
    "admin": ("district", "street", "community"),
    "supervisor": ("district", "street", "community"),
    "street": ("district", "street"),
}


@dataclass(frozen=True)
class PlannedPerson:
    """Somebody who begins: in which community their account is, which role they hold at which place (its name, '' the community)."""

    name: str
    role: str
    role_word: str
    place: str
    username: str
    phone: str
    row: int
    #: whose password is printed, as nobody could confirm a role that a slip sets back: the first two of all
    begins: bool = False


@dataclass(frozen=True)
class PlannedCommunity:
    """A community with the places above it, its shop, and the people whose account is kept there."""

    district: str
    street: str
    name: str
    name_en: str
    phone: str
    shop: str
    row: int
    people: tuple[PlannedPerson, ...] = ()


@dataclass(frozen=True)
class FoundingPlan:
    """What a file says; where it has faults nothing of it is founded."""

    communities: tuple[PlannedCommunity, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[RuleLine, ...] = ()
    faults: tuple[FoundingRefused, ...] = ()
    #: places with nothing above them for which the file has not two administrators
    without_admins: tuple[str, ...] = ()


def make_blank(path: Path) -> None:
    """An empty file: headings, and every setting with what it means and what holds unless it is filled in."""
    import openpyxl  # a serving process never needs it

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, headings in SHEETS.items():
        sheet = book.create_sheet(name)
        sheet.append(list(headings))
        sheet.freeze_panes = "A2"
        for number, heading in enumerate(headings):
            sheet.column_dimensions["ABCDEFGHIJKLMNOP"[number]].width = 60 if heading == "说明" else 16
    for name, one in people.catalogue.CATALOGUE.items():
        default = json.dumps(DEFAULTS[name], ensure_ascii=False)
        book[SETTINGS].append([name, None, f"{one.title[0]}：{one.meaning('zh')}（不填就是 {default}）"])
    book[PEOPLE]["G1"] = f"岗位写：{'、'.join(ROLES)}"
    with path.open("xb") as file:
        book.save(file)


def read(path: Path) -> FoundingPlan:
    """What the file says, with everything in it that cannot be."""
    sheets = {one.name: one for one in open_book(path)}
    faults: list[FoundingRefused] = []
    places = list(_rows(sheets, COMMUNITIES, ("社区",), faults))
    named = _Places(places, faults)
    persons = list(_persons(_rows(sheets, PEOPLE, ("地方", "姓名", "岗位"), faults), named, faults))
    communities = tuple(_community(row, said, persons) for row, said in places)
    settings = dict(_settings(_rows(sheets, SETTINGS, ("名称",), faults), faults))
    rules = tuple(_rules(sheets.get(RULE_BOOK), faults))
    return FoundingPlan(
        communities,
        settings,
        rules,
        tuple(faults),
        named.without_admins([person for _, person in persons]),
    )


Line = tuple[int, dict[str, str]]


def _rows(
    sheets: Mapping[str, Sheet], name: str, needed: Sequence[str], faults: list[FoundingRefused]
) -> Iterator[Line]:
    """The lines of a sheet by heading, and a fault for each cell that has to be filled in."""
    rows = iter(sheets[name].rows.items()) if name in sheets else iter(())
    headings = [text(cell) for cell in next(rows, (0, ()))[1]]
    if missing := [one for one in needed if one not in headings]:
        faults.append(FoundingSheetMissing(sheet=name, columns="、".join(missing)))
        return
    for number, cells in rows:
        said = dict(zip(headings, map(text, cells), strict=False))
        if not any(said.values()):
            continue
        empty = [one for one in needed if not said.get(one)]
        faults.extend(FoundingCellEmpty(sheet=name, row=number, column=one) for one in empty)
        if not empty:
            yield number, {one: said.get(one, "") for one in SHEETS[name]}


class _Places:
    """The places of the first sheet by their names: kind, home (the first community there), and what is above."""

    def __init__(self, lines: Sequence[Line], faults: list[FoundingRefused]) -> None:
        self.homes: dict[tuple[str, ...], str] = {}
        seen: set[str] = set()
        for row, said in lines:
            if said["社区"] in seen:
                faults.append(FoundingTwice(sheet=COMMUNITIES, row=row, name=said["社区"]))
            seen.add(said["社区"])
            for path in self._paths(said):
                self.homes.setdefault(path, said["社区"])

    def _paths(self, said: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
        """Each place of a line: its kind, its name, and the name of what is above it."""
        district, street = said["区县"], said["街道"]
        above = [one for one in (("district", district, ""), ("street", street, district)) if one[1]]
        yield from above
        yield "community", said["社区"], street or district

    def find(self, name: str) -> tuple[str, ...] | None:
        """The one place of this name."""
        found = [one for one in self.homes if one[1] == name]
        return found[0] if len(found) == 1 else None

    def is_root(self, place: tuple[str, ...]) -> bool:
        """Whether nothing stands above it."""
        return not place[2]

    def without_admins(self, persons: Sequence[PlannedPerson]) -> tuple[str, ...]:
        """Each place with nothing above it that has not the two by whom everybody else is confirmed."""
        begun = [one.place for one in persons if one.begins]
        return tuple({one[1]: None for one in self.homes if self.is_root(one) and begun.count(one[1]) < 2})


def _persons(
    lines: Iterator[Line], places: _Places, faults: list[FoundingRefused]
) -> Iterator[tuple[str, PlannedPerson]]:
    """Who begins, with the community where their account is."""
    usernames: set[str] = set()
    for row, said in lines:
        place, role = places.find(said["地方"]), ROLES.get(said["岗位"], said["岗位"])
        if place is None:
            faults.append(FoundingPlaceUnknown(sheet=PEOPLE, row=row, name=said["地方"]))
        elif role not in ROLES.values() or place[0] not in _ABOVE.get(role, ("community",)):
            faults.append(FoundingRoleUnfit(sheet=PEOPLE, row=row, name=said["地方"], role=said["岗位"]))
        elif said["用户名"] and said["用户名"].casefold() in usernames:
            faults.append(FoundingTwice(sheet=PEOPLE, row=row, name=said["用户名"]))
        else:
            usernames.add(said["用户名"].casefold())
            begins = role == "admin" and places.is_root(place)
            person = PlannedPerson(
                said["姓名"], role, said["岗位"], place[1], said["用户名"], said["手机"], row, begins
            )
            yield places.homes[place], person


def _community(
    row: int, said: Mapping[str, str], persons: Sequence[tuple[str, PlannedPerson]]
) -> PlannedCommunity:
    own = tuple(person for home, person in persons if home == said["社区"])
    return PlannedCommunity(
        said["区县"], said["街道"], said["社区"], said["英文名"], said["电话"], said["超市"], row, own
    )


def _settings(lines: Iterator[Line], faults: list[FoundingRefused]) -> Iterator[tuple[str, Any]]:
    """What is decided for every community; a line without a value decides nothing."""
    for row, said in lines:
        if not said["值"]:
            continue
        try:
            value = json.loads(said["值"])
        except ValueError:
            value = said["值"]
        try:
            yield said["名称"], people.proposals.check(said["名称"], value)
        except Refusal as refusal:
            faults.append(line_unfit(SETTINGS, row, refusal))


def _rules(sheet: Sheet | None, faults: list[FoundingRefused]) -> Iterator[RuleLine]:
    """The rules every community begins with; a sheet with its headings alone has none."""
    if sheet is None or len(sheet.rows) < 2:
        return
    remarks = Remarks()
    try:
        yield from read_rules([sheet], remarks)
    except Refusal as refusal:
        faults.append(line_unfit(RULE_BOOK, 1, refusal))
    for fault in remarks.all():
        if fault.level == LEFT_OUT:
            why = (fault.message_zh, fault.message_en)
            faults.append(FoundingLineUnfit(sheet=RULE_BOOK, row=fault.origin.row, why=why))
    for asked in remarks.questions():
        why = (asked.message_zh, asked.message_en)
        faults.append(FoundingLineUnfit(sheet=RULE_BOOK, row=asked.places[0].cell, why=why))


def line_unfit(sheet: str, row: int, refusal: Refusal) -> FoundingLineUnfit:
    """What is refused of a line, with its line."""
    return FoundingLineUnfit(sheet=sheet, row=row, why=(refusal.message("zh"), refusal.message("en")))
