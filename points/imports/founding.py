"""Founds a district from what a file says of it: places, first people with their roles and slips, settings, rules, shops.

Wrap in `transact`. What takes time (codes, passwords) is handed in, so that it is made before the books are opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from points import people, shop, volunteering
from points.foundation import Actor, Refusal, clock, communities, system_actor
from points.imports.changing.rules import new_rule
from points.imports.reading import founding_file
from points.imports.reading.founding_file import FoundingPlan, PlannedCommunity, PlannedPerson
from points.imports.refusals.founding import FoundingAdminsMissing, FoundingRefused

#: what callers get and hand in
Plan = FoundingPlan
Community = PlannedCommunity
Person = PlannedPerson
make_blank = founding_file.make_blank
read = founding_file.read


@dataclass(frozen=True)
class FoundedPerson:
    """Somebody who begins, with what they begin with: a slip, or a password."""

    person: PlannedPerson
    username: str
    slip: people.activation.NewSlip | None
    password: str


@dataclass(frozen=True)
class FoundedCommunity:
    """A community that was founded, and who begins there."""

    community: PlannedCommunity
    community_id: UUID
    people: tuple[FoundedPerson, ...]


#: a new code for a slip, or None while it is only tried; and a password for somebody
Secrets = Callable[[PlannedPerson], tuple[people.activation.FreshCode | None, str]]


def left(plan: FoundingPlan) -> list[PlannedCommunity]:
    """Those of the plan that are not there yet; what is there stays as it is, whatever the file says of it."""
    there = {one.name for one in communities()}
    return [one for one in plan.communities if one.name not in there]


def unfit(plan: FoundingPlan) -> list[FoundingRefused]:
    """Everything for which nothing may be founded. A district that is there already has its administrators."""
    there = {one.name for one in people.places.tree_of(system_actor(UUID(int=0)))}
    alone = [FoundingAdminsMissing(name=one) for one in plan.without_admins if one not in there]
    return [*plan.faults, *alone]


def found(plan: FoundingPlan, secrets: Secrets) -> list[FoundedCommunity]:
    """Found those that are left. The first line that cannot be is named, and then nothing is founded."""
    return [_found(one, plan, secrets) for one in left(plan)]


def _found(planned: PlannedCommunity, plan: FoundingPlan, secrets: Secrets) -> FoundedCommunity:
    with _line(founding_file.COMMUNITIES, planned.row):
        community_id = people.places.found_community(
            planned.name,
            name_en=planned.name_en,
            phone=planned.phone,
            district=planned.district,
            street=planned.street,
        )
    actor = system_actor(community_id)
    for name, value in plan.settings.items():
        people.proposals.propose(name, value, effective_on=clock.today(), reason="开张", actor=actor)
    if plan.rules:
        volunteering.rules.add(list(map(new_rule, plan.rules)), effective_on=clock.today(), actor=actor)
    if planned.shop:
        shop.shops.add(planned.shop, actor=actor)
    return FoundedCommunity(planned, community_id, tuple(_people(planned, secrets, actor)))


@dataclass
class _Opened:
    person: PlannedPerson
    person_id: UUID
    account_id: UUID
    fresh: people.activation.FreshCode | None
    password: str


def _people(planned: PlannedCommunity, secrets: Secrets, actor: Actor) -> Iterator[FoundedPerson]:
    """Their accounts, then roles, then slips, which would end with a role that came later."""
    opened = []
    for person in planned.people:
        with _line(founding_file.PEOPLE, person.row):
            fresh, password = secrets(person)
            person_id = people.residents.register(person.name, phone=person.phone, actor=actor)
            account_id = people.accounts.create(
                person_id, actor=actor, username=person.username or None, password=password or None
            )
            opened.append(_Opened(person, person_id, account_id, fresh, password))
    places = dict(_upwards(actor.community_id))
    for one in opened:
        people.roles.grant(
            one.account_id,
            one.person.role,
            place_id=places[one.person.place],
            actor=actor,
            confirmed_by=_other(one, opened),
        )
    for one in opened:
        slip = people.activation.issue(one.person_id, actor=actor, fresh=one.fresh) if one.fresh else None
        known = people.accounts.of_person(actor.community_id, one.person_id)
        yield FoundedPerson(one.person, (known and known.username) or "", slip, one.password)


def _other(one: _Opened, opened: list[_Opened]) -> UUID | None:
    """Who begins beside somebody who begins: the two confirm each other."""
    beside = (
        other
        for other in opened
        if other.person.begins and other.person.place == one.person.place and other is not one
    )
    return next((other.account_id for other in beside), None) if one.person.begins else None


def _upwards(community_id: UUID) -> Iterator[tuple[str, UUID]]:
    """The community and what stands above it, by name."""
    at: UUID | None = community_id
    while at is not None:
        place = people.places.get(at)
        yield place.name, place.place_id
        at = place.parent_id


@contextmanager
def _line(sheet: str, row: int) -> Iterator[None]:
    """What is refused of this line names it."""
    try:
        yield
    except Refusal as refusal:
        raise founding_file.line_unfit(sheet, row, refusal) from refusal
