"""The accounts a community has of its own, for the modules that move points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db, derived_id
from points.ledger.models import ACCOUNT_KINDS, LedgerAccount

OWN_KINDS = tuple(kind for kind in ACCOUNT_KINDS if kind != "purse")


@lru_cache(maxsize=1024)
def own_account(community_id: UUID, kind: str) -> UUID:
    """The id of one of the community's own accounts (shop, issued, lapsed, pool, loss, correction)."""
    if kind not in OWN_KINDS:
        raise ValueError(kind)
    return derived_id(community_id, f"ledger:{kind}")


def known_accounts(community_id: UUID, accounts: Sequence[UUID]) -> set[UUID]:
    """Those of these accounts that exist."""
    query = sa.select(LedgerAccount.id).where(
        LedgerAccount.community_id == community_id, LedgerAccount.id.in_(accounts)
    )
    return set(db.session.scalars(query))
