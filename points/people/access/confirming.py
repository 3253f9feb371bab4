"""Who may say yes as the second person. To a role that somebody proposed: the street office over the place, else a
committee member, else another administrator. Never who proposed it, never who it is for."""

from __future__ import annotations

from collections.abc import Sequence, Set
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
    """Those who may agree to something, and the role they do it by; '' where there is nobody, and only who looks
    after the machine can (`flask confirm-role`)."""

    role: str
    accounts: Set[UUID]


def body_of(proposal: RoleGrant) -> Body:
    """Whose yes this proposal waits for."""
    involved = (proposal.account_id, proposal.granted_by)
    roles = permissions.roles_for("confirm_roles")
    return second_person(proposal.community_id, proposal.place_id, involved, roles)


def second_person(
    community_id: UUID, place_id: UUID, involved: Sequence[UUID | None], roles: Sequence[str]
) -> Body:
    """Who agrees to what these accounts have a part in: whoever holds the first of these roles over the place that somebody
    else holds.

    Whoever is of one origin with one of them could be the same person at another keyboard: they agree only where nobody
    else is left.
    """
    held = _holders(place_id, involved, roles)
    for alone in (True, False):
        for role in roles:
            fit = {
                one
                for one in held.get(role, ())
                if not (alone and any(are_of_one(community_id, one, other) for other in involved))
            }
            if fit:
                return Body(role, fit)
    return Body("", frozenset())


def _holders(place_id: UUID, accounts: Sequence[UUID | None], roles: Sequence[str]) -> dict[str, set[UUID]]:
    """By role the accounts over a place that hold it; no other account of these accounts' people is among them."""
    involved = sa.select(Account.person_id).where(Account.id.in_(accounts))
    query = (
        sa.select(RoleGrant.role, RoleGrant.account_id)
        .join(
            Account,
            sa.and_(Account.community_id == RoleGrant.community_id, Account.id == RoleGrant.account_id),
        )
        .where(RoleGrant.role.in_(roles), in_force(clock.today()))
        .where(RoleGrant.place_id.in_(above(place_id)))
        .where(Account.status == "active", Account.person_id.not_in(involved))
    )
    found: dict[str, set[UUID]] = {}
    for role, account_id in db.session.execute(query):
        found.setdefault(role, set()).add(account_id)
    return found
