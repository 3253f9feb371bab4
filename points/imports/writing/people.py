"""Registers the households and people of the books who are not registered yet."""

from __future__ import annotations

from uuid import UUID

from points import people
from points.foundation import Actor
from points.foundation.spelling import doors
from points.imports.lines import HouseholdLine, PersonLine
from points.imports.writing.batch import OpenBatch


def write_people(batch: OpenBatch) -> None:
    """Register households and people who are not registered; a person is known by household and name."""
    actor = batch.actor
    batch.homes = people.history.known_households(batch.community_id)
    members: dict[str, list[PersonLine]] = {}
    for person in batch.books.people:
        if batch.is_new(person.key):
            members.setdefault(person.household, []).append(person)
    places = _grids(batch)
    new_homes = [
        _new_household(home, members[home.number], places)
        for home in batch.books.households
        if home.number in members and home.number not in batch.homes
    ]
    people.residents.register_many(new_homes, actor=actor)
    for number, lines in members.items():
        if number in batch.homes:
            _add_members(batch.homes[number], lines, _door(batch, number), actor)
    batch.homes = people.history.known_households(batch.community_id)
    _note_people(batch, members)


def _grids(batch: OpenBatch) -> dict[str, UUID]:
    names = {home.grid for home in batch.books.households if home.grid and home.number not in batch.homes}
    owner = batch.community_id
    return {
        name: people.places.add("grid", name, parent_id=owner, actor=batch.actor) for name in sorted(names)
    }


def _new_household(
    home: HouseholdLine, lines: list[PersonLine], places: dict[str, UUID]
) -> people.residents.NewHousehold:
    new = {line.key: _new_person(line, _written(home)) for line in lines}
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


def _door(batch: OpenBatch, number: str) -> str:
    """Where a known household lives, as it is written already if the book means the same."""
    door = _written(next(one for one in batch.books.households if one.number == number))
    known = batch.homes[number].door
    return known if doors.same(known, door) else door


def _written(home: HouseholdLine) -> str:
    """Building and door as one; two numbers are kept apart."""
    bare = home.building[-1:].isdecimal() and home.door[:1].isdecimal()
    return f"{home.building}{doors.BETWEEN if bare else ''}{home.door}"


def _note_people(batch: OpenBatch, members: dict[str, list[PersonLine]]) -> None:
    for home in batch.books.households:
        if batch.is_new(home.key):
            batch.took("household", home.key, home.origin, batch.homes[home.number].household_id)
    for number, lines in members.items():
        for line in lines:
            batch.took("person", line.key, line.origin, batch.homes[number].people[line.name])
