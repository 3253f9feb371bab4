"""Finding people: by id, by name, door, household number or the end of a phone number. It changes nothing.

A search sees only the part of the tree where the actor has a role that may see others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, paging
from points.foundation.prepared import given, given_many, prepared
from points.foundation.spelling import doors
from points.people.models import Card, Household, Identity, Person
from points.people.permissions import roles_for
from points.people.registry import households, old_number_rows, person_rows
from points.people.registry.policy import ways_to_number
from points.people.registry.tree import below, places_of

#: more of one name live in no community
NAMESAKES = 200


@dataclass(frozen=True)
class PeopleFilter:
    """Whom a list shows; '' and None mean anybody. `words` narrow it, `card` is none or some, the others what is so."""

    words: str = ""
    card: str = ""
    head: bool = False
    no_phone: bool = False
    no_household: bool = False
    grid: UUID | None = None
    all_states: bool = False


@dataclass(frozen=True)
class Found:
    """One page of a search; `next_key` asks for the page after it."""

    people: list[person_rows.PersonInfo]
    next_key: str | None


def page(
    actor: Actor,
    wanted: PeopleFilter | None = None,
    asked: paging.PageAsked = paging.FIRST_PAGE,
    *,
    by: str = "name",
) -> paging.PageFound[person_rows.PersonInfo]:
    """People in the actor's part of the tree, by name or by household; `sums` holds how many households they are.

    By household there are only those who belong to one.
    """
    names, values = _conditions(actor, wanted or PeopleFilter())
    by = by if by in ORDERS else "name"
    order = replace(_ORDERS[by], read=partial(_place_of_key, actor.community_id, by))
    values = {"community": actor.community_id, **values}
    found = paging.turn(lambda step: _listed(step, by, *names), order, asked, values)
    return found.of([person_rows.info_of(row) for row in found.rows])


def place_of(actor: Actor, words: str, *, by: str = "name") -> str:
    """The key of the first person whose surname or household number is not before these words; '' behind the last."""
    value = words.strip()
    if by == "household":
        # where no household has a number written so, the longest way of writing it says where it would stand
        for value in ways_to_number(words):
            if households.find(actor.community_id, value):
                break
    names, values = _conditions(actor, PeopleFilter())
    row = _first_from("household" if by == "household" else "name", *names).first(
        community=actor.community_id, value=value, **values
    )
    return paging.make_id_key(row.id) if row is not None else ""


def by_words(
    actor: Actor, text: str = "", *, after: str | None = None, limit: int = 30, all_states: bool = False
) -> Found:
    """People in the actor's part of the tree, by name; the words narrow it. Paged by key, and not counted."""
    asked = paging.PageAsked(after=after or "", limit=limit, counted=False)
    found = page(actor, PeopleFilter(words=text, all_states=all_states), asked)
    return Found(found.rows, found.after)


def at_counter(community_id: UUID, *, name: str, door: str, limit: int = 5) -> list[person_rows.PersonInfo]:
    """People of exactly this name who may say their door so; what a counter may look up, no more."""
    spelt, number = unicodedata.normalize("NFKC", name).strip(), unicodedata.normalize("NFKC", door).strip()
    if not spelt or not number:
        return []
    query = person_rows.select_people(community_id).where(Identity.name == spelt, Person.status == "active")
    called = person_rows.infos_of(query.order_by(Person.id).limit(NAMESAKES))
    return [
        one for one in called if one.household_number in ways_to_number(number) or doors.fits(door, one.door)
    ][:limit]


def by_name(community_id: UUID, name: str) -> list[person_rows.PersonInfo]:
    """Everybody of exactly this name; for imports and checks."""
    return person_rows.infos_of(
        person_rows.select_people(community_id).where(Identity.name == name.strip()).order_by(Person.id)
    )


#: how a list of people may be ordered; each column stands in an index of its community
ORDERS = ("name", "household")
_ORDERS = {
    "name": paging.PageOrder(
        (Identity.name, Identity.person_id),
        place_of=lambda row: (row.name, row.id),
        make=lambda row: paging.make_id_key(row.id),
        read=lambda _: None,
    ),
    "household": paging.PageOrder(
        (Household.number, Person.id),
        place_of=lambda row: (row.household_number, row.id),
        make=lambda row: paging.make_id_key(row.id),
        read=lambda _: None,
    ),
}


def _ways(word: str) -> tuple[str, dict[str, str]]:
    """How one word is looked for, and with which values."""
    values = {"like": f"%{_plain(word)}%", "number": word}
    if not (word.isascii() and word.isdigit()):
        door = doors.plain(word)
        if not any(one.isdigit() for one in door):
            return "text", values
        return "door", {**values, "door": f"%{doors.BETWEEN}{_plain(door)}{doors.BETWEEN}%"}
    values["padded"] = word.zfill(3)
    return ("phone", {**values, "tail": f"%{_plain(word)}"}) if len(word) >= 4 else ("digits", values)


def _matches(way: str, number: int) -> sa.ColumnElement[bool]:
    like = given(f"like{number}")
    ways: list[sa.ColumnElement[bool]] = [
        Identity.name.like(like, escape="/"),
        Identity.door.like(like, escape="/"),
        Household.number == given(f"number{number}"),
        Person.household_id.in_(old_number_rows.found_by(given(f"number{number}"))),
    ]
    if way == "door":
        ways.append(_plain_door().like(given(f"door{number}"), escape="/"))
    if way in ("digits", "phone"):
        ways.append(Household.number == given(f"padded{number}"))
    if way == "phone":
        ways.append(Identity.phone.like(given(f"tail{number}"), escape="/"))
    return sa.or_(*ways)


def _plain_door() -> sa.ColumnElement[str]:
    """The door as `doors.plain` says it, as far as a database can: units are one stroke, of which none follows another."""
    door: sa.ColumnElement[str] = sa.func.coalesce(Identity.door, "")
    for unit in doors.UNITS:
        door = sa.func.replace(door, unit, doors.BETWEEN)
    door = sa.literal(doors.BETWEEN) + door + doors.BETWEEN
    for _ in range(2):
        door = sa.func.replace(door, doors.BETWEEN * 2, doors.BETWEEN)
    return door


def _plain(words: str) -> str:
    """Words as LIKE takes them for themselves."""
    return "".join(f"/{one}" if one in "/%_" else one for one in words)


def _card() -> sa.ColumnElement[bool]:
    return (
        sa.select(Card.id)
        .where(Card.community_id == Person.community_id, Card.person_id == Person.id)
        .where(Card.status == "active")
        .exists()
    )


#: by the name of a filter, what it asks of a person
_CONDITIONS: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "active": lambda: Person.status == "active",
    "any": lambda: Person.status != "merged",
    "card_some": _card,
    "card_none": lambda: ~_card(),
    "head": lambda: Household.head_id == Person.id,
    "no_phone": lambda: Identity.phone == "",
    "no_household": lambda: Person.household_id.is_(None),
    "grid": lambda: Household.place_id == given("grid"),
    "nobody": sa.false,
}


def _conditions(actor: Actor, wanted: PeopleFilter) -> tuple[list[str], dict[str, Any]]:
    """The names of the conditions that are set, and the values of all of them."""
    names, values = ["any" if wanted.all_states else "active"], dict[str, Any]()
    names += [one for one in ("head", "no_phone", "no_household") if getattr(wanted, one)]
    if wanted.card in ("none", "some"):
        names.append(f"card_{wanted.card}")
    if wanted.grid:
        names.append("grid")
        values["grid"] = wanted.grid
    for number, word in enumerate(wanted.words.split()[:4]):
        way, found = _ways(word)
        names.append(f"{way}{number}")
        values |= {f"{name}{number}": value for name, value in found.items()}
    if actor.kind not in ("system", "import"):
        places = places_of(actor, roles_for("see_people"))
        names.append("seen" if places else "nobody")
        if places:
            values["places"] = list(places)
    return names, values


def _condition(name: str) -> sa.ColumnElement[bool]:
    if name == "seen":
        seen = below(given_many("places"))
        return sa.or_(given("community", Person.community_id).in_(seen), Household.place_id.in_(seen))
    return _CONDITIONS[name]() if name in _CONDITIONS else _matches(name[:-1], int(name[-1]))


def _query(by: str, names: tuple[str, ...]) -> sa.Select[*tuple[Any, ...]]:
    query = person_rows.select_people(given("community", Person.community_id)).where(
        *(_condition(one) for one in names)
    )
    if by == "household":
        return query.where(Household.community_id == given("community"), Household.number.is_not(None))
    return query.where(Identity.community_id == given("community"))


@prepared
def _listed(step: str, by: str, *names: str) -> sa.Executable:
    """One step of a list of people that these conditions leave; counted with their households."""
    return paging.statement(
        _query(by, names),
        _ORDERS[by],
        step,
        sums={"households": lambda few: sa.func.count(sa.distinct(few.household_id))},
        summed=[Person.household_id],
    )


@prepared
def _first_from(by: str, *names: str) -> sa.Executable:
    """The first person of a list who is not before a name or a number."""
    column = _ORDERS[by].columns[0]
    query = _query(by, names).where(column >= given("value", column))
    return query.order_by(*_ORDERS[by].columns).limit(1)


def _place_of_key(community_id: UUID, by: str, key: str) -> tuple[Any, ...] | None:
    # a name may not stand in an address, so the key is the id alone and the place is looked up again
    person_id = paging.read_id_key(key)
    if person_id is None:
        return None
    row = _place().first(community=community_id, person=person_id)
    if row is None or (by == "household" and row.number is None):
        return None
    return (row.number if by == "household" else row.name), person_id


@prepared
def _place() -> sa.Executable:
    return (
        sa.select(Identity.name, Household.number)
        .select_from(Identity)
        .join(Person, sa.and_(Person.community_id == Identity.community_id, Person.id == Identity.person_id))
        .outerjoin(
            Household,
            sa.and_(Household.community_id == Person.community_id, Household.id == Person.household_id),
        )
        .where(Identity.community_id == given("community"), Identity.person_id == given("person"))
    )
