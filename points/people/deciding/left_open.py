"""What an account leaves undone when it is closed: proposals, drafts, machines. It changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock
from points.foundation.prepared import given, prepared
from points.people.authorisation import need
from points.people.models import Device, Draft, Proposal, RoleGrant, Session


@dataclass(frozen=True)
class LeftOpen:
    """What somebody began and has not ended, that no page of theirs will end once their account is closed."""

    role_proposals: int
    setting_proposals: int
    drafts: int
    devices: Sequence[str]


def find(account_id: UUID, *, actor: Actor) -> LeftOpen:
    """What somebody leaves: proposals that wait for a second person, drafts, machines they are signed in on."""
    need(actor, "open_accounts")
    values = {"community": actor.community_id, "account": account_id}
    counts = _left().one(today=clock.today(), **values)
    return LeftOpen(
        counts.roles, counts.settings, counts.drafts, devices=[row.name for row in _devices().all(**values)]
    )


@prepared
def _left() -> sa.Executable:
    def number(table: Any, *which: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
        return sa.select(sa.func.count()).where(table.community_id == here, *which).scalar_subquery()

    here, whose = given("community"), given("account")
    waits = sa.and_(
        RoleGrant.confirmed_at.is_(None),
        RoleGrant.ended_at.is_(None),
        RoleGrant.valid_until >= given("today"),
    )
    return sa.select(
        number(RoleGrant, RoleGrant.granted_by == whose, RoleGrant.account_id != whose, waits).label("roles"),
        number(Proposal, Proposal.proposed_by == whose, Proposal.status == "open").label("settings"),
        number(Draft, Draft.account_id == whose).label("drafts"),
    )


@prepared
def _devices() -> sa.Executable:
    here = sa.and_(Device.community_id == Session.community_id, Device.id == Session.device_id)
    query = sa.select(Device.name).join(Session, here).where(Device.status == "active")
    query = query.where(Session.community_id == given("community"), Session.account_id == given("account"))
    return query.where(Session.ended_at.is_(None)).distinct().order_by(Device.name)
