"""Tells one household from another while a roster is read: a second head, or one number on two sheets, is asked about."""

from __future__ import annotations

from dataclasses import dataclass, field

from points.imports.asking import LATER
from points.imports.reading.cells import is_nothing, squeezed
from points.imports.reading.doubts import Doubt
from points.imports.reading.doubts.contradictions import HOUSEHOLD_TWICE
from points.imports.reading.doubts.of_lines import SECOND_HEAD
from points.imports.reading.people.persons import Roster
from points.imports.reading.refusals import LeftForLater
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import TableLine


@dataclass
class Families:
    """The households so far; lines come in the order of the roster."""

    roster: Roster
    remarks: Remarks
    #: where each household stands first
    doors: dict[str, TableLine] = field(default_factory=dict)
    _heads: dict[str, TableLine] = field(default_factory=dict)
    #: numbers with the sheets on which they mean the household that has them first
    _joined: set[tuple[str, str, str]] = field(default_factory=set)
    _number: str = ""
    _headed: bool = False
    #: what was asked about the family whose lines these are
    _doubt: Doubt | None = None

    def belongs(self, line: TableLine, number: str) -> bool:
        """Whether a line is of the household that its number means; what is not sure is asked about, with its family."""
        before, self._number = self._number, number
        if not is_nothing(line["household"]):
            self._headed, self._doubt = False, None
        is_head = squeezed(line["kinship"]) in ("户主", "本人")
        if is_head:
            self._doubt = SECOND_HEAD if self._is_second(line, number) else None
        if (
            self._doubt is None
            and not is_nothing(line["household"])
            and not self._is_joined(line, number, before)
        ):
            self._doubt = HOUSEHOLD_TWICE
        if self._doubt is not None and not self._is_same(line, number, self._doubt):
            return False
        self._headed = self._headed or is_head
        self.doors.setdefault(number, line)
        return True

    def _is_second(self, line: TableLine, number: str) -> bool:
        first = self._heads.setdefault(number, line)
        other = first is not line and squeezed(first["name"]) != squeezed(line["name"])
        return bool(number) and (other or (self._headed and is_nothing(line["household"])))

    def _is_joined(self, line: TableLine, number: str, before: str) -> bool:
        """Whether a number that another sheet has already means the same household: by a name, the door, a page that goes on."""
        first, file, sheet = self.doors.get(number), line.origin.file, line.origin.sheet
        if (
            first is None
            or (first.origin.file, first.origin.sheet) == (file, sheet)
            or (number, file, sheet) in self._joined
            or (number == before and is_nothing(line["door"]))
            or self.roster.same_name(number, squeezed(line["name"]))
            or (not is_nothing(line["door"]) and _address(line) == _address(first))
        ):
            self._joined.add((number, file, sheet))
            return True
        return False

    def _is_same(self, line: TableLine, number: str, doubt: Doubt) -> bool:
        first = self.doors[number].origin if number in self.doors else line.origin
        place = line.place("kinship" if doubt is SECOND_HEAD else "household")
        facts = {"household": number, "sheet": first.sheet, "row": first.row}
        answer = self.remarks.ask(doubt, "roster", place, facts=facts).choice
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        return answer == "same"


def _address(line: TableLine) -> tuple[str, str]:
    return squeezed(line["building"]), squeezed(line["door"])
