"""Somebody leaves: what is open of theirs, who goes on with it, and the end of their account in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from points import people, volunteering
from points.foundation import Actor


@dataclass(frozen=True)
class RoleLeft:
    """A role that ends, and who else holds it: they go on with what is decided by it."""

    role: str
    place_name: str
    others: Sequence[str]


@dataclass(frozen=True)
class Leaving:
    """What an account leaves. `heirs` may lead its activities; nothing else of it can be handed on to one person."""

    account: people.account_list.AccountRow
    activities: Sequence[volunteering.activities.ActivityInfo]
    heirs: Sequence[tuple[UUID, str]]
    roles: Sequence[RoleLeft]
    left: people.left_open.LeftOpen


def look(account_id: UUID, *, actor: Actor) -> Leaving:
    """What is open, before somebody says yes to closing it."""
    found = people.account_list.get(account_id, actor=actor)
    person_id = _person(account_id, actor)
    community_id = actor.community_id
    return Leaving(
        found,
        volunteering.activities.led_by(community_id, person_id),
        _others(community_id, person_id, people.permissions.roles_for("lead_activities")),
        [
            RoleLeft(
                one.role,
                one.place_name,
                [name for _, name in _others(community_id, person_id, (one.role,))],
            )
            for one in found.roles
        ],
        people.left_open.find(account_id, actor=actor),
    )


def close(account_id: UUID, *, hand_on_to: UUID | None, reason: str, actor: Actor) -> int:
    """Hand on what can be and close the account; how many activities have another leader. Wrapped in `transact` by who
    calls, and recorded as the closing."""
    found, person_id = people.account_list.get(account_id, actor=actor), _person(account_id, actor)
    giving = people.permissions.roles_for("grant_roles")
    gives = any(one.role in giving for one in found.roles)
    if gives and not _others(actor.community_id, person_id, giving):
        raise people.refusals.LastAdministrator(name=found.name)
    people.accounts.close(account_id, reason=reason, actor=actor)
    return len(volunteering.activities.hand_on(person_id, to=hand_on_to, actor=actor))


def _person(account_id: UUID, actor: Actor) -> UUID:
    return people.accounts.persons_of(actor.community_id, {account_id})[account_id]


def _others(community_id: UUID, person_id: UUID, roles: Sequence[str]) -> list[tuple[UUID, str]]:
    return [one for one in people.roles.holders(community_id, *roles) if one[0] != person_id]
