"""What every request asks of this room, with one statement: who somebody is, and which roles count today."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation.models import Community
from points.foundation.prepared import given, prepared
from points.foundation.settings import decision
from points.people.models import Account, Identity, Person, Place, Purse, RoleGrant, Session, Token
from points.people.registry.tree import above_places, touching


@prepared
def who(by: str) -> sa.Executable:
    """Who an account is, and what it may: a row for every role that counts here today, at least one.

    `by` says what is known: the `account`, that and the digest of the number of one of its sessions (`session`), or the
    digest of one of its tokens (`token`). The person's purse comes along, as nearly everything a resident asks is about
    it: the household's and their own.
    """
    begin: Any = Account.__table__
    wanted = sa.and_(Account.community_id == given("community"), Account.id == given("account"))
    more: tuple[Any, ...] = ()
    if by == "token":
        begin = sa.join(Token, Account, _same(Account, Token, Account.id == Token.account_id))
        wanted, more = Token.token_hash == given("token"), _TOKEN
    if by == "session":
        begin = sa.join(Session, Account, _same(Account, Session, Account.id == Session.account_id))
        wanted, more = sa.and_(wanted, *_IS_OPEN), _SESSION
    return (
        # what is looked up by its key comes first: PostgreSQL keeps to this order where it does not try them all
        sa.select(*_WHO, *more, _shared_purse(), _own_purse(), *_GRANT)
        .select_from(begin)
        .join(Person, _same(Person, Account, Person.id == Account.person_id))
        .join(Identity, _same(Identity, Person, Identity.person_id == Person.id))
        .join(Community, Community.id == Account.community_id)
        .outerjoin(RoleGrant, _counting(_home(by)))
        .where(wanted, Account.status != "closed")
        .order_by(RoleGrant.id)
    )


#: what a page greets somebody with, and since when they are here
_GREETING = (
    Person.created_at,
    Person.language,
    Person.care_mode,
    Identity.name,
    Community.name.label("community_name"),
    Community.name_en.label("community_name_en"),
    Community.phone.label("community_phone"),
    Community.demo.label("community_demo"),
    # nearly every page for residents words something by it
    decision(Community.id, "publicity_days").label("publicity_days"),
)
_WHO = (
    Account.community_id,
    Account.id.label("account_id"),
    Account.session_epoch,
    Account.username,
    Account.easy_told_at,
    Person.id.label("person_id"),
    Person.household_id,
    Person.status,
    *_GREETING,
)
_TOKEN = (
    Token.id.label("token_id"),
    Token.session_epoch.label("token_epoch"),
    Token.scope,
    Token.expires_at,
    Token.revoked_at,
    # a fresh one has just been seen
    sa.func.coalesce(Token.used_at, Token.created_at).label("used_at"),
)
_SESSION = (Session.id.label("session_id"), Session.seen_at, Session.notice_id, Session.turned_to)
_IS_OPEN = (
    Session.number_hash == given("number"),
    Session.ended_at.is_(None),
    Session.session_epoch == Account.session_epoch,
)
_GRANT = (RoleGrant.role, RoleGrant.place_id, RoleGrant.valid_from, RoleGrant.valid_until)


def _own_purse() -> sa.Label[Any]:
    """The purse of the person alone; of a merged registration that of the one that stayed."""
    kept = sa.func.coalesce(Person.merged_into, Person.id)
    own = sa.select(Purse.account_id).where(
        Purse.community_id == Person.community_id, Purse.person_id == kept
    )
    return own.scalar_subquery().label("own_purse")


def _shared_purse() -> sa.Label[Any]:
    """The purse of their household."""
    stayed = aliased(Person)
    kept = sa.func.coalesce(Person.merged_into, Person.id)
    shared = (
        sa.select(Purse.account_id)
        .join(stayed, _same(stayed, Purse, stayed.household_id == Purse.household_id))
        .where(stayed.community_id == Person.community_id, stayed.id == kept)
        .correlate(Person)
    )
    return shared.scalar_subquery().label("shared_purse")


@prepared
def person() -> sa.Executable:
    """Somebody without an account, as a page greets them."""
    return (
        sa.select(*_GREETING)
        .select_from(Person)
        .join(Identity, _same(Identity, Person, Identity.person_id == Person.id))
        .join(Community, Community.id == Person.community_id)
        .where(Person.community_id == given("community"), Person.id == given("person"))
    )


@prepared
def community_of() -> sa.Executable:
    """Where an account is at home, for commands that know no more than its id."""
    return sa.select(Account.community_id).where(Account.id == given("account"))


@prepared
def explicit_grants() -> sa.Executable:
    """The roles of an account that count in a community today.

    A role on a place that has nothing to do with this community gives no power in it.
    """
    return (
        sa.select(RoleGrant.role, RoleGrant.place_id, RoleGrant.valid_from, RoleGrant.valid_until)
        .join(Place, Place.id == RoleGrant.place_id)
        .where(RoleGrant.account_id == given("account"), in_force(given("today")))
        .where(touching(sa.bindparam("community", type_=sa.Uuid())))
        .order_by(RoleGrant.id)
    )


def in_force(today: date | sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """Whether a grant counts on this day: confirmed by a second person, begun, not over, not taken back."""
    return sa.and_(
        RoleGrant.confirmed_at.is_not(None),
        RoleGrant.valid_from <= today,
        RoleGrant.valid_until >= today,
        RoleGrant.ended_at.is_(None),
    )


def _counting(home: sa.Select[*tuple[Any, ...]]) -> sa.ColumnElement[bool]:
    """Which grants count where an account is at home: on a place in its community, or above it."""
    inside = sa.select(Place.id).where(Place.community_id == Account.community_id).correlate(Account)
    return sa.and_(
        RoleGrant.community_id == Account.community_id,
        RoleGrant.account_id == Account.id,
        in_force(given("today")),
        sa.or_(RoleGrant.place_id.in_(above_places(home)), RoleGrant.place_id.in_(inside)),
    )


def _home(by: str) -> sa.Select[*tuple[Any, ...]]:
    """The place an account is at home in, to climb from."""
    if by == "token":
        found = sa.select(Token.community_id).where(Token.token_hash == given("token"))
        return sa.select(Place.id, Place.parent_id).where(Place.id == found.scalar_subquery())
    return sa.select(Place.id, Place.parent_id).where(Place.id == given("community"))


def _same(one: Any, other: Any, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Two rows of one community that belong together."""
    return sa.and_(one.community_id == other.community_id, condition)
