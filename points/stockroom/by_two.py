"""What one asks for and another decides, as a row: it is closed once, whoever comes second finds it closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotFound, changed, clock, db
from points.stockroom.refusals import NotYours, SettledBefore


def asked_by(actor: Actor) -> dict[str, Any]:
    """The columns of what somebody asks for now."""
    return {
        "status": "asked",
        "asked_by": actor.account_id,
        "asked_at": clock.now(),
        "decided_by": None,
        "decided_at": None,
        "decided_as": None,
        "answer": None,
    }


def get(model: Any, community_id: UUID, row_id: UUID) -> Any:
    """The row as it stands."""
    row = db.session.execute(
        sa.select(*model.__table__.c).where(model.community_id == community_id, model.id == row_id)
    ).first()
    if row is None:
        raise NotFound
    return row


def close(
    model: Any, row_id: UUID, status: str, *, actor: Actor, kind: str = "", answer: str = "", **values: Any
) -> None:
    """Close what is still open; of two at once the second is refused."""
    met = changed(
        sa.update(model)
        .where(model.community_id == actor.community_id, model.id == row_id, model.status == "asked")
        .values(
            status=status,
            decided_by=actor.account_id,
            decided_at=clock.now(),
            decided_as=kind or None,
            answer=answer or None,
            **values,
        )
    )
    if not met:
        raise SettledBefore


def withdraw(model: Any, row_id: UUID, *, actor: Actor) -> Any:
    """Take it back, as the one who asked."""
    row = get(model, actor.community_id, row_id)
    if row.asked_by != actor.account_id and actor.kind not in ("system", "import"):
        raise NotYours
    close(model, row_id, "withdrawn", actor=actor)
    return row
