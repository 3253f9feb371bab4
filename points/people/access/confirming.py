"""Who may say yes to a role that somebody proposed: the street office over the place, else a committee member, else
another administrator. Never who proposed it, never who it is for."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db
from points.people import permissions
from points.people.access.origins import are_of_one
from points.people.access.queries import in_force
from points.people.models import Account, RoleGrant
from points.people.registry.tree import above


@dataclass(frozen=True)
class Body:
    """Those who may confirm one proposal, and the role they do it by; '' where there is nobody, and only who looks
    after the machine can (`flask confirm-role`)."""

    role: str
    accounts: Set[UUID]


def body_of(proposal: RoleGrant) -> Body:
    """Whose yes this proposal waits for.

    Whoever is of one origin with who proposed it, or with who it is for, could be the same person at another keyboard:
    they confirm only where nobody else is left.
    """
    held = _holders(proposal)
    for alone in (True, False):
        for role in permissions.roles_for("confirm_roles"):
            fit = {one for one in held.get(role, ()) if not (alone and _same(one, proposal))}
            if fit:
                return Body(role, fit)
    return Body("", frozenset())


def _same(account_id: UUID, proposal: RoleGrant) -> bool:
    return any(
        are_of_one(proposal.community_id, account_id, other)
        for other in (proposal.granted_by, proposal.account_id)
    )


def _holders(proposal: RoleGrant) -> dict[str, set[UUID]]:
    """By role the accounts over the place of a proposal that could confirm it; nobody's second account is among them."""
    involved = sa.select(Account.person_id).where(Account.id.in_([proposal.account_id, proposal.granted_by]))
    query = (
        sa.select(RoleGrant.role, RoleGrant.account_id)
        .join(
            Account,
            sa.and_(Account.community_id == RoleGrant.community_id, Account.id == RoleGrant.account_id),
        )
        .where(RoleGrant.role.in_(permissions.roles_for("confirm_roles")), in_force(clock.today()))
        .where(RoleGrant.place_id.in_(above(proposal.place_id)))
        .where(Account.status == "active", Account.person_id.not_in(involved))
    )
    found: dict[str, set[UUID]] = {}
    for role, account_id in db.session.execute(query):
        found.setdefault(role, set()).add(account_id)
    return found
