"""Who may collect for whom as pages and decisions read it: the names of both, until when, for how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, clock, run
from points.foundation.prepared import given, prepared
from points.people.models import Account, Collector, Household, Identity, Person, Purse
from points.people.permissions import may
from points.people.registry import person_rows


@dataclass(frozen=True)
class CollectorInfo:
    """Who (`person_id`, `name`) may collect for whom (`owner_…`), until when and for how much a month; `account_id` is the
    ledger account of the purse. Until `confirmed_at` it is of no use."""

    collector_id: UUID
    purse_id: UUID
    account_id: UUID
    owner_id: UUID
    owner_public_id: str
    owner_name: str
    owner_door: str
    person_id: UUID
    name: str
    door: str
    month_tenths: int
    until: date
    by_office: bool
    made_by: UUID | None
    made_by_name: str
    made_at: datetime
    confirmed_at: datetime | None
    last_used_on: date | None

    @property
    def standing(self) -> bool:
        """Whether it is good today."""
        return self.confirmed_at is not None and self.until >= clock.today()


def infos(community_id: UUID, *which: sa.ColumnElement[bool]) -> list[CollectorInfo]:
    """Those of this community that were not ended."""
    return [CollectorInfo(*row) for row in run(_select(community_id).where(*which))]


def seen(actor: Actor, *, waiting: bool = False) -> list[CollectorInfo]:
    """Those whom the actor may see, or those of them that wait; what waits first. A counter serves the whole community."""
    query = _select(actor.community_id)
    query = query.where(Collector.confirmed_at.is_(None)) if waiting else query
    found = run(query) if may(actor, "serve_counter") else run(person_rows.seen_by(query, actor))
    return sorted((CollectorInfo(*row) for row in found), key=lambda one: one.confirmed_at is not None)


@prepared
def any_of_person() -> sa.Executable:
    """Whether there is one at all: asked with every payer."""
    return sa.select(sa.func.count()).where(
        Collector.community_id == given("community"),
        Collector.person_id == given("person"),
        Collector.ended_at.is_(None),
    )


def waiting_count(actor: Actor) -> int:
    """How many wait of those whom the actor may see; asked with every page of the counter."""
    there = int(_waiting().value(community=actor.community_id) or 0)
    return there if not there or may(actor, "serve_counter") else len(seen(actor, waiting=True))


@prepared
def _waiting() -> sa.Executable:
    return sa.select(sa.func.count()).where(
        Collector.community_id == given("community"),
        Collector.confirmed_at.is_(None),
        Collector.ended_at.is_(None),
    )


def _select(community_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    """Those that were not ended, with the names of both; the newest first."""
    owner, who, home, account, maker = (
        aliased(Identity), aliased(Identity), aliased(Purse), aliased(Account), aliased(Identity),
    )  # fmt: skip

    def at(one: Any, key: Any, which: Any) -> sa.ColumnElement[bool]:
        return sa.and_(one.community_id == Collector.community_id, key == which)

    return (
        sa.select(
            *(Collector.id, Collector.purse_id, home.account_id, Collector.owner_id, Person.public_id),
            *(owner.name, owner.door, Collector.person_id, who.name, who.door, Collector.month_tenths),
            *(Collector.until, Collector.seen != "", Collector.made_by, sa.func.coalesce(maker.name, "")),
            *(Collector.made_at, Collector.confirmed_at, Collector.last_used_on),
        )
        .select_from(Collector)
        .join(home, at(home, home.id, Collector.purse_id))
        .join(Person, at(Person, Person.id, Collector.owner_id))
        .join(owner, at(owner, owner.person_id, Collector.owner_id))
        .join(who, at(who, who.person_id, Collector.person_id))
        .outerjoin(Household, at(Household, Household.id, Person.household_id))
        .outerjoin(account, at(account, account.id, Collector.made_by))
        .outerjoin(maker, at(maker, maker.person_id, account.person_id))
        .where(Collector.community_id == community_id, Collector.ended_at.is_(None))
        .order_by(Collector.made_at.desc(), Collector.id)
    )
