"""A role that one gives and another confirms: proposed, objected to, confirmed or declined. Whoever gives a role cannot
use it alone, as it counts for nothing until a second person said yes.

Who that is stands in `confirming`; a role that counts at once is laid by the installation (`roles.grant`).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import NEVER, Actor, NotAllowed, NotFound, clock, db, new_id, setting
from points.foundation.database import LookAgain
from points.people import permissions
from points.people.access import account_rows, accounts, confirming, slip_rows
from points.people.access.refusals import (
    AccountNeeded,
    AccountOpen,
    NotTheConfirmer,
    ObjectionUnanswered,
    OwnRole,
    RoleConfirmed,
    RoleEnded,
    RoleGivenAlready,
)
from points.people.authorisation import need
from points.people.models import Account, Place, RoleGrant
from points.people.registry import persons, way_rows
from points.people.registry.tree import below, places_of


@audit.records.writes("role.proposed", of="account")
def propose(person_id: UUID, role: str, *, place_id: UUID, actor: Actor) -> UUID:
    """A role for a person on a place of the actor's own part of the tree, which waits for a second person.

    The person has to be able to sign in already, as every open slip ends: whoever found one would come to be what the
    role makes of them.
    """
    need(actor, "grant_roles")
    account = accounts.of_person(actor.community_id, person_id)
    if account is None or account.status != "active":
        raise AccountNeeded(name=persons.get(actor.community_id, person_id).name)
    if actor.account_id == account.account_id or actor.person_id == person_id:
        raise OwnRole
    _must_reach(place_id, actor)
    _once(actor.community_id, account.account_id, role, place_id)
    slip_rows.end_open(actor.community_id, account.account_id)
    grant_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": grant_id,
        "account_id": account.account_id,
        "role": role,
        "place_id": place_id,
        "valid_from": clock.today(),
        "valid_until": NEVER,
        "granted_by": actor.account_id,
        "created_at": clock.now(),
    }
    db.session.execute(sa.insert(RoleGrant), [row])
    _record("role.proposed", account.account_id, (role, place_id), actor)
    return grant_id


@audit.records.writes("role.confirmed", of="account")
def confirm(grant_id: UUID, *, actor: Actor, answer: str = "") -> None:
    """Say yes to a role, as one of those who may; with words where somebody objected.

    One that lets its holder decide counts from the next day on, so that there is a night to say no in; one that was
    set back by a new password counts again at once.
    """
    row = _waiting(grant_id, actor)
    if row.objected_at is not None and not answer:
        raise ObjectionUnanswered
    begins = clock.today() + timedelta(days=days_to_wait(row.role, actor.community_id))
    # not where somebody confirmed, ended or objected in the meantime
    same = RoleGrant.objected_at == row.objected_at if row.objected_at else RoleGrant.objected_at.is_(None)
    _change(
        row,
        same,
        confirmed_by=actor.account_id,
        confirmed_at=clock.now(),
        valid_from=max(row.valid_from, begins) if row.set_back_at is None else row.valid_from,
        answer=answer or None,
    )
    slip_rows.end_open(row.community_id, row.account_id)
    _record("role.confirmed", row.account_id, (row.role, row.place_id), actor, answer)


def days_to_wait(role: str, community_id: UUID) -> int:
    """How long after its confirmation a role begins to count."""
    return int(setting(community_id, "new_decider_days")) if role in permissions.DECIDERS else 0


@audit.records.writes("role.declined", of="account")
def decline(grant_id: UUID, *, reason: str, actor: Actor) -> None:
    """Say no to a role, as one of those who may say yes."""
    row = _waiting(grant_id, actor)
    _change(row, sa.true(), ended_at=clock.now())
    _record("role.declined", row.account_id, (row.role, row.place_id), actor, reason)


@audit.records.writes("role.objected", of="account")
def object_to(grant_id: UUID, *, reason: str, actor: Actor) -> None:
    """Object to a role. One that waits goes on waiting until it is confirmed with words; one that counts goes on
    counting, and the objection stands beside it for everybody who may end it."""
    need(actor, "object_to_roles")
    row = _open(grant_id, actor)
    # whether or not it is confirmed in the meantime
    done = db.session.scalar(
        sa.update(RoleGrant)
        .where(RoleGrant.community_id == row.community_id, RoleGrant.id == row.id)
        .where(RoleGrant.ended_at.is_(None))
        .values(objected_by=actor.account_id, objected_at=clock.now(), objection=reason, answer=None)
        .returning(RoleGrant.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    if done is None:
        raise LookAgain
    _record("role.objected", row.account_id, (row.role, row.place_id), actor, reason)


@audit.records.writes("account.reopened", of="account")
def reopen(account_id: UUID, *, reason: str, actor: Actor) -> int:
    """Open a closed account again; how many roles that ended with it came back, each as a proposal for a second person.

    So does what it paid with: it waits to be confirmed as for a new account.
    """
    need(actor, "open_accounts")
    account = db.session.get(Account, (actor.community_id, account_id))
    if account is None:
        raise NotFound
    person = persons.get(actor.community_id, account.person_id)
    if account.status != "closed" or accounts.of_person(actor.community_id, person.person_id):
        raise AccountOpen(name=person.name)
    roles = _ended_with(account) if account.password_hash else []
    if roles:
        need(actor, "grant_roles")
    status = "active" if account.password_hash else "invited"
    account_rows.write(account_id, actor, status=status, closed_at=None)
    if status == "active":
        way_rows.open_way(person.person_id, actor=actor, account_id=account_id)
    private = {"reason": reason}
    audit.records.record(
        "account.reopened", actor=actor, subject_kind="account", subject_id=account_id, private=private
    )
    for role, place_id in roles:
        propose(person.person_id, role, place_id=place_id, actor=actor)
    return len(roles)


def _ended_with(account: Account) -> list[tuple[str, UUID]]:
    """The roles of an account that ended when it was closed, on places that are still there."""
    query = (
        sa.select(RoleGrant.role, RoleGrant.place_id)
        .join(Place, Place.id == RoleGrant.place_id)
        .where(RoleGrant.community_id == account.community_id, RoleGrant.account_id == account.id)
        .where(RoleGrant.ended_at == account.closed_at, RoleGrant.role != "resident")
        .where(Place.closed_at.is_(None))
        .distinct()
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _waiting(grant_id: UUID, actor: Actor) -> RoleGrant:
    """A proposal that this actor may answer."""
    need(actor, "confirm_roles")
    row = _open(grant_id, actor)
    if row.confirmed_at is not None:
        raise RoleConfirmed
    if actor.kind not in ("system", "import") and actor.account_id not in confirming.body_of(row).accounts:
        raise NotTheConfirmer
    return row


def _open(grant_id: UUID, actor: Actor) -> RoleGrant:
    row = db.session.get(RoleGrant, (actor.community_id, grant_id))
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise RoleEnded
    return row


def _change(row: RoleGrant, same: sa.ColumnElement[bool], **values: object) -> None:
    """Change a proposal that still is what was looked at; else everything is looked at again."""
    done = db.session.scalar(
        sa.update(RoleGrant)
        .where(RoleGrant.community_id == row.community_id, RoleGrant.id == row.id, same)
        .where(RoleGrant.confirmed_at.is_(None), RoleGrant.ended_at.is_(None))
        .where(RoleGrant.granted_by.is_not_distinct_from(row.granted_by))
        .values(**values)
        .returning(RoleGrant.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    if done is None:
        raise LookAgain


def _once(community_id: UUID, account_id: UUID, role: str, place_id: UUID) -> None:
    """The same role on the same place is proposed once."""
    query = sa.select(RoleGrant.id).where(
        RoleGrant.community_id == community_id,
        RoleGrant.account_id == account_id,
        RoleGrant.role == role,
        RoleGrant.place_id == place_id,
        RoleGrant.valid_until >= clock.today(),
        RoleGrant.ended_at.is_(None),
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise RoleGivenAlready


def _must_reach(place_id: UUID, actor: Actor) -> None:
    """A role is given only on a place at or under one where the actor is administrator."""
    place = db.session.get(Place, place_id)
    if place is None or place.closed_at is not None:
        raise NotFound
    if actor.kind in ("system", "import"):
        return
    reach = below(places_of(actor, permissions.roles_for("grant_roles")))
    if db.session.scalar(sa.select(Place.id).where(Place.id == place_id, Place.id.in_(reach))) is None:
        raise NotAllowed


def _record(action: str, account_id: UUID, what: tuple[str, UUID], actor: Actor, words: str = "") -> None:
    audit.records.record(
        action,
        actor=actor,
        subject_kind="account",
        subject_id=account_id,
        facts={"role": what[0], "place_id": what[1]},
        private={"reason": words} if words else {},
    )
