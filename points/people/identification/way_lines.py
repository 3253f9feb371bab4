"""Ways to a purse as their pages and their decisions read them: whose, made and confirmed by whom, and the newest hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, clock, paging, run
from points.foundation.prepared import given, given_many, prepared
from points.people.access.queries import in_force
from points.people.models import (
    Account,
    Card,
    Household,
    Identity,
    Person,
    Place,
    Purse,
    RoleGrant,
    Slip,
    Way,
)
from points.people.permissions import may, roles_for
from points.people.registry import person_rows
from points.people.registry.tree import below, places_of, touching

#: by what a purse is reached: a card, somebody's phone, or the account that is signed in
_BY = {"card": "card_id", "person": "person_id", "account": "account_id"}


@dataclass(frozen=True)
class WayInfo:
    """A way to a purse as pages show it; `number_tail` is a card's, `made_by` and `confirmed_by` are accounts."""

    way_id: UUID
    purse_id: UUID
    person_id: UUID
    public_id: str
    name: str
    door: str
    card_id: UUID | None
    account_id: UUID | None
    number_tail: str
    batch: UUID | None
    made_by: UUID | None
    made_by_name: str
    registered_by: UUID | None
    made_at: datetime
    since: datetime | None
    confirmed_by: UUID | None
    confirmed_by_name: str
    confirmed_at: datetime | None
    confirmed_how: str | None
    last_used_on: date | None

    @property
    def kind(self) -> str:
        """A card, an account, or a slip that nobody used yet."""
        if self.card_id:
            return "card"
        return "account" if self.since else "slip"

    @property
    def confirmed(self) -> bool:
        """Whether it pays."""
        return self.confirmed_at is not None


@dataclass(frozen=True)
class WayBatch:
    """Ways that were printed together and still wait: how many, since when, and who printed them."""

    batch: UUID
    number: int
    at: datetime
    made_by_name: str


def pays(account_id: UUID, *, by: str, which: UUID, community_id: UUID) -> bool:
    """Whether this way is confirmed; one that only cooled is not."""
    found = shown(by).first(community=community_id, which=which, purse=account_id)
    return found is not None and found.ended_at is None and found.confirmed_at is not None


def find(community_id: UUID, way_id: UUID) -> WayInfo | None:
    """A way that stands, or None."""
    found = run(infos(community_id).where(Way.id == way_id)).first()
    return info_of(found) if found else None


def get_waiting(way_id: UUID, *, actor: Actor) -> WayInfo | None:
    """One of them, or None where it is settled."""
    found = run(waiting(actor).where(Way.id == way_id)).first()
    return info_of(found) if found else None


def list_waiting(actor: Actor, way_ids: Collection[UUID]) -> list[WayInfo]:
    """Those of these ways that still wait, of those whom the actor may see."""
    query = waiting(actor).where(Way.id.in_(way_ids)).order_by(Way.made_at, Way.id)
    return [info_of(row) for row in run(query)]


#: what waits, the oldest first
_ORDER = paging.PageOrder(
    (Way.made_at, Way.id),
    place_of=lambda row: (row.made_at, row.id),
    make=lambda row: paging.make_key(row.made_at, row.id),
    read=paging.read_key,
)


def page_waiting(
    actor: Actor, asked: paging.PageAsked, *, batch: UUID | None = None
) -> paging.PageFound[WayInfo]:
    """One page of the ways that wait, of those whom the actor may see."""
    values: dict[str, Any] = {"community": actor.community_id, "now": clock.now()}
    places = places_of(actor, roles_for("see_people"))
    # a counter serves the whole community
    scope = "all" if may(actor, "serve_counter") else "seen" if places else "nobody"
    if scope == "seen":
        values["places"] = list(places)
    if batch:
        values["batch"] = batch
    found = paging.turn(lambda step: _listed(step, scope, batched=bool(batch)), _ORDER, asked, values)
    return found.of([info_of(row) for row in found.rows])


@prepared
def _listed(step: str, scope: str, *, batched: bool) -> sa.Executable:
    now = given("now", Way.made_at)
    query = infos(given("community", Way.community_id), now).where(Way.confirmed_at.is_(None))
    if scope == "seen":
        seen_places = below(given_many("places"))
        whole = given("community", Way.community_id).in_(seen_places)
        query = query.where(sa.or_(whole, Household.place_id.in_(seen_places)))
    if scope == "nobody":
        query = query.where(sa.false())
    return paging.statement(query.where(Way.batch == given("batch")) if batched else query, _ORDER, step)


def newest(way: Any, by: str) -> sa.Select[*tuple[Any, ...]]:
    """The one of the newest hand: who had it before has it no longer."""
    purse = sa.select(Purse.id).where(
        Purse.community_id == given("community"), Purse.account_id == given("purse")
    )
    query = sa.select(way.id).where(
        way.community_id == given("community"),
        getattr(way, _BY[by]) == given("which"),
        way.purse_id == purse.scalar_subquery(),
        way.since.is_not(None),
    )
    if by == "person":
        query = query.where(way.account_id.is_not(None))
    return query.order_by(way.since.desc(), way.id.desc()).limit(1)


@prepared
def shown(by: str) -> sa.Executable:
    """What a way that is shown is worth."""
    last = newest(aliased(Way), by).scalar_subquery()
    return sa.select(Way.id, Way.purse_id, Way.made_at, Way.confirmed_at, Way.ended_at).where(
        Way.community_id == given("community"), Way.id == last
    )


def infos(
    community_id: UUID | sa.BindParameter[Any], now: datetime | sa.BindParameter[Any] | None = None
) -> sa.Select[*tuple[Any, ...]]:
    """Ways that stand, with whose they are; those of slips only as long as these can be used."""
    return (
        sa.select(*_COLUMNS)
        .select_from(Way)
        .join(Person, _same(Person, Person.id == Way.person_id))
        .join(Identity, _same(Identity, Identity.person_id == Way.person_id))
        .outerjoin(Household, _same(Household, Household.id == Person.household_id))
        .outerjoin(Card, _same(Card, Card.id == Way.card_id))
        .outerjoin(Slip, _same(Slip, Slip.id == Way.slip_id))
        .outerjoin(_MAKERS, _same(_MAKERS.c, _MAKERS.c.id == Way.made_by))
        .outerjoin(_MAKER, _same(_MAKER.c, _MAKER.c.person_id == _MAKERS.c.person_id))
        .outerjoin(_SECONDS, _same(_SECONDS.c, _SECONDS.c.id == Way.confirmed_by))
        .outerjoin(_SECOND, _same(_SECOND.c, _SECOND.c.person_id == _SECONDS.c.person_id))
        .where(Way.community_id == community_id, Way.ended_at.is_(None))
        .where(sa.or_(Way.since.is_not(None), Slip.valid_until > (clock.now() if now is None else now)))
    )


def waiting(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    """Ways that nobody confirmed, of those whom the actor may see."""
    return seen(actor).where(Way.confirmed_at.is_(None))


def batches(actor: Actor) -> list[WayBatch]:
    """What waits and was printed together, the oldest first."""
    columns = Way.batch, sa.func.count(Way.id), sa.func.min(Way.made_at), sa.func.min(_MAKER.c.name)
    query = waiting(actor).with_only_columns(*columns).where(Way.batch.is_not(None)).group_by(Way.batch)
    return sorted(
        (WayBatch(batch, number, at, name or "") for batch, number, at, name in run(query)),
        key=lambda one: (one.at, one.batch),
    )


def seen(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    """Ways that stand, of those whom the actor may see; a counter serves the whole community."""
    query = infos(actor.community_id)
    return query if may(actor, "serve_counter") else person_rows.seen_by(query, actor)


def who_could(actor: Actor) -> sa.Select[UUID, UUID]:
    """Other accounts with a role that confirms over this community or a part of it, wherever they stand themselves."""
    grants = sa.and_(RoleGrant.community_id == Account.community_id, RoleGrant.account_id == Account.id)
    return (
        sa.select(Account.community_id, Account.id)
        .join(RoleGrant, grants)
        .join(Place, Place.id == RoleGrant.place_id)
        .where(RoleGrant.role.in_(roles_for("confirm_ways")), in_force(clock.today()))
        .where(touching(actor.community_id), Account.status != "closed", Account.id != actor.account_id)
        .group_by(Account.community_id, Account.id)
        .order_by(Account.community_id != actor.community_id, Account.id)
    )


def _same(table: Any, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.and_(table.community_id == Way.community_id, condition)


#: who made it and who confirmed it, by account and by name
_MAKERS, _SECONDS = (Account.__table__.alias(f"{one}_account") for one in ("maker", "second"))
_MAKER, _SECOND = (Identity.__table__.alias(one) for one in ("maker", "second"))
_COLUMNS = (
    Way.id,
    Way.purse_id,
    Way.person_id,
    Person.public_id,
    Identity.name,
    Identity.door,
    Way.card_id,
    Way.account_id,
    Card.number,
    Way.batch,
    Way.made_by,
    _MAKER.c.name.label("made_by_name"),
    Person.registered_by,
    Way.made_at,
    Way.since,
    Way.confirmed_by,
    _SECOND.c.name.label("confirmed_by_name"),
    Way.confirmed_at,
    Way.confirmed_how,
    Way.last_used_on,
)


def info_of(row: Any) -> WayInfo:
    """A way's row as a value."""
    return WayInfo(
        way_id=row.id,
        purse_id=row.purse_id,
        person_id=row.person_id,
        public_id=row.public_id,
        name=row.name,
        door=row.door,
        card_id=row.card_id,
        account_id=row.account_id,
        number_tail=(row.number or "")[-4:],
        batch=row.batch,
        made_by=row.made_by,
        made_by_name=row.made_by_name or "",
        registered_by=row.registered_by,
        made_at=row.made_at,
        since=row.since,
        confirmed_by=row.confirmed_by,
        confirmed_by_name=row.confirmed_by_name or "",
        confirmed_at=row.confirmed_at,
        confirmed_how=row.confirmed_how,
        last_used_on=row.last_used_on,
    )
