"""Every role that was ever given in a community, and how it came to count; those that wait for somebody's yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import NEVER, Actor, clock, db, paging
from points.foundation.prepared import given, prepared
from points.people.access import confirming
from points.people.access.queries import in_force
from points.people.models import Account, Identity, Person, Place, RoleGrant

#: what the list may be narrowed to
STATES = ("waiting", "counts", "objected", "ended")


@dataclass(frozen=True)
class GrantRow:
    """A role with everybody who had a part in it. `body` is whose yes it waits for, `mine` whether that is the reader."""

    grant_id: UUID
    public_id: str
    name: str
    role: str
    place_name: str
    since: date
    until: date | None
    proposed_by: str | None
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    set_back_at: datetime | None
    objected_by: str | None
    objected_at: datetime | None
    objection: str | None
    answer: str | None
    ended_at: datetime | None
    body: str = ""
    mine: bool = False

    @property
    def waiting(self) -> bool:
        """Whether it counts for nothing until somebody says yes."""
        return self.confirmed_at is None and self.ended_at is None


_NEWEST = paging.PageOrder(
    (RoleGrant.id,),
    place_of=lambda row: (row.id,),
    make=lambda row: paging.make_id_key(row.id),
    read=lambda key: (found,) if (found := paging.read_id_key(key)) else None,
    descending=True,
)


def page(actor: Actor, state: str, asked: paging.PageAsked) -> paging.PageFound[GrantRow]:
    """Every role given here, the newest first; '' for all states."""
    values = {"community": actor.community_id, **({"today": clock.today()} if state in _DATED else {})}
    found = paging.turn(lambda step: _listed(step, state), _NEWEST, asked, values)
    return found.of([_of(row, actor) for row in found.rows])


def find(grant_id: UUID, *, actor: Actor) -> GrantRow | None:
    """One of them."""
    row = _one().first(community=actor.community_id, grant=grant_id)
    return _of(row, actor) if row else None


def of_account(account_id: UUID, *, actor: Actor) -> list[GrantRow]:
    """Every role of one account that was ever proposed or given, the newest first."""
    rows = _of_account().all(community=actor.community_id, account=account_id)
    return [_of(row, actor) for row in rows]


def waiting_for(actor: Actor) -> list[GrantRow]:
    """The roles that wait for this actor's yes, the oldest first."""
    rows = _waiting().all(community=actor.community_id, today=clock.today())
    return [one for row in rows if (one := _of(row, actor)).mine]


def waiting_here(community_id: UUID) -> list[GrantRow]:
    """All roles that wait for somebody's yes; for whoever looks after the machine."""
    nobody = Actor(community_id)
    return [_of(row, nobody) for row in _waiting().all(community=community_id, today=clock.today())]


def waiting_of(actor: Actor) -> list[GrantRow]:
    """The actor's own roles that do not count yet, as somebody has to say yes or a night has to pass."""
    rows = _own().all(community=actor.community_id, account=actor.account_id, today=clock.today())
    return [_of(row, actor) for row in rows]


def _of(row: Any, actor: Actor) -> GrantRow:
    said = {name: getattr(row, name) for name in GrantRow.__dataclass_fields__ if hasattr(row, name)}
    found = GrantRow(row.id, until=None if row.valid_until == NEVER else row.valid_until, **said)
    if not found.waiting:
        return found
    stored = db.session.get(RoleGrant, (actor.community_id, found.grant_id))
    if stored is None:
        return found
    body = confirming.body_of(stored)
    return replace(found, body=body.role, mine=actor.account_id in body.accounts)


def _select() -> sa.Select[*tuple[Any, ...]]:
    """Grants with names; of a proposer or confirmer from elsewhere there is none."""
    return (
        sa.select(
            RoleGrant.id,
            Person.public_id,
            Identity.name,
            RoleGrant.role,
            Place.name.label("place_name"),
            RoleGrant.valid_from.label("since"),
            RoleGrant.valid_until,
            _named(RoleGrant.granted_by, "proposed_by"),
            RoleGrant.created_at.label("proposed_at"),
            _named(RoleGrant.confirmed_by, "confirmed_by"),
            RoleGrant.confirmed_at,
            RoleGrant.set_back_at,
            _named(RoleGrant.objected_by, "objected_by"),
            RoleGrant.objected_at,
            RoleGrant.objection,
            RoleGrant.answer,
            RoleGrant.ended_at,
        )
        .join(Place, Place.id == RoleGrant.place_id)
        .join(
            Account,
            sa.and_(Account.community_id == RoleGrant.community_id, Account.id == RoleGrant.account_id),
        )
        .join(Person, sa.and_(Person.community_id == Account.community_id, Person.id == Account.person_id))
        .join(
            Identity,
            sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id),
        )
        .where(RoleGrant.community_id == given("community"), RoleGrant.role != "resident")
    )


def _named(column: Any, label: str) -> sa.Label[Any]:
    """The name behind an account."""
    account, identity = aliased(Account), aliased(Identity)
    name = (
        sa.select(identity.name)
        .join(
            account,
            sa.and_(account.community_id == identity.community_id, account.person_id == identity.person_id),
        )
        .where(account.community_id == RoleGrant.community_id, account.id == column)
        .correlate(RoleGrant)
    )
    return name.scalar_subquery().label(label)


def _still() -> sa.ColumnElement[bool]:
    """Not ended by anybody nor by its last day."""
    return sa.and_(RoleGrant.ended_at.is_(None), RoleGrant.valid_until >= given("today"))


_STATES: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "waiting": lambda: sa.and_(RoleGrant.confirmed_at.is_(None), _still()),
    "counts": lambda: in_force(given("today")),
    "objected": lambda: RoleGrant.objected_at.is_not(None),
    "ended": lambda: sa.or_(RoleGrant.ended_at.is_not(None), RoleGrant.valid_until < given("today")),
}
#: states that depend on the day
_DATED = ("waiting", "counts", "ended")


@prepared
def _listed(step: str, state: str) -> sa.Executable:
    query = _select()
    return paging.statement(query.where(_STATES[state]()) if state else query, _NEWEST, step)


@prepared
def _one() -> sa.Executable:
    return _select().where(RoleGrant.id == given("grant"))


@prepared
def _of_account() -> sa.Executable:
    return _select().where(RoleGrant.account_id == given("account")).order_by(RoleGrant.id.desc()).limit(100)


@prepared
def _waiting() -> sa.Executable:
    return _select().where(_STATES["waiting"]()).order_by(RoleGrant.id).limit(50)


@prepared
def _own() -> sa.Executable:
    ahead = sa.or_(RoleGrant.confirmed_at.is_(None), RoleGrant.valid_from > given("today"))
    return _select().where(RoleGrant.account_id == given("account"), ahead, _still()).order_by(RoleGrant.id)
