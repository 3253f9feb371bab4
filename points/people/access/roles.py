"""Giving and ending roles on places, and the actor they make of an account today. It opens no account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import NEVER, Actor, NotAllowed, NotFound, clock, db, new_id
from points.people.access import accounts
from points.people.access.queries import in_force
from points.people.access.refusals import AccountNeeded, OwnRole, RoleEnded
from points.people.authorisation import need
from points.people.models import Account, Identity, Place, RoleGrant
from points.people.registry import persons
from points.people.registry.tree import below, places_of, touching


@dataclass(frozen=True)
class RoleHeld:
    """A role as the desk shows it."""

    grant_id: UUID
    role: str
    place_name: str
    since: date
    until: date | None


@audit.records.writes("role.granted", of="account")
def grant(
    account_id: UUID,
    role: str,
    *,
    place_id: UUID,
    actor: Actor,
    valid_from: date | None = None,
    valid_until: date = NEVER,
) -> UUID:
    """A role for an account on a place of the actor's own part of the tree, from a day until a day."""
    need(actor, "grant_roles")
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


@audit.records.writes("role.granted", of="account")
def grant_to_person(person_id: UUID, role: str, *, place_id: UUID, actor: Actor) -> UUID:
    """A role from today on for a person, who needs an account for it."""
    need(actor, "grant_roles")
    account = accounts.of_person(actor.community_id, person_id)
    if account is None:
        raise AccountNeeded(name=persons.get(actor.community_id, person_id).name)
    return grant(account.account_id, role, place_id=place_id, actor=actor)


@audit.records.writes("role.revoked", of="account")
def revoke(grant_id: UUID, *, reason: str, actor: Actor, person_id: UUID | None = None) -> None:
    """End a role now; the line stays. Where it is ended as this person's, another's does not exist."""
    need(actor, "grant_roles")
    if person_id is not None and grant_id not in _grants_of(person_id, actor):
        raise NotFound
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


def held_by(community_id: UUID, account_id: UUID) -> list[RoleHeld]:
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
    query = query.where(Place.closed_at.is_(None))
    order = sa.case((Place.id == actor.community_id, 0), (Place.kind == "grid", 1), else_=2)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(order, Place.name))]


def holders(community_id: UUID, *roles: str) -> list[tuple[UUID, str]]:
    """Persons of this community's accounts who hold one of these roles today, with their names."""
    query = (
        sa.select(Account.person_id, Identity.name)
        .join(
            RoleGrant,
            sa.and_(RoleGrant.community_id == Account.community_id, RoleGrant.account_id == Account.id),
        )
        .join(
            Identity,
            sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id),
        )
        .where(Account.community_id == community_id, RoleGrant.role.in_(roles), in_force(clock.today()))
        .where(Account.status != "closed")
        .distinct()
        .order_by(Identity.name, Account.person_id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _grants_of(person_id: UUID, actor: Actor) -> set[UUID]:
    account = accounts.of_person(actor.community_id, person_id)
    held = held_by(actor.community_id, account.account_id) if account else []
    return {one.grant_id for one in held}


def _must_reach(place_id: UUID, actor: Actor) -> None:
    """A role is given only on a place at or under one where the actor is administrator."""
    place = db.session.get(Place, place_id)
    if place is None or place.closed_at is not None:
        raise NotFound
    if actor.kind in ("system", "import"):
        return
    query = sa.select(Place.id).where(Place.id == place_id, Place.id.in_(below(places_of(actor, ("admin",)))))
    if db.session.scalar(query) is None:
        raise NotAllowed
