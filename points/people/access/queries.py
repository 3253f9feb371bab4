"""What every request asks of this room, built once: who an account is, and which roles count today. It answers nothing."""

from __future__ import annotations

from datetime import date
from functools import cache
from uuid import UUID

import sqlalchemy as sa

from points.foundation.models import Community
from points.people.models import Account, Identity, Person, Place, RoleGrant
from points.people.registry.tree import touching


@cache
def account_with_person() -> sa.Select[Account, Person, str, str, str]:
    """An account with its person, name and community; built once, as every request asks it."""
    return (
        sa.select(Account, Person, Identity.name, Community.name, Community.name_en)
        .join(Person, sa.and_(Person.community_id == Account.community_id, Person.id == Account.person_id))
        .join(
            Identity, sa.and_(Identity.community_id == Person.community_id, Identity.person_id == Person.id)
        )
        .join(Community, Community.id == Account.community_id)
        .where(Account.id == sa.bindparam("account", type_=sa.Uuid()), Account.status != "closed")
    )


@cache
def explicit_grants() -> sa.Select[str, UUID, date, date]:
    """Built once: every request asks it, and building it costs more than asking.

    A role on a place that has nothing to do with this community gives no power in it.
    """
    account, community = sa.bindparam("account", type_=sa.Uuid()), sa.bindparam("community", type_=sa.Uuid())
    return (
        sa.select(RoleGrant.role, RoleGrant.place_id, RoleGrant.valid_from, RoleGrant.valid_until)
        .join(Place, Place.id == RoleGrant.place_id)
        .where(RoleGrant.account_id == account, in_force(sa.bindparam("today", type_=sa.Date())))
        .where(touching(community))
        .order_by(RoleGrant.id)
    )


def in_force(today: date | sa.BindParameter[date]) -> sa.ColumnElement[bool]:
    """Whether a grant counts on this day: begun, not over, not taken back."""
    return sa.and_(
        RoleGrant.valid_from <= today, RoleGrant.valid_until >= today, RoleGrant.ended_at.is_(None)
    )
