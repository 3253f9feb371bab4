"""Whose a line is: its household's number is compared with its name, everywhere in the same way.

What is obvious is taken, and listed where it was not typed as it is read: 三户, 石磊（代）, a name without a number that
only one person has. A name of another household, or one that nobody knows, is asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from points.imports.asking import LATER
from points.imports.lines import PersonLine
from points.imports.reading.cells import chinese_number, is_nothing, phone, squeezed, unbracketed
from points.imports.reading.doubts import Doubt
from points.imports.reading.doubts.of_lines import NAME_ELSEWHERE, NAME_UNKNOWN
from points.imports.reading.doubts.of_sheets import AS_ABOVE
from points.imports.reading.people.name_cells import parted_name
from points.imports.reading.people.persons import Roster, parted, untitled
from points.imports.reading.refusals import (
    FoundByName,
    FoundByPhone,
    HouseholdReadAs,
    LeftForLater,
    NameReadAs,
    NameReadPlain,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import TableLine
from points.imports.refusals import HouseholdUnknown, LineFault, NoneOfName, SeveralOfName, ValueBlank

#: somebody else came for the person: 石磊（代）, 代领, 孙女代
_FOR_SOMEBODY = re.compile(r"代|领|家属|家人|儿|女|孙|妻|夫|父|母")
_SPELLED = re.compile(r"第?([零〇一二两三四五六七八九十]{1,4})(?:户|号)?")


@dataclass(frozen=True, slots=True)
class LineOwner:
    """A household, and the person of it where one is named; `name` is as it was typed."""

    household: str
    name: str
    person: str | None


@dataclass
class Owners:
    """Finds whose the lines of one book are."""

    book: str
    roster: Roster
    remarks: Remarks
    before: LineOwner | None = field(default=None)

    def find(self, line: TableLine) -> LineOwner | None:
        """Whose a line is; None where it is named or asked about."""
        name = squeezed(line["name"])
        number = self._number(line)
        if number:
            found = self._within(line, number, self._bare(line, number))
        elif not is_nothing(line["household"]):
            self._unknown(line, HouseholdUnknown(household=line.text("household")))
            found = None
        elif name:
            found = self._by_cell(line, name)
        else:
            found = self._as_above(line)
        self.before = found or self.before
        return found

    def _number(self, line: TableLine) -> str:
        """The household's number; one in words, or one that became a date, is listed."""
        cell = line["household"]
        number = self.roster.number(cell)
        if number or is_nothing(cell):
            return number
        if isinstance(cell, date):
            words, candidate = f"{cell:%Y-%m-%d}", f"{cell.month}-{cell.day}"
        else:
            words = squeezed(cell)
            spelled = _SPELLED.fullmatch(words)
            value = chinese_number(spelled[1]) if spelled else None
            candidate = str(value) if value is not None else self.roster.former_of(cell)
        number = self.roster.number(candidate)
        if number:
            self.remarks.note(
                line.origin, HouseholdReadAs(words=words, household=number), line.cell("household")
            )
        return number

    def _bare(self, line: TableLine, number: str) -> str:
        """The name of a line without what stands with it, where the household has such a person; else as it is typed."""
        name = squeezed(line["name"])
        parts = parted_name(name)
        other = "" if parts.may_count else self.roster.number(parts.number)
        if parts.name == name or other not in ("", number) or self.roster.same_name(number, name):
            return name
        if self.roster.find_person(number, parts.name) is None:
            return name
        self.remarks.note(
            line.origin, NameReadPlain(words=line.shown("name"), name=parts.name), line.cell("name")
        )
        return parts.name

    def _by_cell(self, line: TableLine, name: str) -> LineOwner | None:
        """A line whose only number stands with the name (004欧阳明), or that has none."""
        parts = parted_name(name)
        number = self.roster.number(parts.number)
        if self.roster.named(name) or parts.name == name:
            return self._by_name(line, name)
        if not number or (parts.may_count and self.roster.find_person(number, parts.name) is None):
            return self._by_name(line, parts.name if self.roster.named(parts.name) else name)
        how = HouseholdReadAs(words=line.shown("name"), household=number)
        self.remarks.note(line.origin, how, line.cell("name"))
        return self._within(line, number, parts.name)

    def _within(self, line: TableLine, number: str, name: str) -> LineOwner | None:
        """A line with a number: its name must be one of this household's."""
        digits = phone(line["phone"])
        person = self.roster.find_person(number, name, digits) if name else None
        if not name or person is not None:
            if name and digits and len(self.roster.same_name(number, name)) > 1:
                self._say_found(line, by_phone=True)
            elif name and not self.roster.same_name(number, name):
                self._say_name(line)
            return LineOwner(number, name, person)
        several = [self.roster.find_person(number, one) for one in parted(line.text("name"))]
        bare = untitled(unbracketed(name))
        nearly = self.roster.find_person(number, bare) or _key(self.roster.alike(number, bare))
        if any(several) and len(several) > 1:
            nearly = next(one for one in several if one)
        in_brackets = name != unbracketed(name) and _FOR_SOMEBODY.search(name)
        if nearly is not None or in_brackets:
            self._say_name(line)
            return LineOwner(number, name, nearly)
        return self._stranger(line, number, name)

    def _say_name(self, line: TableLine) -> None:
        self.remarks.note(line.origin, NameReadAs(words=line.shown("name")), line.cell("name"))

    def _stranger(self, line: TableLine, number: str, name: str) -> LineOwner | None:
        """A name that the household does not have: another household's, or nobody's."""
        named = self.roster.named(unbracketed(name)) or self.roster.named(parted_name(name).name)
        homes = {one.household: one for one in named}
        if homes:
            home = "、".join(sorted(homes))
            answer = self._ask(NAME_ELSEWHERE, line, household=number, name=name, home=home)
            if answer == "by_name" and len(homes) == 1:
                found = next(iter(homes.values()))
                return LineOwner(found.household, name, found.key)
        else:
            answer = self._ask(NAME_UNKNOWN, line, household=number, name=name)
        return LineOwner(number, name, None) if answer == "by_number" else None

    def _ask(self, doubt: Doubt, line: TableLine, **facts: str) -> str:
        answer = self.remarks.ask(doubt, self.book, line.place("household"), facts=facts).choice
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        return answer

    def _unknown(self, line: TableLine, fault: LineFault) -> None:
        self.remarks.add(line.origin, fault, cell=line.cell("household") or line.cell("name"))

    def _by_name(self, line: TableLine, name: str) -> LineOwner | None:
        """A line without a number: the only one of this name, or the one with its phone."""
        by_phone = self.roster.with_phone(name, phone(line["phone"]))
        found = self.roster.named(name) or self.roster.named(untitled(unbracketed(name)))
        if by_phone is None and len(found) != 1:
            several = SeveralOfName(words=name, count=len(found))
            self._unknown(line, several if found else NoneOfName(words=name))
            return None
        person = by_phone or found[0]
        if "household" in line.head.places:
            self._say_found(line, by_phone=by_phone is not None)
        return LineOwner(person.household, name, person.key)

    def _say_found(self, line: TableLine, *, by_phone: bool) -> None:
        found = FoundByPhone if by_phone else FoundByName
        self.remarks.note(line.origin, found(words=line.shown("name")), line.cell("name"))

    def _as_above(self, line: TableLine) -> LineOwner | None:
        """A line that names nobody: as the one above, if somebody says so."""
        if self.before is None:
            self._unknown(line, ValueBlank(column="户号"))
            return None
        return self.before if self._ask(AS_ABOVE, line) == "as_above" else None


def _key(person: PersonLine | None) -> str | None:
    return None if person is None else person.key
