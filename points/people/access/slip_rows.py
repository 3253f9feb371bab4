"""Slips as they stand in their table: which end at once, and what an account could do when one was printed."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db
from points.people.models import RoleGrant, Slip


def end_open(community_id: UUID, account_id: UUID) -> None:
    """Nobody uses a slip that was printed before now: the account is no longer what it was for."""
    now = clock.now()
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
