"""The actor behind an account, a session or a card, with the roles of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, Grant, NotFound, clock, db
from points.people.access import known
from points.people.access.hashing import digest
from points.people.access.queries import community_of, explicit_grants, in_force, who
from points.people.models import RoleGrant
from points.people.registry.places import communities_under

#: what a reading gives back
Known = known.Known
CameBy = known.CameBy


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
    number: str | None = None,
) -> Known | None:
    """Who an account is, with one statement; None when it is closed or its sessions were ended.

    By the `number` of one of its sessions only as long as nobody signed out of that one.
    """
    community_id = community_id or community_of().value(account=account_id)
    today = clock.shanghai(now or clock.now()).date()
    values = {"community": community_id, "account": account_id, "today": today, "day": today}
    by_session = {} if number is None else {"number": digest(number)}
    rows = who("session" if by_session else "account").all(**values, **by_session)
    if not rows or session_epoch not in (None, rows[0].session_epoch):
        return None
    came_by = None
    if by_session:
        one = rows[0]
        came_by = known.CameBy(one.session_id, one.seen_at, notice_id=one.notice_id, turned_to=one.turned_to)
    return known.of_rows(rows, came_by)


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
