"""The actor behind an account, a session or a card, with the roles of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotFound, clock, db
from points.people.access import known
from points.people.access.known import _explicit, grants_of
from points.people.access.queries import account_with_person, in_force
from points.people.access.refusals import SignInNeeded
from points.people.models import Account, RoleGrant
from points.people.registry.places import communities_under

#: what a reading gives back
Known = known.Known


def of_session(
    account_id: UUID, session_epoch: int, *, community_id: UUID | None = None, now: datetime | None = None
) -> Actor:
    """The actor of a session that is still good, with today's roles."""
    known = find_known(account_id, session_epoch, community_id=community_id, now=now)
    if known is None:
        raise SignInNeeded
    return known.actor


def of_account(account_id: UUID, *, community_id: UUID | None = None) -> Actor:
    """The actor of an account without any session; for commands and demonstrations."""
    known = find_known(account_id, None, community_id=community_id)
    if known is None:
        raise NotFound
    return known.actor


def find_known(
    account_id: UUID,
    session_epoch: int | None,
    *,
    community_id: UUID | None = None,
    now: datetime | None = None,
) -> Known | None:
    """Who an account is, with two statements; None when it is closed or its sessions were ended."""
    query = account_with_person()
    if community_id is not None:
        query = query.where(Account.community_id == community_id)
    row = db.session.execute(query, {"account": account_id}).one_or_none()
    if row is None or session_epoch not in (None, row[0].session_epoch):
        return None
    account, person, name, community_name, community_name_en = row
    actor = Actor(
        community_id=account.community_id,
        account_id=account.id,
        person_id=person.id,
        grants=grants_of(account, person, clock.shanghai(now or clock.now()).date()),
    )
    return Known(
        actor,
        account.session_epoch,
        name,
        community_name,
        community_name_en,
        person.language,
        person.care_mode,
        account.username,
    )


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
    grants = _explicit(actor.account_id, community_id, clock.today())
    return replace(actor, community_id=community_id, grants=tuple(grants))
