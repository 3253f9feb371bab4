"""Which purse is whose: a household's or a person's, as the community decided. It knows no balance."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, NotFound, run
from points.foundation.prepared import given, given_many, prepared
from points.foundation.settings import setting
from points.people.models import Collector, Household, Identity, Person, Purse, Way
from points.people.registry import person_rows
from points.people.registry.refusals import PurseMissing


@dataclass(frozen=True)
class PurseInfo:
    """A purse and its owner. `label` is the head's name or the person's own; `members` is 1 for a personal purse.

    `door` is where the person lives who was asked for, `names` are those of the people behind it, the
    head's first. `new_ways`: somebody made a way to it that nobody confirmed yet. `collected`: somebody was ever
    named who may collect from it.
    """

    purse_id: UUID
    account_id: UUID
    household_id: UUID | None
    person_id: UUID | None
    label: str
    members: int
    door: str
    names: Mapping[UUID, str]
    new_ways: bool
    collected: bool

    @property
    def name(self) -> str:
        """Whose it is, as a page says it."""
        return self.label


@dataclass(frozen=True)
class PurseOwner:
    """Whose purse a ledger account is: a household's by its number, or somebody's. `name` is the head's or their own."""

    purse_id: UUID
    account_id: UUID
    shared: bool
    household_number: str
    public_id: str
    name: str


def get_visible(account_id: UUID, *, actor: Actor) -> PurseOwner:
    """Whose purse this ledger account is, if the actor may see them; else there is none."""
    own = aliased(Person)
    query = (
        sa.select(
            Purse.id, Purse.household_id, Household.number, Person.public_id.label("public_id"), Identity.name
        )
        .select_from(Purse)
        .outerjoin(own, sa.and_(own.community_id == Purse.community_id, own.id == Purse.person_id))
        .outerjoin(
            Household,
            sa.and_(
                Household.community_id == Purse.community_id,
                Household.id == sa.func.coalesce(Purse.household_id, own.household_id),
            ),
        )
        .outerjoin(
            Person,
            sa.and_(
                Person.community_id == Purse.community_id,
                Person.id == sa.func.coalesce(Purse.person_id, Household.head_id),
            ),
        )
        .outerjoin(
            Identity, sa.and_(Identity.community_id == Purse.community_id, Identity.person_id == Person.id)
        )
        .where(Purse.community_id == actor.community_id, Purse.account_id == account_id)
    )
    row = next(iter(run(person_rows.seen_by(query, actor))), None)
    if row is None:
        raise NotFound
    return PurseOwner(
        row.id,
        account_id,
        row.household_id is not None,
        row.number or "",
        row.public_id or "",
        row.name or "",
    )


def of_person(community_id: UUID, person_id: UUID) -> PurseInfo:
    """The purse that this person's points go into and are spent from."""
    found = find(community_id, person_id)
    if found is None:
        raise PurseMissing
    return found


def account_of(actor: Actor) -> UUID:
    """The ledger account of the actor's own purse; looked up only where it is not known with who they are."""
    if actor.purse_id is not None:
        return actor.purse_id
    if actor.person_id is None:
        raise PurseMissing
    row = _purses(actor.community_id, [actor.person_id]).get(actor.person_id)
    if row is None:
        raise PurseMissing
    found: UUID = row.account_id
    return found


def find(community_id: UUID, person_id: UUID) -> PurseInfo | None:
    """The same, or None. A person whose registration was merged has the purse of the one that stayed."""
    rows = _described().all(community=community_id, person=person_id)
    by_purse = {row.id: row for row in rows}
    if not by_purse:
        return None
    one = _todays(community_id, list(by_purse.values()))
    names = {row.member_id: row.name for row in rows if row.id == one.id and row.name is not None}
    return PurseInfo(
        one.id,
        one.account_id,
        one.household_id,
        one.person_id,
        next(iter(names.values()), ""),
        len(names) if one.household_id and names else 1,
        one.door or "",
        names,
        bool(one.new_ways),
        bool(one.collected),
    )


def accounts_of(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID | None]]:
    """The ledger account and the household, if it is shared, of several persons with one statement."""
    return {
        person_id: (row.account_id, row.household_id)
        for person_id, row in _purses(community_id, person_ids).items()
    }


def _purses(community_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, Any]:
    found: dict[UUID, list[Any]] = {}
    for row in _owned().all(community=community_id, persons=list(person_ids)):
        found.setdefault(row.who, []).append(row)
    return {person_id: _todays(community_id, rows) for person_id, rows in found.items()}


def _todays(community_id: UUID, rows: list[Any]) -> Any:
    """Of several purses the one of today's kind: a community that changed its mind has purses of both."""
    if len(rows) == 1:
        return rows[0]
    shared = setting(community_id, "purse_of") == "household"
    return sorted(rows, key=lambda row: (row.household_id is not None) != shared)[0]


@prepared
def _owned() -> sa.Executable:
    kept = aliased(Person)
    return (
        sa.select(Person.id.label("who"), Purse.id, Purse.account_id, Purse.household_id, Purse.person_id)
        .join(
            kept,
            sa.and_(
                kept.community_id == Person.community_id,
                kept.id == sa.func.coalesce(Person.merged_into, Person.id),
            ),
        )
        .join(
            Purse,
            sa.and_(
                Purse.community_id == kept.community_id,
                sa.or_(Purse.person_id == kept.id, Purse.household_id == kept.household_id),
            ),
        )
        .where(Person.community_id == given("community"), Person.id.in_(given_many("persons")))
    )


@prepared
def _described() -> sa.Executable:
    """Purses of one person, with a row for every name behind them, the head's first."""
    kept, member, name = aliased(Person), aliased(Person), aliased(Identity)
    behind = sa.and_(
        member.community_id == Purse.community_id,
        sa.or_(
            member.id == Purse.person_id,
            sa.and_(member.household_id == Purse.household_id, member.status != "merged"),
        ),
    )
    return (
        sa.select(
            Purse.id,
            Purse.account_id,
            Purse.household_id,
            Purse.person_id,
            _new_ways().label("new_ways"),
            _collected().label("collected"),
            Identity.door,
            name.name,
            member.id.label("member_id"),
        )
        .select_from(Person)
        .join(
            Identity, sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id)
        )
        .join(
            kept,
            sa.and_(
                kept.community_id == Person.community_id,
                kept.id == sa.func.coalesce(Person.merged_into, Person.id),
            ),
        )
        .join(
            Purse,
            sa.and_(
                Purse.community_id == kept.community_id,
                sa.or_(Purse.person_id == kept.id, Purse.household_id == kept.household_id),
            ),
        )
        .outerjoin(
            Household,
            sa.and_(Household.community_id == Purse.community_id, Household.id == Purse.household_id),
        )
        .outerjoin(member, behind)
        .outerjoin(name, sa.and_(name.community_id == member.community_id, name.person_id == member.id))
        .where(Person.community_id == given("community"), Person.id == given("person"))
        .order_by(sa.case((Household.head_id == member.id, 0), else_=1), member.id)
    )


def _new_ways() -> sa.Exists:
    """Whether somebody made a way to the purse that nobody confirmed yet."""
    return sa.exists().where(
        Way.community_id == Purse.community_id,
        Way.purse_id == Purse.id,
        Way.confirmed_at.is_(None),
        Way.ended_at.is_(None),
    )


def _collected() -> sa.Exists:
    """Whether somebody was ever named who may collect from the purse."""
    return sa.exists().where(Collector.community_id == Purse.community_id, Collector.purse_id == Purse.id)
