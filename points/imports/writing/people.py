"""Registers the households and people of the books who are not registered yet."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from points import people
from points.foundation import Actor
from points.foundation.spelling import doors
from points.imports.lines import HouseholdLine, PersonLine
from points.imports.reading.faults import NOTED
from points.imports.refusals.balancing import OldCardTwice
from points.imports.writing.batch import OpenBatch

#: what the roster says of who lives here no more, as the registry has it
_STATUS = {"": "active", "deceased": "dead", "moved": "left"}


def write_people(batch: OpenBatch) -> None:
    """Register households and people who are not registered."""
    actor = batch.actor
    batch.homes = people.history.known_households(batch.community_id)
    members: dict[str, list[PersonLine]] = {}
    for person in batch.books.people:
        members.setdefault(person.household, []).append(person)
    ids = _known(batch, members)
    newcomers = {
        number: [one for one in lines if batch.is_new(one.key) and one.key not in ids]
        for number, lines in members.items()
    }
    places = _grids(batch)
    new_homes = [
        _new_household(home, newcomers[home.number], places)
        for home in batch.books.households
        if newcomers.get(home.number) and home.number not in batch.homes
    ]
    people.residents.register_many([one for one, _ in new_homes], actor=actor)
    for _, made in new_homes:
        ids |= made
    for number, lines in newcomers.items():
        if lines and number in batch.homes:
            ids |= _add_members(batch.homes[number], lines, _door(batch, number), actor)
    _note_gone(batch, ids)
    batch.homes = people.history.known_households(batch.community_id)
    _note_people(batch, ids)
    _adopt_old_cards(batch)


def _known(batch: OpenBatch, members: dict[str, list[PersonLine]]) -> dict[str, UUID]:
    """Who of the books is registered already, by the key of their line.

    In a household a name means one person; where it has several of a name, their birth tells who is who.
    """
    ids: dict[str, UUID] = {}
    for number, lines in members.items():
        if number in batch.homes:
            for name in dict.fromkeys(one.name for one in lines):
                of_name = [one for one in lines if one.name == name]
                ids |= _namesakes(
                    batch, of_name, [one for one in batch.homes[number].people if one.name == name]
                )
    return ids


def _namesakes(
    batch: OpenBatch, lines: list[PersonLine], known: list[people.history.KnownPerson]
) -> dict[str, UUID]:
    before = {one.key: batch.subject(one.key) for one in lines}
    ids = {key: person_id for key, person_id in before.items() if person_id is not None}
    free = {one.person_id: one for one in known if one.person_id not in ids.values()}
    for same_birth in (True, False):
        for line in lines:
            fits = [one for one in free.values() if not same_birth or one.birth == line.birth]
            if line.key not in ids and fits:
                ids[line.key] = fits[0].person_id
                del free[fits[0].person_id]
    return ids


def _grids(batch: OpenBatch) -> dict[str, UUID]:
    names = {home.grid for home in batch.books.households if home.grid and home.number not in batch.homes}
    owner = batch.community_id
    return {
        name: people.places.add("grid", name, parent_id=owner, actor=batch.actor) for name in sorted(names)
    }


def _new_household(
    home: HouseholdLine, lines: list[PersonLine], places: dict[str, UUID]
) -> tuple[people.residents.NewHousehold, dict[str, UUID]]:
    """A household, and who is who in it; who died or moved away does not speak for it where another one can."""
    new = {line.key: _new_person(line, home.address) for line in lines}
    here = [key for key, one in new.items() if one.status == "active"]
    head = home.head if home.head in here or not here else here[0]
    made = people.residents.NewHousehold(
        number=home.number,
        people=list(new.values()),
        place_id=places.get(home.grid),
        head=new[head].person_id if head in new else None,
    )
    return made, {key: one.person_id for key, one in new.items()}


def _new_person(line: PersonLine, door: str) -> people.residents.NewPerson:
    return people.residents.NewPerson(
        name=line.name,
        phone=line.phone,
        birth_date=line.birth,
        gender=line.gender,
        door=door,
        kinship=line.kinship,
        status=_STATUS[line.status],
    )


def _add_members(
    home: people.history.KnownHousehold, lines: list[PersonLine], door: str, actor: Actor
) -> dict[str, UUID]:
    new = {line.key: _new_person(line, door) for line in lines}
    people.residents.add_to_household(home.household_id, list(new.values()), actor=actor)
    return {key: one.person_id for key, one in new.items()}


def _note_gone(batch: OpenBatch, ids: dict[str, UUID]) -> None:
    """Who was registered as living here, and of whom the roster says otherwise now."""
    here = {one.person_id for home in batch.homes.values() for one in home.people if one.status == "active"}
    gone = {ids[one.key]: _STATUS[one.status] for one in batch.books.people if one.status and one.key in ids}
    changed = {one: status for one, status in gone.items() if one in here}
    if changed:
        people.residents.note_gone(changed, actor=batch.actor)


def _door(batch: OpenBatch, number: str) -> str:
    """Where a known household lives, as it is written already if the book means the same."""
    door = next(one for one in batch.books.households if one.number == number).address
    known = batch.homes[number].door
    return known if doors.same(known, door) else door


def _note_people(batch: OpenBatch, ids: dict[str, UUID]) -> None:
    for home in batch.books.households:
        if batch.is_new(home.key):
            batch.took("household", home.key, home.origin, batch.homes[home.number].household_id)
    for line in batch.books.people:
        if batch.is_new(line.key):
            batch.took("person", line.key, line.origin, ids[line.key])


def _adopt_old_cards(batch: OpenBatch) -> None:
    """The numbers of old cards that are new and plain; one that is another household's already is named."""
    times = Counter(people.households.plain_old_number(one.card) for one in batch.books.households)
    known = people.households.known_old_numbers(batch.community_id)
    fresh: dict[str, UUID] = {}
    for home in batch.books.households:
        number, household = people.households.plain_old_number(home.card), batch.homes.get(home.number)
        if not number or household is None:
            continue
        if times[number] > 1 or known.get(number, household.household_id) != household.household_id:
            batch.refuse(home.origin, OldCardTwice(number=home.card), NOTED)
        elif number not in known:
            fresh[number] = household.household_id
    if fresh:
        people.households.adopt_old_numbers(fresh, actor=batch.actor)
