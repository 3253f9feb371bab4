"""Opening accounts: purses, and the community's own accounts whose ids need no look-up."""

from __future__ import annotations

from uuid import UUID

from points.foundation import add_rows, clock, new_id
from points.ledger.account_rows import OWN_KINDS, own_account
from points.ledger.models import Balance, LedgerAccount


def open_books(community_id: UUID) -> None:
    """Create the community's own accounts; once, when the community is founded."""
    rows = [
        {
            "community_id": community_id,
            "id": own_account(community_id, kind),
            "kind": kind,
            "status": "open",
            "balance_mode": "folded",
            "created_at": clock.now(),
        }
        for kind in OWN_KINDS
    ]
    add_rows(LedgerAccount, rows)


def open_purses(community_id: UUID, count: int) -> list[UUID]:
    """Create empty purses and hand back their account ids."""
    ids = [new_id() for _ in range(count)]
    if ids:
        add_rows(LedgerAccount, [_purse_row(community_id, one) for one in ids])
        add_rows(Balance, [_balance_row(community_id, one) for one in ids])
    return ids


def _purse_row(community_id: UUID, account_id: UUID) -> dict[str, object]:
    return {
        "community_id": community_id,
        "id": account_id,
        "kind": "purse",
        "status": "open",
        "balance_mode": "strict",
        "created_at": clock.now(),
    }


def _balance_row(community_id: UUID, account_id: UUID) -> dict[str, object]:
    return {"community_id": community_id, "account_id": account_id, "posted": 0, "held": 0, "version": 0}
