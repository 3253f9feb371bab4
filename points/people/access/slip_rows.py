"""Slips as they stand in their table: which end at once, what an account could do when one was printed, and what one that
was used does to its roles."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db
from points.people.models import RoleGrant, Slip
from points.people.registry import way_rows


def end_open(community_id: UUID, account_id: UUID) -> None:
    """Nobody uses a slip that was printed before now: the account is no longer what it was for."""
    now = clock.now()
    way_rows.end_open_slips(community_id, account_id)
    db.session.execute(
        sa.update(Slip)
        .where(Slip.community_id == community_id, Slip.account_id == account_id)
        .where(Slip.used_at.is_(None), Slip.valid_until > now)
        .values(valid_until=now)
        .execution_options(synchronize_session=False)
    )


def standing(account_id: UUID) -> list[str]:
    """The roles of an account that are given or proposed, and which of them count: what a slip is compared by."""
    query = sa.select(RoleGrant.id, RoleGrant.confirmed_at).where(
        RoleGrant.account_id == account_id,
        RoleGrant.role != "resident",
        RoleGrant.valid_until >= clock.today(),
        RoleGrant.ended_at.is_(None),
    )
    return sorted(f"{row[0].hex} {'counts' if row[1] else 'waits'}" for row in db.session.execute(query))


def outgrown(slip: Slip) -> bool:
    """Whether the account can do anything that it could not when the slip was printed."""
    return not set(standing(slip.account_id)) <= set(slip.standing or ())


def set_back(account_id: UUID, *, printed_by: UUID | None, actor: Actor) -> None:
    """Let every role of an account wait for a second person again, as its password was set with a slip: whoever
    printed that could be sitting there. What nobody had confirmed yet is over: it was proposed for whoever held the
    account before, and is proposed anew."""
    now = clock.now()
    never = sa.and_(RoleGrant.confirmed_at.is_(None), RoleGrant.set_back_at.is_(None))
    _record("role.revoked", account_id, actor, never, ended_at=now)
    _record(
        "role.set_back",
        account_id,
        actor,
        ~never,
        granted_by=printed_by,
        confirmed_by=None,
        confirmed_at=None,
        set_back_at=now,
        objected_by=None,
        objected_at=None,
        objection=None,
        answer=None,
    )


def end_roles(account_id: UUID, *, at: datetime, actor: Actor) -> None:
    """End every role of an account that is closed, those that wait too."""
    _record("role.revoked", account_id, actor, sa.true(), ended_at=at)


def _record(
    action: str, account_id: UUID, actor: Actor, which: sa.ColumnElement[bool], **values: object
) -> None:
    """Change those of an account's roles, and write each down."""
    done = db.session.execute(
        sa.update(RoleGrant)
        .where(RoleGrant.community_id == actor.community_id, RoleGrant.account_id == account_id)
        .where(RoleGrant.role != "resident", which)
        .where(RoleGrant.valid_until >= clock.today(), RoleGrant.ended_at.is_(None))
        .values(**values)
        .returning(RoleGrant.role, RoleGrant.place_id)
        .execution_options(synchronize_session=False)
    ).all()
    for role, place_id in done:
        facts = {"role": role, "place_id": place_id}
        audit.records.record(action, actor=actor, subject_kind="account", subject_id=account_id, facts=facts)
