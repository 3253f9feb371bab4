"""Giving and ending roles on places, and the actor they make of an account today. It opens no account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import NEVER, Actor, Grant, NotAllowed, NotFound, clock, db, new_id, run
from points.foundation.models import Community
from points.people import permissions
from points.people.finding import places_of
from points.people.models import Identity, Person, Place, RoleGrant, SignIn
from points.people.places import below, communities_under, touching
from points.people.questions import account_with_person, explicit_grants, in_force
from points.people.refusals import OwnRole, RoleEnded, SignInNeeded


@dataclass(frozen=True)
class RoleHeld:
    """A role as the desk shows it."""

    grant_id: UUID
    role: str
    place_name: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Known:
    """Who an account is: the actor, and the few words a page greets with."""

    actor: Actor
    session_epoch: int
    name: str
    community_name: str
    community_name_en: str
    language: str
    care_mode: bool
    username: str | None


def grant_role(
    account_id: UUID,
    role: str,
    *,
    place_id: UUID,
    actor: Actor,
    valid_from: date | None = None,
    valid_until: date = NEVER,
) -> UUID:
    """A role for an account on a place of the actor's own part of the tree, from a day until a day."""
    permissions.need(actor, "grant_roles")
    if actor.account_id == account_id:
        raise OwnRole
    _must_reach(place_id, actor)
    grant_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": grant_id,
        "account_id": account_id,
        "role": role,
        "place_id": place_id,
        "valid_from": valid_from or clock.today(),
        "valid_until": valid_until,
        "granted_by": actor.account_id,
        "created_at": clock.now(),
    }
    db.session.execute(sa.insert(RoleGrant), [row])
    facts = {"role": role, "place_id": place_id, "until": valid_until}
    audit.records.record(
        "role.granted", actor=actor, subject_kind="account", subject_id=account_id, facts=facts
    )
    return grant_id


def revoke_role(grant_id: UUID, *, reason: str, actor: Actor) -> None:
    """End a role now; the line stays."""
    permissions.need(actor, "grant_roles")
    row = db.session.get(RoleGrant, (actor.community_id, grant_id))
    if row is None:
        raise NotFound
    if row.account_id == actor.account_id:
        raise OwnRole
    if row.ended_at is not None:
        raise RoleEnded
    row.ended_at = clock.now()
    db.session.flush()
    audit.records.record(
        "role.revoked",
        actor=actor,
        subject_kind="account",
        subject_id=row.account_id,
        facts={"role": row.role, "place_id": row.place_id},
        private={"reason": reason},
    )


def roles_of(community_id: UUID, account_id: UUID) -> list[RoleHeld]:
    """The roles of an account that count today."""
    query = (
        sa.select(RoleGrant, Place.name)
        .join(Place, Place.id == RoleGrant.place_id)
        .where(RoleGrant.community_id == community_id, RoleGrant.account_id == account_id)
        .where(in_force(clock.today()))
        .order_by(RoleGrant.id)
    )
    return [
        RoleHeld(
            row.id, row.role, name, row.valid_from, None if row.valid_until == NEVER else row.valid_until
        )
        for row, name in db.session.execute(query)
    ]


def holds_power(account_id: UUID) -> bool:
    """Whether an account does more than its own: it holds, or will hold, a role that somebody gave it."""
    given = sa.select(RoleGrant.id).where(RoleGrant.account_id == account_id, RoleGrant.role != "resident")
    open_end = given.where(RoleGrant.valid_until >= clock.today(), RoleGrant.ended_at.is_(None))
    return db.session.scalar(open_end.limit(1)) is not None


def places_to_grant(actor: Actor) -> list[tuple[UUID, str]]:
    """The places of this community, and those above it, on which the actor may give roles."""
    reach = below(places_of(actor, ("admin",)))
    query = sa.select(Place.id, Place.name).where(Place.id.in_(reach), touching(actor.community_id))
    order = sa.case((Place.id == actor.community_id, 0), (Place.kind == "grid", 1), else_=2)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(order, Place.name))]


def people_with_role(community_id: UUID, *roles: str) -> list[tuple[UUID, str]]:
    """Persons of this community's accounts who hold one of these roles today, with their names."""
    query = (
        sa.select(SignIn.person_id, Identity.name)
        .join(
            RoleGrant,
            sa.and_(RoleGrant.community_id == SignIn.community_id, RoleGrant.account_id == SignIn.id),
        )
        .join(
            Identity,
            sa.and_(Identity.community_id == SignIn.community_id, Identity.person_id == SignIn.person_id),
        )
        .where(SignIn.community_id == community_id, RoleGrant.role.in_(roles), in_force(clock.today()))
        .where(SignIn.status != "closed")
        .distinct()
        .order_by(Identity.name, SignIn.person_id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def actor_for(
    account_id: UUID, session_epoch: int, *, community_id: UUID | None = None, now: datetime | None = None
) -> Actor:
    """The actor of a session that is still good, with today's roles."""
    known = find_known(account_id, session_epoch, community_id=community_id, now=now)
    if known is None:
        raise SignInNeeded
    return known.actor


def actor_of(account_id: UUID, *, community_id: UUID | None = None) -> Actor:
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
        query = query.where(SignIn.community_id == community_id)
    row = db.session.execute(query, {"account": account_id}).one_or_none()
    if row is None or session_epoch not in (None, row[0].session_epoch):
        return None
    account, person, name, community_name, community_name_en = row
    actor = Actor(
        community_id=account.community_id,
        account_id=account.id,
        person_id=person.id,
        grants=_grants(account, person, clock.shanghai(now or clock.now()).date()),
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


def find_known_of_person(community_id: UUID, person_id: UUID) -> Known | None:
    """A person as a plain resident without an account: no role but that, nothing to sign out of."""
    query = (
        sa.select(Person, Identity.name, Community.name, Community.name_en)
        .join(
            Identity, sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id)
        )
        .join(Community, Community.id == Person.community_id)
        .where(Person.community_id == community_id, Person.id == person_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    person, name, community_name, community_name_en = row
    resident = Grant("resident", community_id, clock.shanghai(person.created_at).date(), NEVER)
    actor = Actor(community_id, None, person.id, grants=(resident,))
    return Known(actor, 0, name, community_name, community_name_en, person.language, person.care_mode, None)


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


def _grants(account: SignIn, person: Person, today: date) -> tuple[Grant, ...]:
    """The roles that count here today. Who lives in a household of the community is a resident of it."""
    found = list(_explicit(account.id, account.community_id, today))
    at_home = person.household_id is not None and person.status in ("active", "merged")
    if at_home and not any(one.role == "resident" for one in found):
        since = clock.shanghai(person.created_at).date()
        found.append(Grant("resident", account.community_id, since, NEVER))
    return tuple(found)


def _explicit(account_id: UUID, community_id: UUID, today: date) -> Iterable[Grant]:
    found = run(explicit_grants(), {"account": account_id, "community": community_id, "today": today})
    return [Grant(*row) for row in found]


def _must_reach(place_id: UUID, actor: Actor) -> None:
    """A role is given only on a place at or under one where the actor is administrator."""
    if db.session.get(Place, place_id) is None:
        raise NotFound
    if actor.kind in ("system", "import"):
        return
    query = sa.select(Place.id).where(Place.id == place_id, Place.id.in_(below(places_of(actor, ("admin",)))))
    if db.session.scalar(query) is None:
        raise NotAllowed
