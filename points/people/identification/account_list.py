"""Who can sign in, as a list: every account with its roles, its open slip, its sessions and tokens. It changes nothing.

A session counts until it is too old, as it is known only roughly when it was last seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotFound, clock, paging
from points.foundation.prepared import given, given_many, prepared
from points.people.access import sessions
from points.people.authorisation import need
from points.people.models import Account, Identity, Person, Place, RoleGrant, Session, Slip, Token

#: what an account can be
STATES = ("active", "invited", "closed")
#: nobody signed in for so long
IDLE_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts a list shows; '' means all. Closed ones are shown where they are asked for, or searched by name."""

    words: str = ""
    state: str = ""
    role: bool = False
    slip: bool = False
    token: bool = False
    idle: bool = False


@dataclass(frozen=True)
class RoleOf:
    """A role that is not over: it counts, will from a day on, or waits for a second person."""

    role: str
    place_name: str
    state: str


@dataclass(frozen=True)
class AccountRow:
    """An account with what is open of it; `sessions` and `tokens` are how many."""

    account_id: UUID
    public_id: str
    name: str
    username: str | None
    status: str
    created_at: datetime
    closed_at: datetime | None
    last_sign_in: datetime | None
    locked_until: datetime | None
    roles: Sequence[RoleOf]
    slip_until: datetime | None
    sessions: int
    tokens: int


#: what a row of the list knows by itself
_ROW = (
    "account_id", "public_id", "name", "username", "status", "created_at", "closed_at", "last_sign_in", "locked_until",
)  # fmt: skip
_NEWEST = paging.PageOrder(
    (Account.id,),
    place_of=lambda row: (row.account_id,),
    make=lambda row: paging.make_id_key(row.account_id),
    read=lambda key: (found,) if (found := paging.read_id_key(key)) else None,
    descending=True,
)


def page(actor: Actor, wanted: AccountFilter, asked: paging.PageAsked) -> paging.PageFound[AccountRow]:
    """Accounts of the community, the newest first."""
    need(actor, "see_accounts")
    names, values = _conditions(wanted)
    values = {"community": actor.community_id, **values}
    found = paging.turn(lambda step: _listed(step, *names), _NEWEST, asked, values)
    return found.of(_with_what_is_open(actor.community_id, found.rows))


def get(account_id: UUID, *, actor: Actor) -> AccountRow:
    """One of them."""
    need(actor, "see_accounts")
    rows = _one().all(community=actor.community_id, account=account_id)
    if not rows:
        raise NotFound
    return _with_what_is_open(actor.community_id, rows)[0]


def _with_what_is_open(community_id: UUID, rows: Sequence[Any]) -> list[AccountRow]:
    if not rows:
        return []
    now, today = clock.now(), clock.today()
    here = {"community": community_id, "accounts": [row.account_id for row in rows]}
    roles: dict[UUID, list[RoleOf]] = {}
    for one in _roles().all(today=today, **here):
        state = "waits" if one.confirmed_at is None else "ahead" if one.valid_from > today else "counts"
        roles.setdefault(one.account_id, []).append(RoleOf(one.role, one.place_name, state))
    slips = {one.account_id: one.until for one in _slips().all(now=now, **here)}
    tokens = {one.account_id: one.number for one in _tokens().all(now=now, **here)}
    signed_in = Counter(
        one.account_id
        for one in _sessions().all(**here)
        if not sessions.over(
            [held.role for held in roles.get(one.account_id, ()) if held.state == "counts"],
            begun=one.begun_at,
            seen=now,
            now=now,
        )
    )
    return [
        AccountRow(
            **{name: getattr(row, name) for name in _ROW},
            roles=roles.get(row.account_id, ()),
            slip_until=slips.get(row.account_id),
            sessions=signed_in[row.account_id],
            tokens=tokens.get(row.account_id, 0),
        )
        for row in rows
    ]


def _conditions(wanted: AccountFilter) -> tuple[list[str], dict[str, Any]]:
    """The names of the conditions that are set, and the values of all of them."""
    words = wanted.words.split()[:4]
    names = [wanted.state] if wanted.state in STATES else [] if words else ["open"]
    names += [one for one in ("role", "slip", "token", "idle") if getattr(wanted, one)]
    values: dict[str, Any] = {}
    if wanted.role:
        values["today"] = clock.today()
    if wanted.slip or wanted.token:
        values["now"] = clock.now()
    if wanted.idle:
        values["earliest"] = clock.now() - IDLE_AFTER
    for number, word in enumerate(words):
        names.append(f"word{number}")
        values[f"like{number}"] = "%" + "".join(f"/{one}" if one in "/%_" else one for one in word) + "%"
    return names, values


def _condition(name: str) -> sa.ColumnElement[bool]:
    if name in STATES:
        return Account.status == name
    if name in _CONDITIONS:
        return _CONDITIONS[name]()
    like = given(f"like{name[-1]}")
    return sa.or_(Identity.name.like(like, escape="/"), Account.username.like(like, escape="/"))


def _of(table: Any) -> sa.ColumnElement[bool]:
    """What belongs to the account of the row that is looked at."""
    return sa.and_(table.community_id == Account.community_id, table.account_id == Account.id)


def _open_slip() -> sa.ColumnElement[bool]:
    return sa.and_(Slip.used_at.is_(None), Slip.valid_until > given("now"))


def _open_token() -> sa.ColumnElement[bool]:
    still = sa.and_(Token.revoked_at.is_(None), Token.expires_at > given("now"))
    return sa.and_(still, Token.session_epoch == Account.session_epoch)


def _still_held() -> sa.ColumnElement[bool]:
    dated = sa.and_(RoleGrant.ended_at.is_(None), RoleGrant.valid_until >= given("today"))
    return sa.and_(RoleGrant.role != "resident", dated)


#: by the name of a filter, what it asks of an account
_CONDITIONS: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "open": lambda: Account.status != "closed",
    "role": lambda: sa.exists().where(_of(RoleGrant), _still_held()),
    "slip": lambda: sa.exists().where(_of(Slip), _open_slip()),
    "token": lambda: sa.exists().where(_of(Token), _open_token()),
    "idle": lambda: sa.or_(Account.last_sign_in.is_(None), Account.last_sign_in < given("earliest")),
}


def _select() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Account.id.label("account_id"),
            Person.public_id,
            Identity.name,
            Account.username,
            Account.status,
            Account.created_at,
            Account.closed_at,
            Account.last_sign_in,
            Account.locked_until,
        )
        .join(Person, sa.and_(Person.community_id == Account.community_id, Person.id == Account.person_id))
        .join(
            Identity,
            sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id),
        )
        .where(Account.community_id == given("community"))
    )


@prepared
def _listed(step: str, *names: str) -> sa.Executable:
    query = _select().where(*(_condition(one) for one in names))
    return paging.statement(query, _NEWEST, step)


@prepared
def _one() -> sa.Executable:
    return _select().where(Account.id == given("account"))


def _among(table: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return table.community_id == given("community"), table.account_id.in_(given_many("accounts"))


@prepared
def _roles() -> sa.Executable:
    return (
        sa.select(
            RoleGrant.account_id,
            RoleGrant.role,
            Place.name.label("place_name"),
            RoleGrant.confirmed_at,
            RoleGrant.valid_from,
        )
        .join(Place, Place.id == RoleGrant.place_id)
        .where(*_among(RoleGrant), _still_held())
        .order_by(RoleGrant.id)
    )


@prepared
def _slips() -> sa.Executable:
    until = sa.func.max(Slip.valid_until).label("until")
    return sa.select(Slip.account_id, until).where(*_among(Slip), _open_slip()).group_by(Slip.account_id)


@prepared
def _tokens() -> sa.Executable:
    number = sa.func.count().label("number")
    query = sa.select(Token.account_id, number).join(Account, _of(Token))
    return query.where(*_among(Token), _open_token()).group_by(Token.account_id)


@prepared
def _sessions() -> sa.Executable:
    query = sa.select(Session.account_id, Session.begun_at).join(Account, _of(Session))
    return query.where(
        *_among(Session), Session.ended_at.is_(None), Session.session_epoch == Account.session_epoch
    )
