"""Proposals as they wait, are withdrawn or decided, whatever they are about; who may, and what comes of one, others know.

A proposal has a name: that of a setting, or of something that a room above decides in the same way, after a colon
(`rule:R05`). Of one name one proposal is open at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock, db, new_id
from points.people.access import origins
from points.people.deciding import proposal_rows
from points.people.deciding.refusals import ProposalClosed, ProposalOpen, SecondDeciderNeeded
from points.people.models import Proposal

#: what a reading gives back, and readings by id
ProposalInfo = proposal_rows.ProposalInfo
get = proposal_rows.get
list_open = proposal_rows.list_open


def put(values: Mapping[str, Any], *, effective_on: date, reason: str, actor: Actor) -> dict[str, UUID]:
    """Let a value for each of these names wait for a second person; their ids by name."""
    names = sa.select(Proposal.name).where(
        Proposal.community_id == actor.community_id,
        Proposal.status == "open",
        Proposal.name.in_(list(values)),
    )
    if db.session.scalar(names.limit(1)) is not None:
        raise ProposalOpen
    rows = [
        {
            "community_id": actor.community_id,
            "id": new_id(),
            "name": name,
            "value": {"is": value},
            "effective_on": effective_on,
            "reason": reason,
            "status": "open",
            "proposed_by": actor.account_id,
            "created_at": clock.now(),
        }
        for name, value in values.items()
    ]
    if rows:
        db.session.execute(sa.insert(Proposal), rows)
    return {str(row["name"]): row["id"] for row in rows}  # type: ignore[misc]


def lock_open(proposal_ids: Sequence[UUID], *, actor: Actor) -> list[ProposalInfo]:
    """These, locked, in one order whoever asks; refused where one of them waits no more."""
    found = [proposal_rows.get(actor.community_id, one, lock=True) for one in sorted(set(proposal_ids))]
    if any(one.status != "open" for one in found):
        raise ProposalClosed
    return found


def refuse_first(found: ProposalInfo, *, actor: Actor) -> None:
    """Refuse who is no second person beside the one who proposed."""
    if actor.kind == "system" or found.proposed_by is None:
        return
    if origins.could_be(found.proposed_by, actor=actor):
        raise SecondDeciderNeeded


def close(found: ProposalInfo, *, actor: Actor, **values: Any) -> None:
    """Close what is still open: of two at once the second finds it closed, whatever it looked at before."""
    closed = db.session.scalar(
        sa.update(Proposal)
        .where(Proposal.community_id == actor.community_id, Proposal.id == found.proposal_id)
        .where(Proposal.status == "open")
        .values(closed_by=actor.account_id, closed_at=clock.now(), **values)
        .returning(Proposal.id)
        .execution_options(synchronize_session=False)
    )
    if closed is None:
        raise ProposalClosed
