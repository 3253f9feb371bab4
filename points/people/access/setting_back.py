"""The roles of an account whose password somebody set with a slip: they wait for a second person once more."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db
from points.people.models import RoleGrant


def set_back(account_id: UUID, *, printed_by: UUID | None, actor: Actor) -> None:
    """Let every role of an account wait for a second person again, as its password was set with a slip: whoever
    printed that could be sitting there."""
    back = db.session.execute(
        sa.update(RoleGrant)
        .where(RoleGrant.community_id == actor.community_id, RoleGrant.account_id == account_id)
        .where(RoleGrant.role != "resident", RoleGrant.confirmed_at.is_not(None))
        .where(RoleGrant.valid_until >= clock.today(), RoleGrant.ended_at.is_(None))
        .values(
            granted_by=printed_by,
            confirmed_by=None,
            confirmed_at=None,
            set_back_at=clock.now(),
            objected_by=None,
            objected_at=None,
            objection=None,
            answer=None,
        )
        .returning(RoleGrant.role, RoleGrant.place_id)
        .execution_options(synchronize_session=False)
    ).all()
    for role, place_id in back:
        audit.records.record(
            "role.set_back",
            actor=actor,
            subject_kind="account",
            subject_id=account_id,
            facts={"role": role, "place_id": place_id},
        )
