"""The roles of an account whose password somebody set with a slip: they wait for a second person once more."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db
from points.people.models import RoleGrant


def set_back(account_id: UUID, *, printed_by: UUID | None, actor: Actor) -> None:
    """Let every role of an account wait for a second person again, as its password was set with a slip: whoever
    printed that could be sitting there. What nobody had confirmed yet is over: it was proposed for whoever held the
    account before, and is proposed anew."""
    now = clock.now()
    never = sa.and_(RoleGrant.confirmed_at.is_(None), RoleGrant.set_back_at.is_(None))
    _change("role.revoked", account_id, actor, never, ended_at=now)
    _change(
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


def _change(
    action: str, account_id: UUID, actor: Actor, which: sa.ColumnElement[bool], **values: object
) -> None:
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
