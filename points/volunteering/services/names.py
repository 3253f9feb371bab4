"""Names behind accounts and persons, for what says who did it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from points import people


def names_of(community_id: UUID, accounts: Collection[UUID], persons: Collection[UUID]) -> dict[UUID, str]:
    """Names of these accounts' people and of these persons, by either id. An account of elsewhere has none."""
    behind = people.accounts.persons_of(community_id, set(accounts)) if accounts else {}
    cards = people.persons.get_many(community_id, {*behind.values(), *persons})
    found = {person_id: card.name for person_id, card in cards.items()}
    return {**found, **{account: found[person_id] for account, person_id in behind.items()}}
