"""Names behind accounts and persons, for what says who did it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from points import people


def names_of(community_id: UUID, accounts: Collection[UUID], persons: Collection[UUID]) -> dict[UUID, str]:
    """Names of these accounts' people and of these persons, by either id. An account of elsewhere has none."""
    return people.accounts.names_behind(community_id, accounts, persons)
