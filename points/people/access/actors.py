"""The actor behind an account, a session or a card, with the roles of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, Grant, NotFound, clock, db
from points.people.access import known
from points.people.access.queries import community_of, explicit_grants, in_force, who
from points.people.access.refusals import SignInNeeded
from points.people.models import RoleGrant
from points.people.registry.places import communities_under

#: what a reading gives back
Known = known.Known


def of_session(
    account_id: UUID, session_epoch: int, *, community_id: UUID | None = None, now: datetime | None = None
) -> Actor:
    """The actor of a session that is still good, with today's roles."""
    found = find_known(account_id, session_epoch, community_id=community_id, now=now)
    if found is None:
        raise SignInNeeded
    return found.actor


def of_account(account_id: UUID, *, community_id: UUID | None = None) -> Actor:
    """The actor of an account without any session; for commands and demonstrations."""
    found = find_known(account_id, None, community_id=community_id)
    if found is None:
        raise NotFound
    return found.actor


def find_known(
    account_id: UUID,
    session_epoch: int | None,
    *,
    community_id: UUID | None = None,
    now: datetime | None = None,
) -> Known | None:
    """Who an account is, with one statement; None when it is closed or its sessions were ended."""
    community_id = community_id or community_of().value(account=account_id)
    today = clock.shanghai(now or clock.now()).date()
    rows = who("account").all(community=community_id, account=account_id, today=today, day=today)
    if not rows or session_epoch not in (None, rows[0].session_epoch):
        return None
    return known.of_rows(rows)


def communities_of(actor: Actor) -> list[UUID]:
    """The communities in which the actor has a role, whichever one they are working in."""
    if actor.account_id is None:
        return [actor.community_id]
    query = sa.select(RoleGrant.place_id).where(
        RoleGrant.account_id == actor.account_id, in_force(clock.today())
    )
    return communities_under(set(db.session.scalars(query)))


def in_community(actor: Actor, community_id: UUID) -> Actor:
    """The same person at work in another community of their part of the tree."""
    if community_id == actor.community_id:
        return actor
    if actor.account_id is None or community_id not in communities_of(actor):
        raise NotFound
    rows = explicit_grants().all(account=actor.account_id, community=community_id, today=clock.today())
    grants = tuple(Grant(*row) for row in rows)
    home = actor.account_home
    return replace(actor, community_id=community_id, grants=grants, purse_id=None, home_id=home)
