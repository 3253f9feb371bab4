"""Roles on places: laid by the installation, ended, held. How people give one is next door (`nominations`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import NEVER, Actor, NotAllowed, NotFound, clock, db, new_id
from points.people.access import accounts, slip_rows
from points.people.access.queries import in_force
from points.people.access.refusals import OwnRole, RoleEnded
from points.people.authorisation import need
from points.people.models import Account, Identity, Place, RoleGrant
from points.people.registry.tree import above, below, places_of, touching


@dataclass(frozen=True)
class RoleHeld:
    """A role as the desk shows it: `waiting` for a second person it counts for nothing."""

    grant_id: UUID
    role: str
    place_name: str
    since: date
    until: date | None
    waiting: bool


@audit.records.writes("role.granted", of="account")
def grant(
    account_id: UUID,
    role: str,
    *,
    place_id: UUID,
    actor: Actor,
    valid_from: date | None = None,
    valid_until: date = NEVER,
    confirmed_by: UUID | None = None,
) -> UUID:
    """A role that counts at once, laid by the installation itself (a command, an import, the sample) and by nobody else.

    The first two are laid together, each `confirmed_by` the other."""
    if actor.kind not in ("system", "import"):
        raise NotAllowed
    place = db.session.get(Place, place_id)
    if place is None or place.closed_at is not None:
        raise NotFound
    slip_rows.end_open(actor.community_id, account_id)
    now, grant_id = clock.now(), new_id()
    row = {
        "community_id": actor.community_id,
        "id": grant_id,
        "account_id": account_id,
        "role": role,
        "place_id": place_id,
        "valid_from": valid_from or clock.today(),
        "valid_until": valid_until,
        "granted_by": None,
        "confirmed_by": confirmed_by,
        "confirmed_at": now,
        "created_at": now,
    }
    db.session.execute(sa.insert(RoleGrant), [row])
    facts = {"role": role, "place_id": place_id, "until": valid_until}
    audit.records.record(
        "role.granted", actor=actor, subject_kind="account", subject_id=account_id, facts=facts
    )
    return grant_id


@audit.records.writes("role.revoked", of="account")
def revoke(grant_id: UUID, *, reason: str, actor: Actor, person_id: UUID | None = None) -> None:
    """End a role now, or take a proposal back; the line stays. Where it is ended as this person's, another's does not
    exist."""
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
    """The roles of an account that count today or will, and those that wait for a second person."""
    query = (
        sa.select(RoleGrant, Place.name)
        .join(Place, Place.id == RoleGrant.place_id)
        .where(RoleGrant.community_id == community_id, RoleGrant.account_id == account_id)
        .where(RoleGrant.valid_until >= clock.today(), RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return [
        RoleHeld(
            row.id,
            row.role,
            name,
            row.valid_from,
            None if row.valid_until == NEVER else row.valid_until,
            row.confirmed_at is None,
        )
        for row, name in db.session.execute(query)
    ]


def holds_power(account_id: UUID) -> bool:
    """Whether an account does more than its own: it holds, or may come to hold, a role that somebody gave it."""
    return bool(slip_rows.standing(account_id))


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


def accounts_over(community_id: UUID, *roles: str) -> list[UUID]:
    """The accounts that hold one of these roles over the community today, there or at a place above it."""
    query = (
        sa.select(RoleGrant.account_id)
        .join(
            Account,
            sa.and_(Account.community_id == RoleGrant.community_id, Account.id == RoleGrant.account_id),
        )
        .where(RoleGrant.role.in_(roles), RoleGrant.place_id.in_(above(community_id)))
        .where(in_force(clock.today()), Account.status != "closed")
    )
    return list(db.session.scalars(query.distinct().order_by(RoleGrant.account_id)))


def _grants_of(person_id: UUID, actor: Actor) -> set[UUID]:
    account = accounts.of_person(actor.community_id, person_id)
    held = held_by(actor.community_id, account.account_id) if account else []
    return {one.grant_id for one in held}
