"""A phone's handles and the half minutes that were used up, as they stand in their tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.foundation.models import Community
from points.people.identification.refusals import CodeUsed
from points.people.models import CodeUse, Handle


def of_person(community_id: UUID, person_id: UUID, now: datetime) -> Sequence[Handle]:
    """The handles by which a person's phone may show a code now."""
    query = sa.select(Handle).where(Handle.community_id == community_id, Handle.person_id == person_id)
    return db.session.scalars(query.where(Handle.valid_until > now)).all()


def use_up(community_id: UUID, handle: str, step: int, purpose: str, now: datetime) -> None:
    """Write down that this half minute was used for this purpose; CodeUsed where it was before."""
    if db.session.get(CodeUse, (community_id, handle, step, purpose)) is not None:
        raise CodeUsed
    row = {"community_id": community_id, "handle": handle, "step": step, "purpose": purpose, "at": now}
    # two readers at once: the key refuses the second, whose transaction runs again and finds the first
    db.session.execute(sa.insert(CodeUse), [row])


def number_of(community_id: UUID) -> int:
    """The community's number, which every code is made with."""
    return db.session.scalars(sa.select(Community.number).where(Community.id == community_id)).one()
