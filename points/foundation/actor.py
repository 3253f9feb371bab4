"""Who is doing something: plain values handed to every use case that writes; it knows no web and no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

ROLES = (
    "resident",
    "grid_worker",
    "leader",
    "officer",
    "panel",
    "committee",
    "supervisor",
    "shop_manager",
    "clerk",
    "merchant",
    "donor",
    "street",
    "admin",
)


@dataclass(frozen=True)
class Grant:
    """One role on one place of the tree, for a while."""

    role: str
    place_id: UUID
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class Actor:
    """The doer of an action. `kind` is person, system (nightly round, command line) or import.

    `purse_id` is the ledger account of the person's purse, where who asks was looked up together with it. `home_id` is the
    community of their account, where they are at work in another one.
    """

    community_id: UUID
    account_id: UUID | None = None
    person_id: UUID | None = None
    device_id: UUID | None = None
    kind: str = "person"
    grants: tuple[Grant, ...] = field(default=())
    purse_id: UUID | None = field(default=None, compare=False)
    home_id: UUID | None = field(default=None, compare=False)

    @property
    def account_home(self) -> UUID:
        """The community in which the account stands, wherever its holder is at work."""
        return self.home_id or self.community_id

    @property
    def roles(self) -> frozenset[str]:
        """The roles held today; dates were checked when the actor was made."""
        return frozenset(grant.role for grant in self.grants)

    def has(self, *roles: str) -> bool:
        """Whether any of these roles is held."""
        return any(role in self.roles for role in roles)


def system_actor(community_id: UUID) -> Actor:
    """The system itself, for rounds and commands without a person."""
    return Actor(community_id=community_id, kind="system")
