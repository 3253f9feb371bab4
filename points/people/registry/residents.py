"""Registering households and persons, one at a counter or a roster at once. It finds nobody and gives no roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, db, in_parts, new_id
from points.foundation.spelling import doors, signs
from points.people.authorisation import need
from points.people.models import Household, Identity, Person
from points.people.registry import households, registration_rows
from points.people.registry.policy import plain_phone
from points.people.registry.refusals import DoorTaken

#: what callers hand in
NewHousehold = registration_rows.NewHousehold
NewPerson = registration_rows.NewPerson

#: heads that are named with one statement
_AT_ONCE = 500


@audit.records.writes("person.registered", of="person")
def register(
    name: str,
    *,
    actor: Actor,
    household_id: UUID | None = None,
    phone: str = "",
    birth_date: date | None = None,
    gender: str = "",
    door: str = "",
    kinship: str = "",
    head: bool = False,
    person_id: UUID | None = None,
) -> UUID:
    """A person, in a household or alone (staff, for instance), with a purse where there is none to share."""
    need(actor, "register_people")
    new = NewPerson(
        name=name,
        phone=phone,
        birth_date=birth_date,
        gender=gender,
        door=door,
        kinship=kinship,
        person_id=person_id or new_id(),
    )
    registration_rows.insert_people([(household_id, new)], actor)
    if household_id and (head or not _has_head(actor.community_id, household_id)):
        _name_heads({household_id: new.person_id}, actor=actor)
    audit.records.record("person.registered", actor=actor, subject_kind="person", subject_id=new.person_id)
    return new.person_id


@audit.records.writes("person.registered", of="person")
def register_in(
    household_id: UUID,
    name: str,
    *,
    actor: Actor,
    door: str,
    phone: str = "",
    kinship: str = "",
    birth_date: date | None = None,
    namesake: bool = False,
) -> UUID:
    """A newcomer to a household; a name it has already is more likely typed twice than a second person, unless it was
    asked and is a `namesake`."""
    members = households.members(actor.community_id, household_id)
    for known in members:
        if signs.same(known.name, name) and not namesake:
            raise DoorTaken(name=known.name, number=known.household_number)
    return register(
        name,
        actor=actor,
        household_id=household_id,
        phone=phone,
        birth_date=birth_date,
        # a household's door is written in one way
        door=next((one.door for one in members if doors.same(one.door, door)), door),
        kinship=kinship,
    )


def is_phone(text: str) -> bool:
    """Whether this can be kept as a telephone number."""
    return bool(plain_phone(text))


def register_many(households: Sequence[NewHousehold], *, actor: Actor) -> None:
    """A whole roster with a handful of statements; the ids are those of the values handed in."""
    need(actor, "register_people")
    if not households:
        return
    registration_rows.insert_households(households, actor)
    registration_rows.insert_people(
        [(one.household_id, person) for one in households for person in one.people], actor
    )
    heads = {one.household_id: one.head or one.people[0].person_id for one in households if one.people}
    _name_heads(heads, actor=actor)
    audit.records.record_many(
        [
            audit.records.Action("household.opened", "household", one.household_id, origin=_origin(actor))
            for one in households
        ]
        + [
            audit.records.Action("person.registered", "person", person.person_id, origin=_origin(actor))
            for one in households
            for person in one.people
        ],
        actor=actor,
    )


def add_to_household(household_id: UUID, people: Sequence[NewPerson], *, actor: Actor) -> None:
    """More people of a household that is there already."""
    need(actor, "register_people")
    registration_rows.insert_people([(household_id, person) for person in people], actor)
    if people and not _has_head(actor.community_id, household_id):
        _name_heads({household_id: people[0].person_id}, actor=actor)
    audit.records.record_many(
        [
            audit.records.Action("person.registered", "person", one.person_id, origin=_origin(actor))
            for one in people
        ],
        actor=actor,
    )


def note_gone(persons: Mapping[UUID, str], *, actor: Actor) -> None:
    """Who died or moved away, by person: `dead` or `left`. Their household and its points stay as they are."""
    need(actor, "register_people")
    for status in ("dead", "left"):
        action = "person.died" if status == "dead" else "person.moved_away"
        gone = [one for one, became in persons.items() if became == status]
        which = Person.community_id == actor.community_id, Person.id.in_(gone)
        db.session.execute(
            sa.update(Person).where(*which).values(status=status).execution_options(synchronize_session=False)
        )
        actions = [audit.records.Action(action, "person", one, origin=_origin(actor)) for one in gone]
        audit.records.record_many(actions, actor=actor)


@audit.records.writes("person.renamed", of="person")
def correct_names(names: Mapping[UUID, str], *, actor: Actor) -> None:
    """Write the names of people otherwise, who stay who they are; what they were called before is kept apart and can be erased."""
    before: dict[UUID, str] = {}
    for some in in_parts(sorted(names)):
        query = sa.select(Identity.person_id, Identity.name).where(
            Identity.community_id == actor.community_id, Identity.person_id.in_(some)
        )
        before.update({row.person_id: row.name for row in db.session.execute(query)})
    for person_id in sorted(before):
        db.session.execute(
            sa.update(Identity)
            .where(Identity.community_id == actor.community_id, Identity.person_id == person_id)
            .values(name=signs.plain(names[person_id]))
        )
    audit.records.record_many(
        [
            audit.records.Action(
                "person.renamed",
                "person",
                one,
                private={"was": before[one], "now": names[one]},
                origin=_origin(actor),
            )
            for one in sorted(before)
        ],
        actor=actor,
    )


def _name_heads(heads: Mapping[UUID, UUID], *, actor: Actor) -> None:
    """Who of a household speaks for it, by household."""
    need(actor, "register_people")
    for start in range(0, len(heads), _AT_ONCE):
        some = dict(list(heads.items())[start : start + _AT_ONCE])
        head = sa.select(Person.id).where(
            Person.community_id == Household.community_id,
            Person.household_id == Household.id,
            Person.id.in_(list(some.values())),
        )
        db.session.execute(
            sa.update(Household)
            .where(Household.community_id == actor.community_id, Household.id.in_(list(some)))
            .values(head_id=head.scalar_subquery())
            .execution_options(synchronize_session=False)
        )


def choose_language(person_id: UUID, language: str, *, actor: Actor) -> None:
    """The language a person reads, on every device of theirs."""
    _prefer(person_id, actor, language=language)


def choose_care(person_id: UUID, care: bool, *, actor: Actor) -> None:
    """Whether a person reads the large pages, on every device of theirs."""
    _prefer(person_id, actor, care_mode=care)


def _prefer(person_id: UUID, actor: Actor, **values: object) -> None:
    db.session.execute(
        sa.update(Person)
        .where(Person.community_id == actor.community_id, Person.id == person_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _has_head(community_id: UUID, household_id: UUID) -> bool:
    query = sa.select(Household.head_id).where(
        Household.community_id == community_id, Household.id == household_id
    )
    return db.session.scalar(query) is not None


def _origin(actor: Actor) -> str:
    return "imported" if actor.kind == "import" else "entered"
