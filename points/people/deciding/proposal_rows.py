"""A proposal, and a version that was decided, as they stand in their tables, with the names of who did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NotFound, db
from points.foundation.models import Setting
from points.people.models import Account, Identity, Proposal


@dataclass(frozen=True)
class ProposalInfo:
    """A proposal as pages show it; `by` is the name of who made it."""

    proposal_id: UUID
    name: str
    value: Any
    effective_on: date
    reason: str
    by: str
    proposed_by: UUID | None
    at: datetime
    status: str


@dataclass(frozen=True)
class VersionInfo:
    """One version that was decided: by whom, on whose proposal ('' where it was the installation's own), and when."""

    version: int
    value: Any
    effective_on: date
    at: datetime
    by: str
    proposed_by: str


def get(community_id: UUID, proposal_id: UUID, *, lock: bool = False) -> ProposalInfo:
    """One proposal; locked for who is about to close it, so that what is judged is what is closed."""
    query = _select().where(Proposal.community_id == community_id, Proposal.id == proposal_id)
    if lock:
        query = query.with_for_update(of=Proposal)
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return _info(row)


def list_open(community_id: UUID, *, about: str = "") -> list[ProposalInfo]:
    """Every setting that waits, oldest first; or everything `about` what stands before the colon of its name."""
    query = _select().where(*_open(community_id, about))
    return [_info(row) for row in db.session.execute(query.order_by(Proposal.created_at, Proposal.id))]


def _open(community_id: UUID, about: str) -> tuple[sa.ColumnElement[bool], ...]:
    named = Proposal.name.like(f"{about}:%") if about else Proposal.name.not_like("%:%")
    return Proposal.community_id == community_id, Proposal.status == "open", named


def _select() -> sa.Select[Any]:
    columns = (Proposal.id, Proposal.name, Proposal.value, Proposal.effective_on, Proposal.reason)
    who = (_name_of(Proposal.proposed_by), Proposal.proposed_by, Proposal.created_at, Proposal.status)
    return sa.select(*columns, *who)


def _info(row: Any) -> ProposalInfo:
    return ProposalInfo(row[0], row[1], row[2]["is"], row[3], row[4], row[5] or "", *row[6:])


def versions(community_id: UUID, name: str | None = None) -> list[tuple[str, VersionInfo]]:
    """Every version, or those of one setting, by its name and in order."""
    proposed = sa.and_(
        Proposal.community_id == Setting.community_id,
        Proposal.name == Setting.name,
        Proposal.version == Setting.version,
    )
    query = (
        sa.select(
            *(Setting.name, Setting.version, Setting.value, Setting.effective_on, Setting.created_at),
            _name_of(Setting.decided_by),
            _name_of(Proposal.proposed_by),
        )
        .outerjoin(Proposal, proposed)
        .where(Setting.community_id == community_id)
        .order_by(Setting.name, Setting.version)
    )
    if name is not None:
        query = query.where(Setting.name == name)
    return [
        (row[0], VersionInfo(row[1], row[2]["is"], row[3], row[4], row[5] or "", row[6] or ""))
        for row in db.session.execute(query)
    ]


def _name_of(account: Any) -> sa.ScalarSelect[Any]:
    """The name of who an account is, at home in whatever community."""
    return (
        sa.select(Identity.name)
        .join(
            Account,
            sa.and_(Account.community_id == Identity.community_id, Account.person_id == Identity.person_id),
        )
        .where(Account.id == account)
        .correlate(Proposal, Setting)
        .scalar_subquery()
    )
