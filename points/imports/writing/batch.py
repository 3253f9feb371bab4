"""Writes settled books into the house, step by step in one transaction; what came in before is left as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from points import audit, people
from points.foundation import Actor
from points.imports.balancing import Report
from points.imports.lines import Books, Fault, HouseholdLine, Origin, PersonLine
from points.imports.reading.faults import NOTED

ORIGIN = "imported"


@dataclass
class Batch:
    """One import while it is written: what is known, what was taken, what each line became."""

    books: Books
    report: Report
    actor: Actor
    known: dict[str, audit.provenance.ImportedLine]
    homes: dict[str, people.history.KnownHousehold] = field(default_factory=dict)
    lines: list[audit.provenance.ImportedLine] = field(default_factory=list)
    actions: list[audit.records.Action] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.subjects = {key: line.subject_id for key, line in self.known.items()}
        self._noted = {fault.origin for fault in self.report.faults if fault.level == NOTED}

    @property
    def community_id(self) -> UUID:
        """Whose books these are."""
        return self.actor.community_id

    @property
    def first_day(self) -> date:
        """From when on the rules and prices of these books hold: the first day of their first year."""
        books = self.books
        days = [one.day for one in books.earned]
        days += [one.day for one in books.deliveries] + [one.day for one in books.handouts]
        return date(min(days).year if days else self.books.year or 2000, 1, 1)

    def is_new(self, key: str) -> bool:
        """Whether a line with this content never came in."""
        return key not in self.known

    def subject(self, key: str) -> UUID | None:
        """What a line became, now or in an earlier import."""
        return self.subjects.get(key)

    def took(self, kind: str, key: str, origin: Origin, subject_id: UUID | None) -> None:
        """Note a line as taken."""
        level = NOTED if origin in self._noted else "taken"
        self.subjects[key] = subject_id
        self.lines.append(
            audit.provenance.ImportedLine(key, kind, origin.file, origin.sheet, origin.row, subject_id, level)
        )

    def action(self, name: str, subject_kind: str, subject_id: UUID | None, **facts: Any) -> None:
        """Note an action for the book of actions."""
        self.actions.append(audit.records.Action(name, subject_kind, subject_id, facts, origin=ORIGIN))


def take_people(intake: Batch) -> None:
    """Register households and people who are not registered; a person is known by household and name."""
    actor = intake.actor
    intake.homes = people.history.known_households(intake.community_id)
    members: dict[str, list[PersonLine]] = {}
    for person in intake.books.people:
        if intake.is_new(person.key):
            members.setdefault(person.household, []).append(person)
    places = _grids(intake)
    new_homes = [
        _new_household(home, members[home.number], places)
        for home in intake.books.households
        if home.number in members and home.number not in intake.homes
    ]
    people.residents.register_many(new_homes, actor=actor)
    for number, lines in members.items():
        if number in intake.homes:
            _add_members(intake.homes[number], lines, _door(intake, number), actor)
    intake.homes = people.history.known_households(intake.community_id)
    _note_people(intake, members)


def _grids(intake: Batch) -> dict[str, UUID]:
    names = {home.grid for home in intake.books.households if home.grid and home.number not in intake.homes}
    owner = intake.community_id
    return {
        name: people.places.add("grid", name, parent_id=owner, actor=intake.actor) for name in sorted(names)
    }


def _new_household(
    home: HouseholdLine, lines: list[PersonLine], places: dict[str, UUID]
) -> people.residents.NewHousehold:
    new = {line.key: _new_person(line, f"{home.building}{home.door}") for line in lines}
    head = new.get(home.head)
    return people.residents.NewHousehold(
        number=home.number,
        people=list(new.values()),
        place_id=places.get(home.grid),
        head=head.person_id if head else None,
    )


def _new_person(line: PersonLine, door: str) -> people.residents.NewPerson:
    return people.residents.NewPerson(
        name=line.name,
        phone=line.phone,
        birth_date=line.birth,
        gender=line.gender,
        door=door,
        kinship=line.kinship,
    )


def _add_members(
    home: people.history.KnownHousehold, lines: list[PersonLine], door: str, actor: Actor
) -> None:
    strangers = [_new_person(line, door) for line in lines if line.name not in home.people]
    if strangers:
        people.residents.add_to_household(home.household_id, strangers, actor=actor)


def _door(intake: Batch, number: str) -> str:
    home = next(one for one in intake.books.households if one.number == number)
    return f"{home.building}{home.door}"


def _note_people(intake: Batch, members: dict[str, list[PersonLine]]) -> None:
    for home in intake.books.households:
        if intake.is_new(home.key):
            intake.took("household", home.key, home.origin, intake.homes[home.number].household_id)
    for number, lines in members.items():
        for line in lines:
            intake.took("person", line.key, line.origin, intake.homes[number].people[line.name])
